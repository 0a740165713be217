"""The Python API: examples that are true, a page that is its docstrings', names that stay, answers as the commands'."""

import ast
import datetime as dt
import doctest
import inspect
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import pcimatrix
from paths import ROOT
from pcimatrix.api import public as api

Run = Callable[..., subprocess.CompletedProcess[str]]
PAGE = ROOT / "docs/api.md"
README = (ROOT / "README.md").read_text(encoding="utf-8")
LOADED = pcimatrix.load()
CELLS = pcimatrix.matrix(LOADED)
OWN = pcimatrix.load_scope(str(ROOT / "examples/mixed.yaml"), LOADED)


# The page


def prose(text: str | None) -> str:
    """Return a docstring as Markdown, its examples between fences."""
    found = []
    for part in doctest.DocTestParser().parse(inspect.cleandoc(text or "")):
        if isinstance(part, doctest.Example):
            found.append(f">>> {part.source}{part.want}")
        elif part.strip():
            found.append(f"```\n\n{part.strip()}\n\n```pycon\n")
    return re.sub(r"```pycon\n```\n*", "", f"```pycon\n{''.join(found)}```").strip()


def fields(kind: type) -> Iterator[str]:
    """Yield the fields, members, properties and methods of a class as items of a list, each with its meaning."""
    [body] = ast.parse(inspect.getsource(kind)).body
    assert isinstance(body, ast.ClassDef)
    described = {name: field.description for name, field in getattr(kind, "model_fields", {}).items()}
    for node, after in zip(body.body, [*body.body[1:], ast.Pass()], strict=True):
        said: str | None = None
        match node:
            case ast.AnnAssign(target=ast.Name(name), annotation=type_):
                match type_:
                    case ast.Subscript(value=ast.Name("Annotated"), slice=ast.Tuple(elts=[plain, *_])):
                        type_ = plain
                shown, said = f"{name}: {ast.unparse(type_)}", described.get(name)
            case ast.Assign(targets=[ast.Name(name)], value=value):
                shown = f"{name} = {ast.unparse(value)}"
                match after:
                    case ast.Expr(ast.Constant(str(text))):
                        said = text
            case ast.FunctionDef(name=name, args=taken, returns=ast.expr() as type_):
                given = ast.unparse(taken).removeprefix("self").removeprefix(", ")
                shown = f"{name}: {ast.unparse(type_)}" if node.decorator_list else f"{name}({given})"
                said = (ast.get_docstring(node) or "").partition("\n\n")[0]
            case _:
                continue
        if not name.startswith(("_", "model_")):
            yield f"- `{shown}`" + (f": {' '.join(said.split())}" if said else "")


def value_text(kind: type) -> str:
    return "\n".join([f"### {kind.__name__}", "", prose(kind.__doc__), "", *fields(kind)]).rstrip()


def function_text(function: Any) -> str:
    signature = inspect.getsource(function).partition('\n    """')[0].partition("  # noqa")[0]
    return f"### {function.__name__}\n\n```python\n{signature}\n```\n\n{prose(function.__doc__)}"


def room_of(named: Any) -> str:
    """Return the module that a name of the API comes from, without the package's own name."""
    home: str = named.__module__
    return home.removeprefix("pcimatrix.")


def page() -> str:
    """Return the API's page: the module's docstring, then the functions as they stand there, values and errors."""
    named = [getattr(api, name) for name in api.__all__]
    kinds = [each for each in named if isinstance(each, type)]
    functions = [each for each in named if not isinstance(each, type)]
    # In the order of reading: the catalogue, a scope and its matrix, checks, documents.
    rooms = [
        "catalogue.loader",
        "ownership.check",
        "api.matrices",
        "api.checks",
        "api.summaries",
        "api.handouts",
        "api.verification",
    ]
    functions.sort(key=lambda each: (rooms.index(room_of(each)), inspect.getsourcelines(each)[1]))
    errors = [kind for kind in kinds if issubclass(kind, Exception)]
    parts = [
        "# The Python API",
        "<!-- Built from docstrings; `pytest tests/test_api.py --update-golden` writes it. -->",
        prose(api.__doc__),
        "The examples below go on from these: `loaded`, `cells` and `own` are the ones above.",
        "## Functions",
        *map(function_text, functions),
        "## Values",
        "`Line`, `Name`, `Identifier`, `Day` and `Sha256` are text that was found to be of this kind.",
        *(value_text(kind) for kind in kinds if kind not in errors),
        "## Errors",
        *map(value_text, errors),
    ]
    return "\n\n".join(parts) + "\n"


def test_the_page_is_that_of_the_docstrings(update_golden: bool) -> None:
    if update_golden:
        PAGE.write_text(page(), encoding="utf-8", newline="")
    assert PAGE.read_bytes().decode() == page()


def test_the_examples_are_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)  # they name a file of the repository
    names: dict[str, Any] = {}
    finder = doctest.DocTestFinder(exclude_empty=True)
    tests = finder.find(api, globs=names)
    functions = [getattr(api, name) for name in api.__all__ if room_of(getattr(api, name)).startswith("api.")]
    tests += [test for each in functions for test in finder.find(each, each.__name__, globs=names)]
    parser = doctest.DocTestParser()
    tests += [
        parser.get_doctest(shown, names, "README.md", "README.md", 0)
        for shown in re.findall(r"^```pycon\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
    ]
    runner = doctest.DocTestRunner()
    for test in sorted(tests, key=lambda test: (test.name != api.__name__, test.name)):
        test.globs = names  # the module's own example comes first, and the others go on from it
        said: list[str] = []
        assert runner.run(test, out=said.append, clear_globs=False).failed == 0, "".join(said)
    ran = {test.name for test in tests if test.examples}
    assert ran == {"README.md", api.__name__, *(each.__name__ for each in functions)}


# Names


def test_no_module_takes_the_place_of_a_name() -> None:
    # Importing a submodule sets it as an attribute of the package, whatever stands there.
    for module in pkgutil.walk_packages(pcimatrix.__path__, "pcimatrix."):
        if module.name != "pcimatrix.__main__":  # which would run the program
            import_module(module.name)
    assert pcimatrix.__all__ == sorted(api.__all__) == api.__all__
    for name in pcimatrix.__all__:
        assert getattr(pcimatrix, name) is getattr(api, name), name
    assert set(pcimatrix.__all__) <= set(dir(pcimatrix))
    with pytest.raises(AttributeError, match="no attribute 'nothing_of_the_kind'"):
        getattr(pcimatrix, "nothing_of_the_kind")  # noqa: B009 - the type checker knows that it is not there


@pytest.mark.parametrize("code", ["import pcimatrix", "import pcimatrix.cli, pcimatrix.cli.commands.totals"])
def test_the_command_line_starts_without_what_others_need(code: str) -> None:
    asked = f"{code}; import sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    loaded = done.stdout.split()
    assert "pcimatrix" in loaded
    others = {"pcimatrix.api.public", "pcimatrix.scope.resolve", "pcimatrix.reports.summary.model", "jinja2"}
    assert not others & set(loaded)


def test_a_script_with_types() -> None:
    """What mypy is to accept as it stands, in strict mode, as it does all tests."""
    loaded: pcimatrix.Reference = pcimatrix.load()
    cells: list[pcimatrix.Cell] = pcimatrix.matrix(loaded, "fargate")
    found: list[pcimatrix.Cell] = pcimatrix.select(
        loaded, cells, owners=[pcimatrix.Owner.AWS, "na"], bases=pcimatrix.Basis.MODELLED
    )
    counted: pcimatrix.Totals = pcimatrix.totals(loaded, found, by=pcimatrix.By.SECTION)
    whole: pcimatrix.Tally = counted.whole
    assert whole.test_cases == whole.aws + whole.na == len(found) > 0
    checked: pcimatrix.CheckResult = pcimatrix.check_catalogue(loaded)
    summary: pcimatrix.Summary = pcimatrix.summarize(loaded, "fargate", date=dt.date(2026, 1, 31))
    content: bytes = pcimatrix.render(summary, "json")
    verdict: pcimatrix.Verdict = pcimatrix.verify(content, loaded)
    assert checked.ok
    assert verdict.ok
    assert json.loads(content)["date"] == "2026-01-31"


# Answers


def test_a_datetime_is_printed_as_its_day() -> None:
    moment = dt.datetime(2026, 1, 31, 12, 30, tzinfo=dt.UTC)
    assert pcimatrix.summarize(LOADED, date=moment).date == "2026-01-31"


@pytest.mark.parametrize("options", [["-p", "fargate"], ["--scope", str(ROOT / "examples/mixed.yaml")]])
def test_the_api_says_what_the_commands_say(options: list[str], call: Run) -> None:
    subject = OWN if "--scope" in options else "fargate"
    cells = pcimatrix.matrix(LOADED, subject)
    told = json.loads(call("totals", "-f", "json", *options).stdout)
    rows = [(row.id, row.tally.customer, row.tally.na) for row in pcimatrix.totals(LOADED, cells).rows]
    assert rows == [(row["id"], row["customer"], row["na"]) for row in told["rows"]]
    listed = json.loads(call("list", "-f", "json", "-r", "3", "--owner", "aws", *options).stdout)["test_cases"]
    assert [cell.case.id for cell in pcimatrix.select(LOADED, cells, within="3", owners="aws")] == [
        each["id"] for each in listed
    ]
    written = call("render", "--title", "A title", "--date", "2026-01-31", *options).stdout
    summary = pcimatrix.summarize(LOADED, subject, title="A title", date=dt.date(2026, 1, 31))
    assert pcimatrix.render(summary).decode() == written


def test_an_edited_catalogue_has_suspects(edited: Callable[..., Path]) -> None:
    text = (ROOT / "data/requirements.yaml").read_text(encoding="utf-8")
    [block] = re.findall(r"- id: \"3\.2\.1\.a\"\n(?:(?! +- id: ).*\n)+", text)
    changed = re.sub(r"(abstracted: )aws", r"\1customer", block)
    assert changed != block
    result = pcimatrix.check_catalogue(pcimatrix.load(str(edited((block, changed)))))
    assert not result.ok
    assert [suspect.case for row in result.rows for suspect in row.suspects] == ["3.2.1.a"]


def test_a_scope_that_drifted_is_not_ok(tmp_path: Path) -> None:
    text = (ROOT / "examples/mixed.yaml").read_text(encoding="utf-8")
    file = tmp_path / "scope.yaml"
    file.write_text(re.sub(r"(?s)(\nexpected:.*?\bcustomer: )\d+", r"\g<1>1", text), encoding="utf-8")
    checked = pcimatrix.check_scope(LOADED, pcimatrix.load_scope(str(file), LOADED))
    assert not checked.ok
    assert [(each.owner, each.expected) for each in checked.drift] == [("customer", 1)]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: pcimatrix.matrix(LOADED, "serverles"), "unknown pattern 'serverles'"),
        (lambda: pcimatrix.select(LOADED, CELLS, within="8.33"), "unknown id '8.33'"),
        (lambda: pcimatrix.select(LOADED, CELLS, owners="azure"), "unknown owner 'azure'; expected one of: "),
        (lambda: pcimatrix.select(LOADED, CELLS, methods=["examine", "ask"]), "unknown method 'ask'"),
        (lambda: pcimatrix.select(LOADED, CELLS, bases="statd"), "unknown basis 'statd'; did you mean 'stated'?"),
        (lambda: pcimatrix.totals(LOADED, CELLS, by="owner"), "unknown by 'owner'"),
        (lambda: pcimatrix.render(pcimatrix.summarize(LOADED), "word"), "unknown format 'word'; expected one of: "),
        (lambda: pcimatrix.load("missing.yaml"), "missing.yaml: no such file"),
        (lambda: pcimatrix.load_scope("missing.yaml", LOADED), "missing.yaml: no such file"),
        (lambda: pcimatrix.verify(b"text", LOADED, name="a.md"), "a.md: no summary with a record of its inputs"),
    ],
)
def test_what_is_wrong_is_an_error_of_the_family(
    call: Callable[[], object], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(pcimatrix.PcimatrixError, match=re.escape(said)):
        call()
    assert capfd.readouterr() == ("", "")
