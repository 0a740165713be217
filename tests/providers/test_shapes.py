"""Other public shapes of providers' matrices: services, testing procedures, several sheets, words, numbers, dates."""

from datetime import date
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pytest

from pcimatrix.errors import InputError
from provider_sheets import read, refused, table, taken, workbook


def test_a_column_a_service(tmp_path: Path) -> None:
    found = read(
        workbook(
            tmp_path / "m.xlsx",
            [
                ("Acme Edge",),
                (),
                ("PCI DSS v4.0.1", "Description", "CDN", "WAF"),
                ("1.2.5", "Ports", "Acme", "Shared"),
                ("6.4.2", "Attacks", "N/A", "Customer"),
                ("6.4.3", "Scripts", "Customer", "ask us"),
                ("8.3.6", "Passwords", "", "Acme"),
            ],
        )
    )
    assert taken(found) == {
        "1.2.5 (CDN)": "provider",
        "1.2.5 (WAF)": "shared",
        "6.4.2 (CDN)": "na",
        "6.4.2 (WAF)": "customer",
        "6.4.3 (CDN)": "customer",
        "8.3.6 (WAF)": "provider",
    }
    assert [(each.row, each.kind, each.service) for each in found.not_taken[2:]] == [
        (6, "unclear word", "WAF"),
        (7, "no mark", "CDN"),
    ]


def test_two_columns_a_service_under_a_merged_heading(tmp_path: Path) -> None:
    found = read(
        workbook(
            tmp_path / "m.xlsx",
            [
                ("Requirement", "CDN", None, "WAF", None),
                (None, "Provider", "Customer", "Provider", "Customer"),
                ("1.2.5", "X", None, "X", "X"),
                ("8.3.6", None, "X", None, None),
            ],
            ["A1:A2", "B1:C1", "D1:E1"],
        )
    )
    assert taken(found) == {"1.2.5 (CDN)": "provider", "1.2.5 (WAF)": "shared", "8.3.6 (CDN)": "customer"}
    assert refused(found) == {1: "header", 2: "header", 4: "no mark"}


def test_requirement_and_testing_procedure_side_by_side(tmp_path: Path) -> None:
    found = read(
        workbook(
            tmp_path / "m.xlsx",
            [
                ("Requirement", "Testing procedure", "Responsible party"),
                ("3.2.1", "3.2.1.a", "Customer"),
                (None, "3.2.1.b", "Acme"),
                ("8.3.2", "8.3.2.a", "Shared"),
            ],
            ["A2:A3"],
        )
    )
    assert taken(found) == {"3.2.1.a": "customer", "3.2.1.b": "provider", "8.3.2.a": "shared"}


def test_a_hidden_sheet_is_read_only_if_a_map_names_it(tmp_path: Path) -> None:
    path = workbook(tmp_path / "m.xlsx", [("ID", "Owner"), ("1.2.1", "Acme")], Old=[("ID", "Owner"), ("1.2.2", "Acme")])
    book = openpyxl.load_workbook(path)
    book["Old"].sheet_state = "hidden"
    book.save(path)
    found = read(path)
    assert taken(found) == {"1.2.1": "provider"}
    assert [each.why for each in found.not_taken if each.sheet == "Old"] == [
        "the sheet is hidden; name it in a map (--map) to read it"
    ] * 2
    assert taken(read(path, sheets=["Old"])) == {"1.2.2": "provider"}


def test_several_sheets(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "m.xlsx",
        [("Req.", "Acme", "Client"), ("All", "x", None), ("9.5", None, "x")],
        Contents=[("Contents",), ("Page 2",)],
        Other=[("Requirement", "Owner"), ("PCI DSS v4.0 1.1.1", "Client"), ("Req 8.3.6 - length", "Both")],
    )
    found = read(path)
    assert taken(found) == {"1.1.1": "customer", "8.3.6": "shared"} | dict.fromkeys(
        ("9.5.1", "9.5.1.1", "9.5.1.2", "9.5.1.2.1", "9.5.1.3"), "customer"
    )
    assert {(each.sheet, each.kind) for each in found.not_taken} >= {("Contents", "text"), ("Matrix", "unclear id")}


def test_yes_no_and_partial(tmp_path: Path) -> None:
    found = read(
        table(
            tmp_path / "m.csv",
            [
                ("Control", "Service Provider", "Customer"),
                ("1.2.1", "Yes", "No"),
                ("1.2.2", "Partial", "Yes"),
                ("1.2.3", "Partial", "No"),
                ("1.2.4", "No", "No"),
                ("1.2.5", "N/A", "N/A"),
                ("1.2.6", "N/A", "Yes"),
                ("1.2.7", "Yes", "-"),
                ("1.2.8", "Partially", "Partial"),
            ],
            ";",
        )
    )
    assert taken(found) == {
        "1.2.1": "provider",
        "1.2.2": "shared",
        "1.2.5": "na",
        "1.2.7": "provider",
        "1.2.8": "shared",
    }
    assert refused(found) == {1: "header", 4: "unclear mark", 5: "nobody", 7: "contradiction"}


def test_a_number_that_can_be_two_sections_is_not_taken_but_suggested(tmp_path: Path) -> None:
    rows = [("ID", "Owner"), (12.8, "Customer"), (12.9, "Acme"), (12.1, "Shared")]
    path = workbook(tmp_path / "m.xlsx", rows)
    found = read(path)
    assert {each.id[:4] for each in found.taken} == {"12.8", "12.9"}
    assert [(each.kind, each.suggest) for each in found.not_taken if each.row == 4] == [("number", "12.10")]
    confirmed = read(path, rows=[{"sheet": "Matrix", "row": 4, "id": "12.10"}])
    assert taken(confirmed)["12.10.7"] == "shared"


@pytest.mark.parametrize(
    ("sections", "expected"),
    [
        (("11.6", "12.1", "12.2"), {"12.1"}),
        (("12.9", "12.1"), set()),
        (("12.1", "12.3", "12.10"), {"12.1", "12.10"}),
        (("12.1",), set()),
        (("12.1", "12.10.1"), {"12.10"}),
        (("12.1", "12.1.2", "12.10.1"), {"12.1", "12.10"}),
    ],
)
def test_in_csv_the_order_tells_12_1_from_12_10(sections: tuple[str, ...], expected: set[str], tmp_path: Path) -> None:
    path = table(tmp_path / "m.csv", [("ID", "Owner"), ("1.2.1", "Acme"), *((each, "Customer") for each in sections)])
    ids = {each.id.rpartition(".")[0] for each in read(path).taken}
    assert ids & {"12.1", "12.10"} == expected


def test_an_unclear_id_keeps_a_wider_row_from_what_it_may_be(tmp_path: Path) -> None:
    rows = [("ID", "Owner"), ("1.2", "Customer"), ("1.2.2", "Acme"), (date(2003, 2, 1), "Acme"), ("1.2.5", "Acme")]
    found = read(workbook(tmp_path / "m.xlsx", rows))
    assert "1.2.3" not in taken(found)
    assert taken(found)["1.2.4"] == "customer"
    assert [(each.kind, each.suggest) for each in found.not_taken if each.row == 4] == [("date", "1.2.3")]


def test_a_row_that_cannot_be_read_keeps_its_id_from_a_wider_row(tmp_path: Path) -> None:
    path = table(
        tmp_path / "m.csv", [("ID", "Owner"), ("All of 9", "Acme"), ("9.5.1", "it depends"), ("9.2", "Client")]
    )
    found = taken(read(path))
    assert "9.5.1" not in found
    assert (found["9.1.1"], found["9.2.1"]) == ("provider", "customer")


def test_rows_that_contradict_one_another_are_not_taken(tmp_path: Path) -> None:
    path = table(
        tmp_path / "m.csv",
        [
            ("ID", "Owner"),
            ("8.3.6", "Acme"),
            ("8.3.6", "Client"),
            ("8.3.7", "Acme"),
            ("8.3.7", "Acme"),
            ("2.2", "Acme"),
            ("2.2.1 to 2.2.3", "Client"),
        ],
    )
    found = read(path)
    assert taken(found) == {"8.3.7": "provider"} | dict.fromkeys(("2.2.4", "2.2.5", "2.2.6", "2.2.7"), "provider")
    assert refused(found) == {
        1: "header",
        2: "contradiction",
        3: "contradiction",
        5: "duplicate",
        6: "contradiction",
        7: "contradiction",
    }


def test_themes_of_one_id_are_its_parts(tmp_path: Path) -> None:
    path = table(
        tmp_path / "m.csv",
        [
            ("PCI DSS Req.", "Owner"),
            ("6.4.3 - Inventory", "Acme"),
            ("6.4.3 - Approval", "Customer"),
            ("11.6.1", "Acme"),
        ],
    )
    [first, second] = read(path).taken
    assert (first.id, first.responsibility, first.rows) == ("6.4.3", "shared", (2, 3))
    assert (second.id, second.rows) == ("11.6.1", ())


def test_a_mark_without_an_id_makes_the_row_above_it_doubtful(tmp_path: Path) -> None:
    path = table(tmp_path / "m.csv", [("ID", "Owner"), ("6.4.3", "Acme"), ("", "Customer"), ("11.6.1", "Acme")])
    found = read(path)
    assert taken(found) == {"11.6.1": "provider"}
    assert refused(found) == {1: "header", 2: "unclear id", 3: "no id"}


def test_four_parties(tmp_path: Path) -> None:
    path = table(
        tmp_path / "m.csv",
        [
            ("Requirement", "IaaS", "Acme", "Customer", "System Integrator"),
            ("1.2.1", "X", "", "", ""),
            ("1.2.2", "", "X", "X", ""),
            ("1.2.3", "", "X", "", "X"),
            ("1.2.4", "", "", "X", ""),
        ],
    )
    found = read(path)
    assert taken(found) == {"1.2.2": "shared", "1.2.4": "customer"}
    assert refused(found) == {1: "header", 2: "other party", 4: "other party"}


def test_a_map_says_what_columns_and_words_mean(tmp_path: Path) -> None:
    path = table(
        tmp_path / "m.csv", [("Number", "GCP", "Cust.", "Seen"), ("1.2.1", "X", "", "X"), ("1.2.2", "x", "x", "")]
    )
    with pytest.raises(InputError, match="no column says who owns each requirement; its headings are Number, GCP"):
        read(path)
    columns = {"GCP": "provider", "Cust.": "customer", "Seen": "text"}
    assert taken(read(path, columns=columns)) == {"1.2.1": "provider", "1.2.2": "shared"}
    words = table(tmp_path / "w.csv", [("ID", "Owner"), ("1.2.1", "Platform"), ("1.2.2", "Kunde")])
    assert taken(read(words, words={"Platform": "provider", "Kunde": "customer"})) == {
        "1.2.1": "provider",
        "1.2.2": "customer",
    }


def test_a_matrix_of_an_earlier_edition_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "m.csv", [("PCI DSS v3.2.1 matrix",), ("Requirement", "Owner"), ("3.4", "Customer")])
    with pytest.raises(InputError, match=r"the matrix is of PCI DSS v3\.2\.1"):
        read(path)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("PCI DSS Requirement 8.3.6", "8.3.6"),
        ("8.3.6: Length of passwords", "8.3.6"),
        ("'8.3.6", "8.3.6"),
        ("3.2.1a", "3.2.1.a"),
        ("3.2.1 (a) Policies", "3.2.1.a"),
        ("from 2.2.5 to 2.2.7", "2.2.5 2.2.6 2.2.7"),
        ("2.2.6-2.2.7, 1.2.1", "2.2.6 2.2.7 1.2.1"),
        ("2.2.3\n2.2.4", "2.2.3 2.2.4"),
        ("11.4.1 as requirement 6.2 says", "11.4.1"),
        ("1.2.1 except 1.2.2", ""),
        ("1.2.1-3", ""),
        ("1.2.1 1.2.2", ""),
        ("1.2.1 b", ""),
        ("1.2.x", ""),
        ("1", ""),
        ("1.2.9", ""),
        ("A1.1.1", ""),
        ("2026-01-02", ""),
        ("1.2.3 to 1.2.1", ""),
    ],
)
def test_ids_are_written_in_many_ways(written: str, meant: str, tmp_path: Path) -> None:
    rows = [("Requirement", "Owner"), (written, "Acme"), ("12.3.1", "Acme")]
    assert [each.id for each in read(table(tmp_path / "m.csv", rows)).taken] == [*meant.split(), "12.3.1"]


@pytest.mark.parametrize(
    ("word", "whose"),
    [
        ("Acme", "provider"),
        ("Acme Cloud", "provider"),
        ("acme only", "provider"),
        ("Acme's responsibility", "provider"),
        ("CUSTOMER", "customer"),
        ("Customer / Acme", "shared"),
        ("Acme and Customer", "shared"),
        ("Shared responsibility", "shared"),
        ("N.A.", "na"),
        ("Acme Partner", ""),
        ("Acme or customer", ""),
        ("Acme?", ""),
        ("Acme (1)", ""),
        ("Customer, if you host it yourself", ""),
        ("Partial", ""),
        ("Third party", ""),
        ("No", ""),
    ],
)
def test_words_say_whose_it_is(word: str, whose: str, tmp_path: Path) -> None:
    rows = [("Requirement", "Owner"), ("8.3.6", word), ("12.3.1", "Acme")]
    assert taken(read(table(tmp_path / "m.csv", rows))) == ({"8.3.6": whose} if whose else {}) | {"12.3.1": "provider"}


def test_names_come_from_the_title(tmp_path: Path) -> None:
    rows = [("Google Cloud Platform: shared responsibility",), ("Req", "GCP x", "Customer x"), ("8.3.6", "x", "x")]
    assert taken(read(workbook(tmp_path / "m.xlsx", rows))) == {"8.3.6": "shared"}


def test_what_does_not_apply_and_who_owns_the_control_is_not_mixed_up(tmp_path: Path) -> None:
    rows = [
        ("Requirement", "Applicable", "Owner", "Responsibility"),
        ("1.2.1", "Yes", "J. Doe", "Acme"),
        ("1.2.2", "No", "", ""),
        ("1.2.3", "No", "J. Doe", "Acme"),
    ]
    found = read(table(tmp_path / "m.csv", rows))
    assert taken(found) == {"1.2.1": "provider", "1.2.2": "na"}
    assert refused(found) == {1: "header", 4: "contradiction"}


def test_what_the_parties_do_is_kept_in_words(tmp_path: Path) -> None:
    rows = [
        ("Requirement", "Responsibility", "Acme", "Customer"),
        ("8.3.6", "Shared", "We set the length", "Choose strong passwords"),
        ("8.3.7", "Acme", "We keep a history", "N/A"),
    ]
    [first, second] = read(table(tmp_path / "m.csv", rows)).taken
    assert (first.provider_does, first.customer_does) == ("We set the length", "Choose strong passwords")
    assert (second.provider_does, second.customer_does) == ("We keep a history", "")


def test_one_mark_over_both_parties_is_not_read(tmp_path: Path) -> None:
    rows = [("Requirement", "Acme", "Customer"), ("1.2.1", "X", None), ("1.2.2", None, None), ("1.2.3", "X", None)]
    found = read(workbook(tmp_path / "m.xlsx", rows, ["B2:B3", "B4:C4"]))
    assert taken(found) == {"1.2.1": "provider", "1.2.2": "provider"}
    assert refused(found)[4] == "unclear mark"


def test_a_map_that_names_what_is_not_there_is_refused(tmp_path: Path) -> None:
    path = table(tmp_path / "m.csv", [("ID", "Owner"), ("1.2.1", "Acme")])
    with pytest.raises(InputError, match="the map names an unknown column 'Ownr'; did you mean 'Owner'"):
        read(path, columns={"Ownr": "responsibility"})
    with pytest.raises(InputError, match="the map names row 9 of sheet ''"):
        read(path, rows=[{"row": 9, "id": "1.2.1"}])


@pytest.mark.parametrize(
    ("written", "suggested"),
    [("01.02.2003", "1.2.3"), ("3-Feb-01", "1.2.3"), ("31-Dec-03", ""), ("1-Feb-03", "1.2.3"), ("2001-02-01", "1.2.1")],
)
def test_text_that_was_an_id_before_it_was_a_date_is_told(written: str, suggested: str, tmp_path: Path) -> None:
    rows = [("ID", "Owner"), ("1.1.1", "Acme"), (written, "Acme"), ("1.2.4", "Acme")]
    [told] = [each for each in read(table(tmp_path / "m.csv", rows)).not_taken if each.row == 3]
    assert (told.kind, told.suggest) == ("date", suggested)


def test_a_row_without_an_id_is_likely_a_part_of_the_one_above(tmp_path: Path) -> None:
    rows = [
        ("ID", "Activity", "Owner"),
        ("6.4.3", "List", "Acme"),
        ("", "Approve", "Customer"),
        ("11.6.1", "See", "Acme"),
    ]
    path = table(tmp_path / "m.csv", rows)
    [told] = [each for each in read(path).not_taken if each.kind == "no id"]
    assert (told.row, told.suggest) == (3, "6.4.3")
    assert taken(read(path, rows=[{"row": 3, "id": "6.4.3"}])) == {"6.4.3": "shared", "11.6.1": "provider"}


@pytest.mark.parametrize(
    ("title", "edition"),
    [
        ("Acme matrix, version 2.1", "4.0.1"),
        ("Acme matrix v3.0 of 2026, PCI DSS v4.0", "4.0"),
        ("PCI-DSS 4.0.1 (formerly v3.2.1)", "4.0.1"),
        ("Acme", "4.0.1"),
    ],
)
def test_the_edition_is_the_standards_and_not_the_documents(title: str, edition: str, tmp_path: Path) -> None:
    assert read(table(tmp_path / "m.csv", [(title,), ("ID", "Owner"), ("1.2.1", "Acme")])).edition == edition
