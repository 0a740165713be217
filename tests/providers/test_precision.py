"""Sheets that tempt a reader to guess: what is written is taken, and the rest is told by its row."""

from pathlib import Path
from typing import Any

import pytest

from pcimatrix.errors import InputError
from provider_sheets import read, refused, table, taken

Rows = list[tuple[str, ...]]
OWNER = ("Requirement", "Owner")
PARTIES = ("Requirement", "Acme", "Customer")


def _others(found: Any) -> dict[int, str]:
    """Return the kinds of the rows that are not taken, but for headers and titles."""
    return {row: kind for row, kind in refused(found).items() if kind not in {"header", "title"}}


SHEETS: dict[str, tuple[Rows, dict[str, str], dict[int, str]]] = {
    "ticks and crosses": (
        [PARTIES, ("1.2.1", "✓", "X"), ("1.2.2", "✓", ""), ("1.2.3", "x", "✓"), ("1.2.4", "", "✓")],
        {"1.2.2": "provider", "1.2.4": "customer"},
        {2: "unclear mark", 4: "unclear mark"},
    ),
    "crosses of their own": (
        [PARTIES, ("1.2.1", "✓", "✗"), ("1.2.2", "✓", ""), ("1.2.3", "❌", "✅")],
        {"1.2.2": "provider"},
        {2: "unclear mark", 4: "unclear mark"},
    ),
    "empty boxes": (
        [PARTIES, ("1.2.1", "☑", "☐"), ("1.2.2", "☐", "☐"), ("1.2.3", "☑", "☑"), ("1.2.4", "☒", "☐")],
        {"1.2.1": "provider", "1.2.3": "shared"},
        {3: "no mark", 5: "unclear mark"},
    ),
    "a legend that says what a mark is not": (
        [("X = not responsible",), PARTIES, ("1.2.1", "X", ""), ("1.2.2", "Yes", "No")],
        {"1.2.2": "provider"},
        {3: "unclear mark"},
    ),
    "a legend that says what a mark is": (
        [("X = responsible; blank = not responsible",), PARTIES, ("1.2.1", "X", ""), ("1.2.2", "X", "X")],
        {"1.2.1": "provider", "1.2.2": "shared"},
        {},
    ),
    "ones and noughts": (
        [PARTIES, ("1.2.1", "1", "0"), ("1.2.2", "X", "")],
        {"1.2.2": "provider"},
        {2: "unclear mark"},
    ),
    "percent": (
        [PARTIES, ("1.2.1", "100%", "0%"), ("1.2.2", "50%", "50%"), ("1.2.3", "", "X")],
        {"1.2.3": "customer"},
        {2: "unclear mark", 3: "unclear mark"},
    ),
    "who we are if there is a vendor": (
        [OWNER, ("1.2.1", "Us"), ("1.2.2", "Vendor"), ("1.2.3", "Both")],
        {"1.2.2": "provider", "1.2.3": "shared"},
        {2: "unclear word"},
    ),
    "who we are beside the provider's name": (
        [OWNER, ("1.2.1", "We"), ("1.2.2", "Acme"), ("1.2.3", "Acme / us")],
        {"1.2.2": "provider"},
        {2: "unclear word", 4: "unclear word"},
    ),
    "who we are beside you": (
        [OWNER, ("1.2.1", "Us"), ("1.2.2", "You"), ("1.2.3", "Us and you")],
        {"1.2.1": "provider", "1.2.2": "customer", "1.2.3": "shared"},
        {},
    ),
    "merchants beside customers": (
        [OWNER, ("1.2.1", "Merchant"), ("1.2.2", "Customer"), ("1.2.3", "Acme")],
        {"1.2.3": "provider"},
        {2: "unclear word", 3: "unclear word"},
    ),
    "a column of the vendor's name": (
        [
            ("Requirement", "Vendor name", "Responsibility", "Contact"),
            ("1.2.1", "Acme", "Customer", "Acme"),
            ("1.2.2", "Acme", "Both", "Customer"),
        ],
        {"1.2.1": "customer", "1.2.2": "shared"},
        {},
    ),
    "responsible and accountable": (
        [
            ("Requirement", "Responsible", "Accountable"),
            ("1.2.1", "Acme", "Customer"),
            ("1.2.2", "Customer", ""),
        ],
        {"1.2.2": "customer"},
        {2: "other party"},
    ),
    "words that name neither": (
        [
            OWNER,
            ("1.2.1", "See notes"),
            ("1.2.2", "Inherited"),
            ("1.2.3", "Hybrid"),
            ("1.2.4", "No"),
            ("1.2.5", "TBD"),
            ("1.2.6", "Not customer"),
            ("1.2.7", "Acme not responsible"),
            ("1.2.8", "Shared?"),
            ("1.3.1", "*Customer"),
            ("1.3.2", "!Acme"),
            ("1.3.3", "Acme…"),
            ("1.4.1", "Customer+"),
            ("8.3.6", "Joint"),
        ],
        {"8.3.6": "shared"},
        dict.fromkeys(range(2, 14), "unclear word"),
    ),
    "a title of another role": (
        [("Franchisee responsibility matrix",), OWNER, ("1.2.1", "Franchisee"), ("1.2.2", "Acme")],
        {"1.2.2": "provider"},
        {3: "unclear word"},
    ),
    "the matrix of an assessor's making": (
        [("Example Shop - responsibility matrix",), OWNER, ("1.2.1", "Example Shop"), ("1.2.2", "Acme")],
        {"1.2.2": "provider"},
        {3: "unclear word"},
    ),
    "conditions for all": (
        [
            ("Requirement", "Owner", "Applies to"),
            ("1.2.1", "Acme", "All"),
            ("1.2.2", "Acme", "All customers"),
            ("1.2.3", "Acme", "EU region"),
        ],
        {"1.2.1": "provider", "1.2.2": "provider", "1.2.3": "provider"},
        {},
    ),
    "headings in German": (
        [
            ("Anforderung", "Anbieter", "Kunde", "Bemerkung"),
            ("1.2.1", "X", "", "durch uns"),
            ("1.2.2", "X", "X", ""),
            ("1.2.3", "Ja", "Nein", ""),
        ],
        {"1.2.1": "provider", "1.2.2": "shared", "1.2.3": "provider"},
        {},
    ),
    "headings in French": (
        [
            ("Exigence", "Responsabilité", "Commentaires"),
            ("1.2.1", "Prestataire", ""),
            ("1.2.2", "Client", ""),
            ("1.2.3", "Partagée", ""),
            ("1.2.4", "Non applicable", ""),
            ("1.2.5", "Voir contrat", ""),
        ],
        {"1.2.1": "provider", "1.2.2": "customer", "1.2.3": "shared", "1.2.4": "na"},
        {6: "unclear word"},
    ),
    "headings in Spanish": (
        [
            ("Requisito", "Responsable"),
            ("1.2.1", "Proveedor"),
            ("1.2.2", "Cliente"),
            ("1.2.3", "Ambos"),
            ("1.2.4", "No aplica"),
        ],
        {"1.2.1": "provider", "1.2.2": "customer", "1.2.3": "shared", "1.2.4": "na"},
        {},
    ),
    "letters of a third party": (
        [
            ("Requirement", "Acme RACI", "Customer RACI", "Integrator RACI", "Applicable"),
            ("1.2.1", "A", "C", "R", "Yes"),
            ("1.2.2", "R/A", "I", "C", "Yes"),
            ("1.2.3", "", "", "", "No"),
            ("1.2.4", "A", "R", "", "No"),
        ],
        {"1.2.2": "provider", "1.2.3": "na"},
        {2: "other party", 5: "contradiction"},
    ),
    "the standard's name before each id": (
        [OWNER, ("PCI DSS 3.2.1", "Acme"), ("PCI DSS 4.2.1", "Customer"), ("PCI DSS 1.2.1", "Both")],
        {"3.2.1": "provider", "4.2.1": "customer", "1.2.1": "shared"},
        {},
    ),
}


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_is_guessed(name: str, tmp_path: Path) -> None:
    rows, right, left = SHEETS[name]
    found = read(table(tmp_path / "m.csv", rows))
    assert taken(found) == right
    assert _others(found) == left


IDS = {
    "Requirement 3.2.1: Account data storage is kept small": "3.2.1",
    "Req. 3.2.1": "3.2.1",
    "3.2.1.a / 3.2.1.b": "3.2.1.a 3.2.1.b",
    "1.2.5.a - 1.2.5.b": "1.2.5.a 1.2.5.b",
    "3.2.1.a-c": "3.2.1.a 3.2.1.b 3.2.1.c",
    "3.2.1.a\u20133.2.1.c": "3.2.1.a 3.2.1.b 3.2.1.c",
    "1.2.5.a, b": "1.2.5.a 1.2.5.b",
    "3.2.1.a and c": "3.2.1.a 3.2.1.c",
    "1.2.5.a-z": "",
    "1.2.5.c-a": "",
    "3.2.1 - 3.2.3": "",  # no such id
    "1.2.1 - 1.2.3": "1.2.1 1.2.2 1.2.3",
    "1.2.1\u00a0\u2013\u00a01.2.3": "1.2.1 1.2.2 1.2.3",
    "1.2.1 - 3": "",
    "1.2.1-3 Network controls": "",
    "1.2.1/2/3": "",
    "1.2.1, .2, .3": "",
    "1.2.1 | 1.2.2": "",
    "1.2.1 (and 1.2.2)": "",
    "1.2.1 or 1.2.2": "",
    "1.2.1 to 1.2.8 (not 1.2.5)": "",
    "1.2.1 to 1.2.8, w/o 1.2.5": "",
    "1.2 minus 1.2.5": "",
    "1.2.1 ff.": "",
    "1.2.1+": "",
    "1.2.1 onwards": "",
    "1.2.1 and following": "",
    "1.2.1 etc.": "",
    "1.2.1 (partial)": "",
    "1.2.1 in part": "",
    "1.2.1?": "",
    "1.2.1 (removed)": "",
    "1.2.1 - N/A": "",
    "1.2.1 - not covered": "",
    "8.3.9 - 90 days": "8.3.9",
    "8.3.x": "",
    "8.3.*": "",
    "8.3.6.": "8.3.6",
    "\u00a08.3.6\u200b": "8.3.6",
    "\u202f8.3.6\ufeff": "8.3.6",
    "\uff18.\uff13.\uff16": "8.3.6",
    "\uff18\uff0e\uff13\uff0e\uff16": "8.3.6",
    "8.3.1¹": "",
    "8.3.1⁴": "",
    "8.3.1 [1]": "",
    "8,3,6": "",
    "1-2": "",
    "1.2.3.4.5": "",
    "Jan-02": "",
    "A1.2.1": "",
    "Appendix A1": "",
    "6.5.10": "",
    "9.9.1": "",
    "12.10": "12.10.1 12.10.2 12.10.3 12.10.4 12.10.4.1 12.10.5 12.10.6 12.10.7",
}


@pytest.mark.parametrize("written", IDS)
def test_an_id_is_all_of_what_its_cell_names_or_nothing(written: str, tmp_path: Path) -> None:
    rows = [OWNER, (written, "Acme"), ("12.3.1", "Acme")]
    found = read(table(tmp_path / "m.csv", rows))
    assert [each.id for each in found.taken] == [*IDS[written].split(), "12.3.1"]
    assert (2 in refused(found)) is not bool(IDS[written])


def _text(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize(
    ("text", "encoding", "right"),
    [
        ("sep=;\r\nID;Owner;Notes\r\n1.2.1;Acme;a, b, c\r\n1.2.2;Customer;d, e, f\r\n", "utf-8", "provider customer"),
        ("ID;Owner;Notes, if any\r\n1.2.1;Acme;a, b\r\n1.2.2;Customer;c, d\r\n", "utf-8-sig", "provider customer"),
        ('ID,Owner\r\n="1.2.1",Acme\r\n="1.2.2",="Customer"\r\n', "utf-8", "provider customer"),
        ("ID\tOwner\tNotes\r\n1.2.1\tAcme\ta, b; c\r\n1.2.2\tCustomer\t\r\n", "utf-16", "provider customer"),
        ('ID,Owner,Notes\r\n1.2.1,Acme,"a ""quoted""\r\nline"\r\n1.2.2,Customer,\r\n', "utf-8", "provider customer"),
        ('ID,Owner,Notes\n1.2.1,Acme,a 19" rack\n1.2.2,Customer,\n', "utf-8", "provider customer"),
    ],
)  # fmt: skip
def test_csv_is_written_in_many_ways(text: str, encoding: str, right: str, tmp_path: Path) -> None:
    assert " ".join(taken(read(_text(tmp_path / "m.csv", text, encoding))).values()) == right


def test_a_quotation_mark_that_is_never_closed_is_told(tmp_path: Path) -> None:
    text = 'ID,Owner,Notes\n1.2.1,Acme,\n1.2.2,Acme,"open\n1.2.3,Customer,\n'
    with pytest.raises(InputError, match=r"record 3, from line 3, is not CSV: .*; check its quotation marks"):
        read(_text(tmp_path / "m.csv", text))


def test_ids_of_another_edition_are_told_even_if_nothing_names_it(tmp_path: Path) -> None:
    rows = [OWNER, ("3.4", "Acme"), ("6.6", "Acme"), ("8.2.3", "Customer"), ("9.9.1", "Acme"), ("10.8.1", "Acme")]
    with pytest.raises(
        InputError, match=r"names no edition, and 3 rows have ids that v4 does not have \(row 3: .*6\.6"
    ):
        read(table(tmp_path / "m.csv", rows))
    found = read(table(tmp_path / "m.csv", rows), edition="4.0.1")
    assert set(taken(found)) >= {"3.4.1", "8.2.3"}


def test_the_matrix_of_another_standard_is_refused(tmp_path: Path) -> None:
    rows = [("ISO/IEC 27001:2022 responsibilities",), ("Control", "Owner"), ("8.3", "Acme"), ("5.1", "Customer")]
    with pytest.raises(InputError, match="it names ISO/IEC 27001, and nowhere PCI DSS; expected a matrix of PCI DSS"):
        read(table(tmp_path / "m.csv", rows))
    assert taken(read(table(tmp_path / "m.csv", [("PCI DSS and ISO 27001",), *rows[1:]])))["8.3.1"] == "provider"


def test_an_error_value_is_not_what_does_not_apply(tmp_path: Path) -> None:
    found = read(table(tmp_path / "m.csv", [OWNER, ("1.2.1", "#N/A"), ("1.2.2", "N/A")]))
    assert taken(found) == {"1.2.2": "na"}


def test_a_condition_for_all_is_none(tmp_path: Path) -> None:
    rows, _, _ = SHEETS["conditions for all"]
    assert [each.condition for each in read(table(tmp_path / "m.csv", rows)).taken] == ["", "", "EU region"]


REST_OF_1 = [
    "1.1.1",
    "1.1.2",
    "1.2.1",
    "1.2.2",
    "1.2.3",
    "1.2.4",
    "1.2.6",
    "1.2.7",
    "1.2.8",
    "1.3.1",
    "1.3.2",
    "1.3.3",
    "1.4.1",
    "1.4.2",
    "1.4.3",
    "1.4.4",
    "1.4.5",
    "1.5.1",
]
MANY: dict[str, tuple[Rows, dict[str, str], dict[int, str]]] = {
    "someone else's part beside the owner": (
        [
            ("Requirement", "Owner", "Delegated to", "Evidence from"),
            ("1.2.1", "Customer", "Acme", "Acme"),
            ("1.2.2", "Acme", "Acme", "Customer"),
            ("1.2.3", "Acme", "", "Customer"),
        ],
        {"1.2.2": "provider", "1.2.3": "provider"},
        {2: "other party"},
    ),
    "rows of several providers": (
        [
            ("Provider", "Requirement", "Responsibility"),
            ("Acme", "1.2.1", "Provider"),
            ("Other Inc", "1.2.2", "Provider"),
            ("Other Inc", "1.2.3", "Customer"),
            ("", "1.2.4", "Provider"),
        ],
        {"1.2.1": "provider"},
        {3: "other provider", 4: "other provider", 5: "other provider"},
    ),
    "names of vendors beside marks": (
        [
            ("Vendor name", "Requirement", "Provider", "Customer"),
            ("Acme Ltd", "1.2.1", "X", ""),
            ("Other Inc", "1.2.2", "X", ""),
        ],
        {"1.2.1": "provider"},
        {3: "other provider"},
    ),
    "columns of providers and services without any": (
        [("Requirement", "Owner", "Service", "Vendor name"), ("1.2.1", "Acme", "", ""), ("1.2.2", "Customer", "", "")],
        {"1.2.1": "provider", "1.2.2": "customer"},
        {},
    ),
    "a service that is left out": (
        [
            ("Service", "Requirement", "Owner"),
            ("CDN", "1.2.1", "Acme"),
            ("", "1.2.2", "Acme"),
            ("All", "1.2.3", "Acme"),
        ],
        {"1.2.1 (CDN)": "provider", "1.2.3": "provider"},
        {3: "unclear service"},
    ),
    "what is in scope": (
        [("Requirement", "In scope", "Owner"), ("1.2.1", "Yes", "Acme"), ("1.2.2", "No", ""), ("1.2.3", "No", "Acme")],
        {"1.2.1": "provider", "1.2.2": "na"},
        {4: "contradiction"},
    ),
    "all but some of a principal requirement": (
        [
            OWNER,
            ("Requirement 9 (except 9.5)", "Acme"),
            ("Requirement 2: all but 2.2.1", "Acme"),
            ("All of 1 except 1.2.2", "Acme"),
            ("8.3.6", "Acme"),
        ],
        {"8.3.6": "provider"},
        {2: "unclear id", 3: "unclear id", 4: "unclear id"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MANY)
def test_rows_of_others_are_not_taken(name: str, tmp_path: Path) -> None:
    rows, right, left = MANY[name]
    found = read(table(tmp_path / "m.csv", rows))
    assert taken(found) == right
    assert _others(found) == left


@pytest.mark.parametrize(
    "headings",
    [("Primary owner", "Secondary owner"), ("Design", "Operate"), ("Responsibility 2025", "Responsibility 2026")],
)
def test_columns_of_owners_are_no_services(headings: tuple[str, str], tmp_path: Path) -> None:
    rows = [("Requirement", *headings), ("1.2.1", "Acme", "Customer"), ("1.2.2", "Acme", "Acme")]
    with pytest.raises(InputError, match=r"two columns mean responsibility, .*; name one of them|no column says who"):
        read(table(tmp_path / "m.csv", rows))


MORE: dict[str, tuple[Rows, dict[str, str], dict[int, str]]] = {
    "an id in two columns": (
        [
            ("Requirement", "Sub", "Owner"),
            ("3.3", ".1", "Customer"),
            ("3.4", "1", "Acme"),
            ("3.5.1", "", "Acme"),
            ("3.6.1", "a", "Acme"),
        ],
        {"3.5.1": "provider"},
        {2: "unclear id", 3: "unclear id", 5: "unclear id"},
    ),
    "ids that look like a heading": (
        [OWNER, ("PCI-1.2.4", "Acme"), ("PCI DSS-1.2.5", "Acme"), ("1.2.6", "Acme")],
        {"1.2.6": "provider"},
        {2: "unclear id", 3: "unclear id"},
    ),
    "numbers of rows beside ids": (
        [("#", "Requirement", "Owner"), ("1", "1.2.1", "Acme"), ("2", "1.2.2", "Customer")],
        {"1.2.1": "provider", "1.2.2": "customer"},
        {},
    ),
    "ticks as pictures of letters": (
        [PARTIES, ("1.2.1", "✔\ufe0f", ""), ("1.2.2", "☑\ufe0f", "✅"), ("1.2.3", "", "\u0425")],
        {"1.2.1": "provider", "1.2.2": "shared"},
        {4: "unclear mark"},
    ),
    "headings as questions": (
        [
            ("Requirement", "Applicable?", "Acme?", "Customer?"),
            ("1.2.1", "Yes", "Yes", "No"),
            ("1.2.2", "No", "", ""),
            ("1.2.3", "Yes", "No", "Yes"),
        ],
        {"1.2.1": "provider", "1.2.2": "na", "1.2.3": "customer"},
        {},
    ),
    "marks under a feature, with the text in the id cell": (
        [
            ("PCI DSS requirement", "N/A", "Acme Cloud", "Customer", "Feature", "Notes"),
            ("1.2.1 Configuration standards are defined", "", "X", "", "", ""),
            ("6.4.3 Scripts of payment pages", "", "X", "X", "Pay page", "see guide"),
            ("9.5.1 Terminals", "X", "", "", "", ""),
            ("9.5.1.1 List", "X", "", "X", "", ""),
        ],
        {"1.2.1": "provider", "6.4.3": "shared", "9.5.1": "na"},
        {5: "contradiction"},
    ),
    "notes of each product": (
        [
            ("Req", "Acme x", "Customer x", "Compute", "Storage"),
            ("1.2.1", "x", "x", "Set the rules of your own network", "Not Applicable"),
            ("1.2.2", "x", "", "Not Applicable", "Not Applicable"),
            ("1.2.3", "", "x", "Draw your part", "Draw your part"),
        ],
        {"1.2.1": "shared", "1.2.2": "provider", "1.2.3": "customer"},
        {},
    ),
    "prose beside words": (
        [
            ("ID", "Responsibilities", "Provider (Acme)", "Customer"),
            ("1.2.1", "Customer Only", "Not applicable.", "Customers set their own rules."),
            ("1.2.2", "Acme Only", "Acme reviews changes of its network.", "Not applicable."),
            ("1.2.3", "Shared", "Acme draws its part.", "Customers draw theirs."),
        ],
        {"1.2.1": "customer", "1.2.2": "provider", "1.2.3": "shared"},
        {},
    ),
    "a header of two rows": (
        [
            ("Requirement", "Title", "Responsibility", "", ""),
            ("", "", "Acme", "Customer", "Both"),
            ("1.2.1", "t", "X", "", ""),
            ("1.2.2", "t", "", "", "X"),
            ("1.2.3", "t", "X", "", "X"),
        ],
        {"1.2.1": "provider", "1.2.2": "shared"},
        {5: "contradiction"},
    ),
    "tables beside one another": (
        [
            ("Requirement 1", "", ""),
            ("Req.", "Owner", "Notes"),
            ("All", "Acme", ""),
            ("1.2.5", "Both", ""),
            ("Requirement 2", "", ""),
            ("Req.", "Notes", "Owner"),
            ("2.2.1", "Customer", "Acme"),
        ],
        {
            **dict.fromkeys(REST_OF_1, "provider"),
            "1.2.5": "shared",
            "2.2.1": "provider",
        },
        {},
    ),
    "changes and old owners": (
        [
            ("Requirement", "Responsibility (v3.2.1)", "Responsibility", "Evidence from"),
            ("1.2.1", "Customer", "Acme", "Customer"),
            ("1.2.2", "Acme", "", "Acme"),
        ],
        {"1.2.1": "provider"},
        {3: "no mark"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MORE)
def test_public_shapes_are_read_as_written(name: str, tmp_path: Path) -> None:
    rows, right, left = MORE[name]
    found = read(table(tmp_path / "m.csv", [("PCI DSS v4.0.1",), *rows]))
    assert taken(found) == right
    others = {row - 1: kind for row, kind in _others(found).items() if kind != "banner"}
    assert others == left
