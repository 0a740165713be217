"""Jinja2 environments over the packaged templates, in which every expression is escaped for its format."""

from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from pcimatrix.reports.compiled_templates import CompiledTemplates
from pcimatrix.reports.escaping import markdown_cell
from pcimatrix.text import inflect, one_line, pluralize


def template_text(name: str) -> str:
    """Return the text of a packaged template as it is."""
    return files("pcimatrix.templates").joinpath(name).read_text(encoding="utf-8")


@cache
def html() -> Environment:
    """Return the environment for HTML: expressions are escaped, and shown without control characters."""
    return _environment(autoescape=True, finalize=_html)


@cache
def markdown() -> Environment:
    """Return the environment for Markdown: expressions are escaped onto one line."""
    environment = _environment(autoescape=False, finalize=_markdown)
    environment.filters["address"] = _address
    return environment


def _environment(**options: Any) -> Environment:
    environment = Environment(  # noqa: S701 - Markdown has its own escaping, in `finalize`
        loader=FunctionLoader(template_text),
        bytecode_cache=CompiledTemplates(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **options,
    )
    environment.filters |= {"pluralize": pluralize, "inflect": inflect}
    return environment


def _html(value: Any) -> Any:
    return one_line(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _markdown(value: Any) -> Any:
    return value if isinstance(value, Markup) else markdown_cell(str(value))


def _address(url: str) -> Markup:
    """Return a web address for use between angle brackets, where Markdown reads it as it is."""
    return Markup(quote(url, safe=":/?#@!$&'()*+,;=%~-._"))  # noqa: S704 - quoted
