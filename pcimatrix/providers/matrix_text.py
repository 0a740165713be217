"""Text of a matrix file, from a spreadsheet that was read."""

from typing import Any

from pcimatrix.providers.precedence import Taken
from pcimatrix.providers.reading import Imported
from pcimatrix.providers.spreadsheet import Spreadsheet
from pcimatrix.text import one_line, truncate
from pcimatrix.yamlio.writer import yaml_text

_LONGEST = 400


def matrix_text(party: str, sheet: Spreadsheet, found: Imported) -> str:
    """Return a spreadsheet that was read as the text of a matrix file."""
    head = {
        "schema_version": 1,
        "party": party,
        "edition": found.edition,
        "source": {"file": _line(sheet.file), "sha256": sheet.sha256},
    }
    return yaml_text({**head, "rows": [_row(each) for each in found.taken]})


def _row(each: Taken) -> dict[str, Any]:
    values: dict[str, Any] = {"id": each.id, "responsibility": each.responsibility.value, "how": each.how}
    texts = {
        "service": each.service,
        "condition": each.condition,
        "provider_does": each.provider_does,
        "customer_does": each.customer_does,
    }
    values |= {key: _line(text) for key, text in texts.items() if text}
    values |= {"sheet": one_line(each.sheet)[:100], "row": each.row}
    return values | ({"rows": list(each.rows)} if len(each.rows) > 1 else {})


def _line(text: str) -> str:
    return truncate(one_line(text).strip(), _LONGEST) or "-"
