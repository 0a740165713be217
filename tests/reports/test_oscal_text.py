"""Text from people in OSCAL documents: data, whatever it is."""

import json
import re
from functools import cache
from typing import Any

from hypothesis import example, given

from costly import costly
from hostile import ANY_TEXT, HARMLESS, UNSEEN, markdown_marks, scope_summary_with, shape
from oscal_documents import FORMATS, SMALL, nodes, read
from pcimatrix.reports import writer
from pcimatrix.reports.formats.summaries._oscal import NO_TEXT, string
from summaries import pattern_summary


def marks(document: Any) -> list[list[str]]:
    """Return, for each text that OSCAL takes for Markdown, the characters that Markdown would act on."""
    texts = [
        node[key] for node in nodes(document) for key in ("title", "description", "prose", "remarks") if key in node
    ]
    return [markdown_marks(text) for text in texts]


@cache
def harmless(format_: str) -> Any:
    return json.loads(writer("summaries", format_)(scope_summary_with(HARMLESS)))


@costly(25)
@given(ANY_TEXT)
@example("")
@example("\n")
@example("\ufeff \u202e\ufeff")
@example("\udc80\x00\x1b[31m")
@example("x" * 10_000)
@example("<script>alert(1)</script> [x](javascript:alert(1)) {{ insert: param, x }}")
def test_hostile_text_is_data_and_the_documents_stay_valid(text: str) -> None:
    summary = scope_summary_with(text or " ")
    for format_ in FORMATS:
        written = str(writer("summaries", format_)(summary))
        assert not UNSEEN.search(written)
        read(format_, written)
        document = json.loads(written)
        assert shape(document) == shape(harmless(format_))
        assert marks(document) == marks(harmless(format_))
        assert {node["value"] for node in nodes(document) if node.get("name") == "edition"} == {string(text)}


@given(ANY_TEXT)
@example(" a\nb ")
def test_an_oscal_string_is_one_line_not_empty_with_no_space_at_its_ends(text: str) -> None:
    assert re.fullmatch(r"[^\s\ufeff](.*[^\s\ufeff])?", string(text))


def test_no_text_is_said_to_be_none() -> None:
    assert string(" \n") == NO_TEXT
    untitled = pattern_summary(SMALL, "abstracted", title="")
    assert json.loads(writer("summaries", "oscal")(untitled))["catalog"]["metadata"]["title"] == NO_TEXT
