"""Properties and dates in all OSCAL documents, and their documentation."""

import datetime as dt
import json
import re
from pathlib import Path

import pytest

from oscal_documents import (
    FACTS,
    FORMATS,
    LOADED,
    PART,
    SMALL,
    SUBJECTS,
    changed_scope,
    controls,
    dangling,
    data_of,
    doubled,
    has_prop,
    nodes,
    prop,
    read,
    read_back,
    summary_of,
)
from paths import ROOT
from pcimatrix.api import public as api
from pcimatrix.errors import FormatError
from pcimatrix.reports import writer
from pcimatrix.reports.content.columns import Shown, data
from pcimatrix.reports.formats.summaries._oscal import NAMESPACE
from pcimatrix.scope.model import load_scope
from summaries import estate, pattern_summary, scope_summary


def test_documents_carry_rhythm_and_status_on_the_day() -> None:
    for format_, found in (
        ("oscal", controls(read_back("oscal", "mixed"))),
        ("oscal-ssp", read_back("oscal-ssp", "mixed").control_implementation.implemented_requirements),
    ):
        for each, cell in zip(found, summary_of("mixed").cells, strict=True):
            row = data(summary_of("mixed").row(cell), Shown.LIST)
            assert has_prop(each, "how-often") == bool(row["how_often"]), (format_, cell.case.id)
            assert has_prop(each, "in-force") == bool(row["in_force"]), (format_, cell.case.id)
            if row["how_often"]:
                assert prop(each, "how-often") == row["how_often"]


def test_dates_are_the_catalogues_or_the_scopes_where_that_is_later() -> None:
    updated = LOADED.catalogue.updated
    assert data_of("oscal", "abstracted")["catalog"]["metadata"]["last-modified"] == f"{updated}T00:00:00Z"
    later = writer("summaries", "oscal")(changed_scope("mixed", date="2027-01-31"))
    assert json.loads(later)["catalog"]["metadata"]["last-modified"] == "2027-01-31T00:00:00Z"
    dated = writer("summaries", "oscal")(pattern_summary(LOADED, "abstracted", date="2026-12-01"))
    assert json.loads(dated)["catalog"]["metadata"]["published"] == "2026-12-01T00:00:00Z"


@pytest.mark.parametrize("day", ["2026-02-31", "1000-01-01", "9999-01-01"])
def test_a_day_that_is_none_is_refused(day: str) -> None:
    loaded = SMALL._replace(catalogue=SMALL.catalogue.model_copy(update={"updated": day}))
    with pytest.raises(FormatError, match=f"'{day}' is not a date"):
        writer("summaries", "oscal")(pattern_summary(loaded, "abstracted"))


def test_the_documentation_names_every_property_of_our_own_and_no_other(tmp_path: Path) -> None:
    file = estate(tmp_path, {f"app {number:02}": "fargate" for number in range(13)})
    many = writer("summaries", "oscal-ssp")(
        scope_summary(PART, load_scope(str(file), LOADED.catalogue, LOADED.patterns, FACTS))
    )
    read("oscal-ssp", many)
    assert doubled(json.loads(many)) | dangling(json.loads(many)) == set()
    by_questionnaire = json.loads(api.render(api.summarize(PART, saq="A", as_of=dt.date(2025, 1, 31)), "oscal"))
    named = {
        re.sub("^fact-.*", "fact-…", node["name"])
        for data in (by_questionnaire, json.loads(many), *(data_of(format_, name) for format_, name in SUBJECTS))
        for node in nodes(data)
        if node.get("ns") == NAMESPACE and "value" in node
    }
    rows = re.findall(r"^\| (`.*?) \| .* \| .* \|$", (ROOT / "docs/oscal.md").read_text(encoding="utf-8"), re.MULTILINE)
    table = {name for row in rows for name in re.findall("`([^`]+)`", row)}
    assert table - set(FORMATS) == named
