"""Scope files as YAML text: a new file, or an old one with other values."""

from typing import Any

from pcimatrix.scope.model import Scope
from pcimatrix.yamlio.editing import Edited, edited
from pcimatrix.yamlio.nodes import comments
from pcimatrix.yamlio.parser import Document
from pcimatrix.yamlio.writer import yaml_text

_HEAD = """\
# The entity's scope: pcimatrix scope check tells whether it is well-formed, pcimatrix scope edit asks for it again.
# For completion in an editor, pcimatrix schema --file scope prints the JSON Schema.
"""
_DRAFT = """\
# The entity's scope, drafted from what is deployed. pcimatrix scope edit asks the open questions and what code cannot
# say; until then, this is a draft. What is under deployed lets pcimatrix scope drift find a workload again.
"""
_ORDER = list(Scope.model_fields)


def scope_text(values: dict[str, Any]) -> str:
    """Return the text of a new scope file."""
    return _HEAD + yaml_text({key: values[key] for key in _ORDER if key in values})


def draft_text(values: dict[str, Any]) -> str:
    """Return the text of a draft, of which `scope edit` asks what is missing."""
    return _DRAFT + yaml_text({key: values[key] for key in _ORDER if key in values})


def edited_text(old: Document, values: dict[str, Any]) -> Edited:
    """Return the text of the file `old` with other values: what does not change stays byte for byte, with its comments.

    If the file's layout does not allow that, it is written anew.
    """
    return edited(old, values) or Edited(scope_text(values), tuple(comments(old.text)))
