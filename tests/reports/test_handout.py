"""The matrix for customers (12.9.2): parties turned round, nothing of the entity's own business in it, refusals."""

import csv
import datetime as dt
import io
import json
import re
import unicodedata
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from hypothesis import given

from costly import costly
from examples import FOLDER
from hostile import ANY_TEXT, markdown_marks, scope_summary_with
from paths import GOLDEN
from pcimatrix import hand_out, render, summarize, verify
from pcimatrix.catalogue.loader import load
from pcimatrix.catalogue.model import Owner
from pcimatrix.ownership.responsibility import Responsibility
from pcimatrix.reports import format_names, writer
from pcimatrix.reports.summary.documents import find
from pcimatrix.reports.summary.handout import COLUMNS, WHO, Handout, handout
from pcimatrix.scope.model import LoadedScope, Scope, load_scope
from summaries import MIXED_PART, part_of, scope_summary

REFERENCE = load()
PART = part_of(REFERENCE, *MIXED_PART)
MIXED = FOLDER / "mixed.yaml"
PROVIDER = ("--audience", "customers")
DETAILS = {"html": "summary", "markdown": "summary"}
"""What a summary says that is made for its record of the inputs alone, if it need not say everything."""


@cache
def loaded() -> LoadedScope:
    return load_scope(str(MIXED), REFERENCE.catalogue, REFERENCE.patterns, REFERENCE.facts)


@cache
def made() -> Handout:
    return made_of(loaded().scope)


def made_of(scope: Scope) -> Handout:
    own = loaded()
    return handout(scope_summary(REFERENCE, LoadedScope(scope, own.document)), scope)


@cache
def written(name: str) -> bytes:
    """Return the matrix for customers in a format."""
    content = writer("handouts", name)(made())
    return content if isinstance(content, bytes) else content.encode()


def row_of(found: Handout, test_case: str) -> Any:
    return next(row for row in found.rows if row.cell.case.id == test_case)


def test_markdown_is_as_read(update_golden: bool) -> None:
    text = written("markdown").decode()
    file = GOLDEN / "customers-mixed.md"
    if update_golden:
        file.write_text(text, encoding="utf-8", newline="")
    assert text == file.read_bytes().decode()


def test_parties_are_turned_round() -> None:
    found = made()
    shared, alone, theirs = (row_of(found, each) for each in ("4.2.1.a", "6.4.3.a", "8.3.6"))
    assert shared.responsibility is Responsibility.SHARED
    assert (len(shared.you_do), len(shared.we_do)) == (1, 1)
    assert (alone.responsibility, alone.we_do, alone.others_do) == (Responsibility.CUSTOMER, (), ())
    assert theirs.responsibility is Responsibility.PROVIDER
    assert [name for name, _ in theirs.others_do] == ["Example Identity"]
    for row in found.rows:
        parts = (row.you_do, row.we_do, row.others_do)
        assert any(parts) == (row.responsibility is not Responsibility.NA)
        assert (row.responsibility is Responsibility.NA) == (row.cell.ownership.owner is Owner.NA)


def test_the_nearest_id_holds() -> None:
    own = loaded().scope
    [first, *_] = own.customers
    given = (
        first.model_copy(update={"within": ("8",), "does": "Far"}),
        first.model_copy(update={"within": ("8.2.1",), "does": "Near"}),
    )
    found = made_of(own.model_copy(update={"customers": given}))
    assert (row_of(found, "8.2.1.a").you_do, row_of(found, "8.2.2.a").you_do) == (("Near",), ("Far",))
    assert row_of(found, "8.3.6").you_do == ()  # wholly the identity provider's


def test_totals_count_every_test_case_once_in_every_format() -> None:
    found = made()
    counted = Counter(row.responsibility for row in found.rows)
    assert found.totals.data == {"test_cases": 464, **{each.value: counted[each] for each in WHO}}
    [whole] = found.totals.footer
    assert [int(each) for each in whole[1:]] == list(found.totals.data.values())
    for at, number in enumerate(whole[1:], 1):
        assert sum(int(row[at]) for row in found.totals.rows) == int(number)
    data = json.loads(written("json"))
    assert data["totals"] == found.totals.data
    assert Counter(each["responsibility"] for each in data["test_cases"]) == {
        each.value: count for each, count in counted.items()
    }
    rows = list(csv.DictReader(io.StringIO(written("csv").decode(), newline="")))
    assert Counter(row["responsible"] for row in rows) == {WHO[each]: count for each, count in counted.items()}
    book = openpyxl.load_workbook(io.BytesIO(written("xlsx")))
    head, *cells = book["Matrix"].iter_rows(values_only=True)
    assert list(head) == [each.heading for each in COLUMNS]
    assert [tuple(cell or "" for cell in row) for row in cells] == [
        tuple(each.value(row) for each in COLUMNS) for row in found.rows
    ]


@pytest.mark.parametrize("name", [each for each in format_names("handouts") if each != "xlsx"])
def test_nothing_of_the_entitys_own_business_is_in_it(name: str) -> None:
    own, text = loaded().scope, written(name).decode()
    private = [each.account for each in own.workloads] + [each.reason for each in own.workloads if each.reason]
    private += [f"({each.name}" for each in own.workloads] + [each.reason for each in own.decisions]
    private += [str(own.confirmed_by), "physical_media", "stored_account_data"]
    assert [each for each in private if each in text] == []
    assert "8.2.1" in text
    assert len(re.findall(r"\byou(r|rs)?\b", " ".join(each for row in made().rows for each in row.we_do))) == 0


def test_what_is_made_again_is_the_same_and_files_say_their_format(call: Any, tmp_path: Path) -> None:
    for name, ending in (("markdown", "md"), ("html", "html"), ("csv", "csv"), ("xlsx", "xlsx"), ("json", "json")):
        file = tmp_path / f"customers.{ending}"
        done = call("render", "--scope", MIXED, *PROVIDER, "-o", file)
        assert done.returncode == 0, done.stderr
        assert file.read_bytes() == written(name)
    assert call("render", "--scope", MIXED, *PROVIDER, "--check", tmp_path / "customers.md").returncode == 0


CONTRADICTIONS = {
    '{within: ["8.3.6"], does: Choose}': "8.3.6 is given to customers, but Example Identity owns it",
    '{within: ["4.2.1.2"], does: Encrypt}': "4.2.1.2 is given to customers, but it does not apply to the entity",
}


@pytest.mark.parametrize("given", CONTRADICTIONS)
def test_what_customers_cannot_have_is_refused_at_its_place(given: str, call: Any, tmp_path: Path) -> None:
    text = MIXED.read_text(encoding="utf-8").replace("customers:\n  - within", f"customers:\n  - {given}\n  - within")
    line = text.splitlines().index(f"  - {given}") + 1
    file = tmp_path / "scope.yaml"
    file.write_text(text, encoding="utf-8")
    done = call("render", "--scope", file, *PROVIDER)
    assert (done.returncode, done.stdout) == (2, "")
    assert f"pcimatrix: {file}:{line}:" in done.stderr
    assert CONTRADICTIONS[given] in done.stderr
    checked = call("scope", "check", file)
    assert f"{file}:{line}:" in checked.stdout
    assert "(customer_duty)" in checked.stdout


def test_what_another_leads_in_cannot_be_wholly_a_customers(call: Any, tmp_path: Path) -> None:
    owns = '- within: ["8.3.4", "8.3.6", "8.3.7"]'
    shared = MIXED.read_text(encoding="utf-8").replace(owns, f"{owns}\n        residual: Tell people the rules")
    for wholly, code in (("true", 2), ("false", 0)):
        given = f'customers:\n  - {{within: ["8.3.6"], does: Do it, wholly: {wholly}}}\n  - within'
        file = tmp_path / "scope.yaml"
        file.write_text(shared.replace("customers:\n  - within", given), encoding="utf-8")
        done = call("render", "--scope", file, *PROVIDER, "-f", "json")
        assert done.returncode == code, done.stderr
        assert ("8.3.6 is given wholly to customers, but Example Identity owns it" in done.stderr) == (code == 2)


def test_a_merchant_and_a_pattern_have_none_and_say_what_to_do(call: Any) -> None:
    merchant = call("render", "--scope", FOLDER / "merchant.yaml", *PROVIDER)
    assert (merchant.returncode, merchant.stdout) == (2, "")
    assert re.search(r"merchant\.yaml:\d+:\d+: a merchant has no customers to tell", merchant.stderr)
    assert "write assessment: service_provider" in merchant.stderr
    for arguments, said in (
        (PROVIDER, "name its scope with --scope"),
        (("--scope", MIXED, *PROVIDER, "-f", "docx"), "choose from: csv, csv-excel, html, json, markdown, xlsx"),
        (("--scope", MIXED, *PROVIDER, "--saq", "D-service-provider"), "does not go with --audience customers"),
    ):
        refused = call("render", *arguments)
        assert (refused.returncode, refused.stdout) == (2, "")
        assert said in " ".join(refused.stderr.split())


class Tags(HTMLParser):
    """The tags of a page with the names of their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, Any]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [name for name, _ in attrs]))


@given(ANY_TEXT)
@costly(15)
def test_text_from_people_stays_text(text: str) -> None:
    def written(said: str) -> dict[str, str]:
        summary = scope_summary_with(said)
        assert summary.scope is not None
        found = handout(summary, summary.scope)
        return {name: str(writer("handouts", name)(found)) for name in format_names("handouts") if name != "xlsx"}

    found, plain = written(text), written("plain")
    assert Tags(found["html"]).found == Tags(plain["html"]).found
    assert "<script" not in found["html"]
    for line in found["markdown"].splitlines():
        if line.startswith("| ") and "---" not in line:
            assert [each for each in markdown_marks(line) if each != "|"] == []
    for content in found.values():
        assert not any(unicodedata.category(each) in {"Cc", "Cs"} for each in content if each not in "\r\n")
    rows = list(csv.reader(io.StringIO(found["csv"])))
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@pytest.mark.parametrize("name", ["html", "json", "markdown", "xlsx"])
def test_what_customers_got_is_verified(name: str, call: Any, tmp_path: Path) -> None:
    own = loaded()
    found = hand_out(PART, own, date=dt.date(2026, 1, 31))
    content = render(found, name)
    verdict = verify(content, PART, own)
    assert (verdict.ok, verdict.recipe.audience, verdict.recipe.report) == (True, "customers", None)
    assert verdict.recipe.title == found.title
    _, recipe = find(render(summarize(PART, own, date=dt.date(2026, 1, 31), detail=DETAILS.get(name)), name), name)
    assert recipe.audience == "assessor"
    if name == "xlsx":
        file = tmp_path / "customers.xlsx"
        file.write_bytes(content)
        told = call("scope", "from-xlsx", str(file), str(MIXED), "--by", "A. Person")
        assert (told.returncode, "no sheet has a column" in told.stderr) == (2, True)
    else:
        assert not verify(content.replace(b"Example Identity", b"Another Company", 1), PART, own).ok


def test_the_command_verifies_what_customers_got(call: Any, tmp_path: Path) -> None:
    file, options = tmp_path / "customers.md", ("--scope", str(MIXED))
    found = hand_out(REFERENCE, loaded(), date=dt.date(2026, 1, 31))
    call("render", *options, *PROVIDER, "--date", "2026-01-31", "-o", str(file))
    assert render(found, "markdown") == file.read_bytes()
    said = call("verify", str(file), *options)
    assert f"It states: {found.title!r}" in said.stdout
    assert (said.returncode, "is what these inputs give" in said.stdout) == (0, True)
