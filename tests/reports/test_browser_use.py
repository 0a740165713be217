"""The HTML summary in use, in a real browser: filters, details, anchors, the keyboard, and without scripts."""

import pytest
from selenium.webdriver import Keys

from browser import FIELDS, WIDTHS, Page, Pages


def test_the_owner_filter_shows_the_published_total_and_what_leaves_a_residual_duty(page: Page, pages: Pages) -> None:
    cells = pages.cells("abstracted")
    page.open()
    for owner, count in {"aws": 198, "customer": 243, "na": 23}.items():
        page.choose("f-owner", owner)
        shown = page.shown()
        assert shown == [cell["id"] for cell in cells if cell["owner"] == owner]
        assert len(shown) == count
        assert page.count() == f"{count} of 464"
        assert page.fragment() == f"#owner={owner}"
    page.choose("f-owner", "residual")
    assert page.shown() == [cell["id"] for cell in cells if cell["residual"]]
    page.click("#filter button[type=reset]")
    page.wait(lambda: page.count() == "464 of 464")
    assert [page.options("f-owner")[value] for value in ("", "customer", "aws", "na")] == [
        *("all (464)", "Customer (243)", "AWS (198)", "N/A (23)")
    ]


def test_the_section_filter_shows_that_section_or_requirement_alone(page: Page, pages: Pages) -> None:
    cells = pages.cells("filters")
    page.open("filters")
    shown = page.shown_by_each("f-section")
    assert {"1", "1.1", "11.1", "12.1", "12.10"} < set(shown)
    assert shown == {"": [cell["id"] for cell in cells]} | {
        each: [cell["id"] for cell in cells if each in (cell["principal"], cell["section"])]
        for each in {*(cell["principal"] for cell in cells), *(cell["section"] for cell in cells)}
    }
    page.choose("f-section", "12.1")
    assert page.shown() == shown["12.1"]
    assert page.count() == f"{len(shown['12.1'])} of {len(cells)}"


def test_each_option_says_how_many_it_would_show(page: Page) -> None:
    page.open("filters", fragment="#owner=aws&method=interview&text=access")
    for field in FIELDS[1:]:
        offered, shown = page.options(field), page.shown_by_each(field)
        assert list(offered) == list(shown)
        for value, text in offered.items():
            assert text.endswith(f" ({len(shown[value])})"), (field, value)
    assert len(page.shown()) > 1


def test_each_value_of_the_other_filters_shows_its_cells(page: Page, pages: Pages) -> None:
    cells = pages.cells("filters")
    page.open("filters")
    for field in ("basis", "method", "responsibility"):
        held = {cell["id"]: set(cell["methods"] if field == "method" else [cell[field]]) for cell in cells}
        values = sorted({""}.union(*held.values()))
        assert len(values) == {"basis": 6, "method": 4, "responsibility": 5}[field]
        shown = page.shown_by_each(f"f-{field}")
        assert sorted(shown) == values
        assert shown.pop("") == list(held)
        for value, those in shown.items():
            assert those == [name for name, having in held.items() if value in having], (field, value)


def test_the_time_filter_shows_what_recurs_and_what_is_in_force_on_a_day(page: Page, pages: Pages) -> None:
    cells = pages.cells("filters")
    page.open("filters")
    shown = page.shown_by_each("f-time")
    assert list(shown) == ["", "recurring"]
    assert shown["recurring"] == [
        cell["id"] for cell in cells if any(each["kind"] == "recurring" for each in cell["timeframes"])
    ]
    page.open("day", fragment="#time=best_practice")
    before = page.shown()
    shown = page.shown_by_each("f-time")
    assert list(shown) == ["", "in_force", "best_practice", "best_practice_in_part", "recurring"]
    assert shown["best_practice"] == before
    assert {"6.4.2", "11.6.1.a"} < set(before)
    assert "6.4.1" not in before
    assert sorted(before + shown["in_force"] + shown["best_practice_in_part"]) == sorted(shown[""])
    assert "3.2.1.a" in shown["best_practice_in_part"]
    page.open("8-scope", fragment="#time=superseded")
    assert page.shown() == ["6.4.1", "8.3.10", "10.7.1.a", "10.7.1.b"]


def test_the_text_filter_shows_the_cells_that_hold_the_text(page: Page, pages: Pages) -> None:
    cells = pages.cells("filters")
    page.open("filters")
    page.write("CloudTrail")
    holding = [
        cell["id"]
        for cell in cells
        if any("cloudtrail" in (cell[key] or "").lower() for key in ("id", "summary", "reason", "residual"))
    ]
    assert 0 < len(holding) < len(cells)
    assert page.shown() == holding
    assert page.count() == f"{len(holding)} of {len(cells)}"


COUNTS = """
window.counts = [];
document.addEventListener(
  "input", () => window.counts.push(document.getElementById("count").textContent));
"""
"""Notes what the filter counts after each keystroke: the event reaches the form, and so its listener, before."""


def test_each_keystroke_takes_effect(page: Page) -> None:
    page.open("filters")
    page.js(COUNTS)
    word = "people"  # some test cases have it in what they look at alone, and some in their details alone
    page.write(word + Keys.BACKSPACE * len(word))
    typed = [word[:end] for end in (*range(1, len(word) + 1), *range(len(word) - 1, -1, -1))]
    total = len(page.shown())
    found = page.holding(typed)
    assert len(set(found)) > 3
    assert page.js("return window.counts") == [f"{number} of {total}" for number in found]
    assert page.count() == f"{total} of {total}"
    page.wait(lambda: page.fragment() == "")


def test_filters_combine_in_the_address_and_opening_it_restores_them(page: Page, pages: Pages) -> None:
    page.open("filters")
    page.choose("f-owner", "aws")
    page.choose("f-section", "3")
    cells = pages.cells("filters")
    expected = [cell["id"] for cell in cells if cell["owner"] == "aws" and cell["principal"] == "3"]
    assert 0 < len(expected) < len([cell for cell in cells if cell["principal"] == "3"])
    assert page.shown() == expected
    assert page.fragment() == "#owner=aws&section=3"
    page.open("filters", fragment="#owner=aws&section=3")
    assert page.shown() == expected
    assert page.count() == f"{len(expected)} of {len(cells)}"
    values = page.js("return arguments[0].map((id) => document.getElementById(id).value)", FIELDS)
    assert values == ["", "aws", "", "3", "", "", ""]


def test_a_text_with_signs_of_its_own_survives_the_address(page: Page) -> None:
    page.open("3")
    page.write("a&b=c d#é")
    page.wait(lambda: page.fragment() != "")
    page.open("3", fragment=page.fragment())
    assert page.js("return document.getElementById('f-text').value") == "a&b=c d#é"


def test_an_unknown_value_in_the_address_filters_nothing(page: Page) -> None:
    page.open("3", fragment="#owner=nobody&colour=red")
    assert page.count() == "18 of 18"
    assert page.js("return document.getElementById('f-owner').selectedIndex") == 0


def test_show_all_brings_every_case_back(page: Page) -> None:
    page.open("3", fragment="#text=no+case+says+this")
    assert page.shown() == []
    assert page.js("return [...document.querySelectorAll('.principal')].every((node) => node.hidden)")
    page.click("#filter button[type=reset]")
    page.wait(lambda: page.count() == "18 of 18")
    assert len(page.shown()) == 18
    assert page.fragment() == ""
    assert page.display("#none") == "none"


def test_the_filters_work_from_the_keyboard(page: Page, pages: Pages) -> None:
    cells = pages.cells("filters")
    page.open("filters")
    page.press(Keys.TAB)
    assert page.js("return document.activeElement.className") == "skip"
    page.press(Keys.ENTER)
    page.wait(lambda: page.fragment() == "#cases")
    assert page.press(Keys.TAB) == "f-text"
    page.press("trail")
    narrowed = page.shown()
    assert page.press(Keys.TAB) == "f-owner"
    page.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert page.fragment() == "#text=trail&owner=aws"
    aws = {cell["id"] for cell in cells if cell["owner"] == "aws"}
    assert page.shown() == [name for name in narrowed if name in aws]
    assert page.shown()
    assert [page.press(Keys.TAB) for _ in FIELDS[2:]] == list(FIELDS[2:])
    page.press(Keys.ARROW_DOWN)
    assert page.fragment() == "#text=trail&owner=aws&method=examine"
    page.press(Keys.TAB)
    page.press(Keys.ENTER)
    page.wait(lambda: page.count() == f"{len(cells)} of {len(cells)}")


def test_every_case_has_an_anchor_of_its_own(page: Page, pages: Pages) -> None:
    page.open()
    ids, links = page.js(
        "return [[...document.querySelectorAll('[id]')].map((node) => node.id),"
        " [...document.querySelectorAll('a[href^=\"#\"]')].map((node) => node.hash.slice(1))]"
    )
    anchors = [name for name in ids if name.startswith("tc-")]
    assert anchors == [f"tc-{cell['id']}" for cell in pages.cells("abstracted")]
    assert len(anchors) == 464
    assert len(ids) == len(set(ids))
    assert set(anchors) < set(links) <= set(ids)


def test_details_are_closed_until_a_reader_opens_them(page: Page, pages: Pages) -> None:
    page.open("3")
    opened = "return document.querySelectorAll('.case details[open]').length"
    assert page.js(opened) == 0
    case = next(cell for cell in pages.cells("3") if cell["residual"])
    summary = page.driver.find_element("css selector", f"[id='tc-{case['id']}'] summary")
    summary.send_keys(Keys.ENTER)
    page.wait(lambda: all(case[key] in page.details(case["id"]) for key in ("reason", "residual")))
    assert page.js(opened) == 1
    summary.click()
    assert page.js(opened) == 0


def test_details_of_all_that_is_shown_open_and_close_at_once(page: Page) -> None:
    page.open("3", fragment="#section=3.5")
    shown = page.shown()
    for count in (len(shown), 0):
        page.click("#open")
        assert page.js("return document.querySelectorAll('.case details[open]').length") == count


@pytest.mark.parametrize("scripts", [True, False])
def test_opening_an_anchor_opens_the_details_of_its_case(page: Page, scripts: bool) -> None:
    if not scripts:
        page.without_scripts()
    page.open("8-scope", fragment="#tc-3.2.1.a")
    height = "return document.getElementById(arguments[0]).querySelector('dl').getBoundingClientRect().height"
    if scripts:
        assert "Over 3 workloads in scope: the entity's, as in" in page.details("3.2.1.a")
        assert page.details("3.2.1.b").strip() == ""
    visible = "return document.getElementById(arguments[0]).querySelector('dl').checkVisibility()"
    assert page.js(height, "tc-3.2.1.a") > 50
    assert [page.js(visible, f"tc-{case}") for case in ("3.2.1.a", "3.2.1.b")] == [True, False]


def test_the_compare_view_names_the_cases_that_change_hands(page: Page, pages: Pages) -> None:
    page.open("below")
    linked = page.js("return [...document.querySelectorAll('.moves dd a')].map((node) => node.hash.slice(4))")
    moves = pages.says("compare", "below", "infrastructure", "abstracted")["moves"]
    assert sorted(linked) == sorted(move["id"] for move in moves)
    assert 0 < len(linked) < len(page.shown())
    assert page.js("return document.querySelectorAll('.both tbody .bar').length") == 6
    page.click("#open")
    page.wait(lambda: "Customer under infrastructure, AWS under abstracted." in page.details("1.2.1.a"))


def test_on_a_narrow_screen_the_lists_open_by_a_button_and_the_bar_stays(page: Page) -> None:
    page.width(390)
    page.open("below", fragment="#tc-3.2.1.a")
    assert page.js("return document.getElementById('filter').getBoundingClientRect().top") == 0
    assert page.display("#fields") == "none"
    button = page.driver.find_element("id", "more")
    button.click()
    assert page.display("#fields") == "grid"
    assert button.get_attribute("aria-expanded") == "true"
    page.choose("f-owner", "aws")
    assert button.text == "Filters (1)"
    assert page.js("return document.getElementById('filter').getBoundingClientRect().bottom") < 300


@pytest.mark.parametrize("width", WIDTHS)
def test_opening_an_anchor_scrolls_to_the_case_and_nothing_covers_it(page: Page, width: int) -> None:
    page.width(width)
    page.open("below", fragment="#tc-3.2.1.a")
    top, seen, scrolled = page.js(
        "const box = document.getElementById('tc-3.2.1.a').getBoundingClientRect();"
        "const seen = document.elementFromPoint(box.left + 4, box.top + 4);"
        "return [box.top, seen && seen.closest('.case') && seen.closest('.case').id, scrollY];"
    )
    assert scrolled > 1000
    assert 0 <= top < 450
    assert seen == "tc-3.2.1.a"


def test_following_a_link_to_a_hidden_case_shows_it(page: Page) -> None:
    page.open("below", fragment="#section=1")
    number = page.count()
    assert "3.2.1.a" not in page.shown()
    page.driver.get(page.address + "#tc-3.2.1.a")
    page.wait(lambda: "3.2.1.a" in page.shown())
    whole = page.count()
    assert whole == f"{len(page.shown())} of {len(page.shown())}"
    top = page.js("return document.getElementById('tc-3.2.1.a').getBoundingClientRect().top")
    assert 0 <= top < 450
    page.wait(lambda: page.js("return new Promise((done) => setTimeout(() => done(true)))"))
    assert page.fragment() == "#tc-3.2.1.a"
    page.driver.back()
    page.wait(lambda: page.count() == number)
    assert page.fragment() == "#section=1"


def test_without_scripts_every_case_is_shown_and_no_filter_and_one_opens_by_a_click(page: Page, pages: Pages) -> None:
    page.without_scripts()
    page.open("3", fragment="#owner=aws")
    assert page.shown() == [cell["id"] for cell in pages.cells("3")]
    assert page.display("#filter") == "none"
    assert page.display("#none") == "none"
    page.click("[id='tc-3.5.1.a'] summary")
    assert page.js("return document.getElementById('tc-3.5.1.a').querySelector('dl').checkVisibility()")
