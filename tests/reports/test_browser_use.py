"""The HTML summary in use, in a real browser: filters, details, anchors, the keyboard, and without scripts."""

import json
from typing import Any

import pytest
from selenium.webdriver import Keys
from selenium.webdriver.common.by import By

from browser import FIELDS, WIDTHS, Page, command


def test_the_owner_filter_shows_the_published_total(page: Page, cells: list[dict[str, Any]]) -> None:
    page.open()
    for owner, count in {"aws": 198, "customer": 243, "na": 23}.items():
        page.choose("f-owner", owner)
        shown = page.shown()
        assert shown == [cell["id"] for cell in cells if cell["owner"] == owner]
        assert len(shown) == count
        assert page.count() == f"{count} of 464"
        assert page.fragment() == f"#owner={owner}"


def test_the_section_filter_shows_that_section_or_requirement_alone(page: Page, cells: list[dict[str, Any]]) -> None:
    page.open()
    page.choose("f-section", "3")
    assert page.shown() == [cell["id"] for cell in cells if cell["principal"] == "3"]
    assert page.count() == "55 of 464"
    for section in ("1.2", "12.1", "12.10"):
        page.choose("f-section", section)
        assert page.shown() == [cell["id"] for cell in cells if cell["section"] == section]
    assert set(page.options("f-section")) == {""}.union(*({cell["principal"], cell["section"]} for cell in cells))


def test_the_owner_filter_finds_what_leaves_a_residual_duty(page: Page, cells: list[dict[str, Any]]) -> None:
    page.open()
    page.choose("f-owner", "residual")
    assert page.shown() == [cell["id"] for cell in cells if cell["residual"]]
    assert len(page.shown()) == sum(bool(cell["residual"]) for cell in cells)


def test_each_option_says_how_many_it_would_show(page: Page) -> None:
    page.open(fragment="#owner=aws&method=interview&text=policy")
    for field in FIELDS[1:]:
        offered, shown = page.options(field), page.shown_by_each(field)
        assert list(offered) == list(shown)
        for value, text in offered.items():
            assert text.endswith(f" ({shown[value]})"), (field, value)
    page.driver.find_element(By.CSS_SELECTOR, "#filter button[type=reset]").click()
    page.wait(lambda: page.count() == "464 of 464")
    assert [page.options("f-owner")[value] for value in ("", "customer", "aws", "na")] == [
        *("all (464)", "Customer (243)", "AWS (198)", "N/A (23)")
    ]


def test_each_value_of_the_other_filters_shows_its_cells(page: Page, cells: list[dict[str, Any]]) -> None:
    page.open()
    for field in ("basis", "method", "responsibility"):
        values = list(page.options(f"f-{field}"))
        held = {cell["id"]: set(cell["methods"] if field == "method" else [cell[field]]) for cell in cells}
        assert set(values) == {""}.union(*held.values())
        for value in filter(None, values):
            page.choose(f"f-{field}", value)
            assert page.shown() == [name for name, having in held.items() if value in having], (field, value)
        page.choose(f"f-{field}", "")


def test_the_time_filter_shows_what_recurs_and_what_is_in_force_on_a_day(
    page: Page, cells: list[dict[str, Any]]
) -> None:
    recurring = [cell["id"] for cell in cells if any(each["kind"] == "recurring" for each in cell["timeframes"])]
    page.open()
    assert list(page.options("f-time")) == ["", "recurring"]
    page.choose("f-time", "recurring")
    assert page.shown() == recurring
    page.open("day", fragment="#time=best_practice")
    assert list(page.options("f-time")) == ["", "in_force", "best_practice", "best_practice_in_part", "recurring"]
    before = page.shown()
    assert {"6.4.2", "11.6.1.a"} < set(before)
    assert "6.4.1" not in before
    page.choose("f-time", "in_force")
    required = page.shown()
    page.choose("f-time", "best_practice_in_part")
    assert len(before) + len(required) + len(page.shown()) == 464
    assert "3.2.1.a" in page.shown()
    page.open("scope", fragment="#time=superseded")
    assert page.shown() == ["6.4.1", "8.3.10", "10.7.1.a", "10.7.1.b"]


def test_the_text_filter_shows_the_cells_that_hold_the_text(page: Page, cells: list[dict[str, Any]]) -> None:
    page.open()
    page.write("CloudTrail")
    holding = [
        cell["id"]
        for cell in cells
        if any("cloudtrail" in (cell[key] or "").lower() for key in ("id", "summary", "reason", "residual"))
    ]
    assert 0 < len(holding) < 464
    assert page.shown() == holding
    assert page.count() == f"{len(holding)} of 464"


def test_each_keystroke_takes_effect(page: Page) -> None:
    page.open()
    word = "cloudtrail"
    for end in range(1, len(word) + 1):
        page.write(word[end - 1])
        assert page.count() == f"{page.holding(word[:end])} of 464"
    for end in range(len(word) - 1, -1, -1):
        page.write(Keys.BACKSPACE)
        assert page.count() == f"{page.holding(word[:end])} of 464"
    assert page.count() == "464 of 464"
    page.wait(lambda: page.fragment() == "")


def test_filters_combine_in_the_address_and_opening_it_restores_them(page: Page, cells: list[dict[str, Any]]) -> None:
    page.open()
    page.choose("f-owner", "aws")
    page.choose("f-section", "3")
    expected = [cell["id"] for cell in cells if cell["owner"] == "aws" and cell["principal"] == "3"]
    assert expected
    assert page.shown() == expected
    assert page.fragment() == "#owner=aws&section=3"
    page.open(fragment="#owner=aws&section=3")
    assert page.shown() == expected
    assert page.count() == f"{len(expected)} of 464"
    values = page.js("return arguments[0].map((id) => document.getElementById(id).value)", FIELDS)
    assert values == ["", "aws", "", "3", "", "", ""]


def test_a_text_with_signs_of_its_own_survives_the_address(page: Page) -> None:
    page.open("3-short")
    page.write("a&b=c d#é")
    page.wait(lambda: page.fragment() != "")
    page.open("3-short", fragment=page.fragment())
    assert page.js("return document.getElementById('f-text').value") == "a&b=c d#é"


def test_an_unknown_value_in_the_address_filters_nothing(page: Page) -> None:
    page.open("3-short", fragment="#owner=nobody&colour=red")
    assert page.count() == "18 of 18"
    assert page.js("return document.getElementById('f-owner').selectedIndex") == 0


def test_show_all_brings_every_case_back(page: Page) -> None:
    page.open("3-short", fragment="#text=no+case+says+this")
    assert page.shown() == []
    assert page.js("return [...document.querySelectorAll('.principal')].every((node) => node.hidden)")
    page.driver.find_element(By.CSS_SELECTOR, "#filter button[type=reset]").click()
    page.wait(lambda: page.count() == "18 of 18")
    assert len(page.shown()) == 18
    assert page.fragment() == ""
    assert page.display("#none") == "none"


def test_the_filters_work_from_the_keyboard(page: Page, cells: list[dict[str, Any]]) -> None:
    page.open()
    page.press(Keys.TAB)
    assert page.js("return document.activeElement.className") == "skip"
    page.press(Keys.ENTER)
    page.wait(lambda: page.fragment() == "#cases")
    assert page.press(Keys.TAB) == "f-text"
    page.press("cloudtrail")
    narrowed = page.shown()
    assert page.press(Keys.TAB) == "f-owner"
    page.press(Keys.ARROW_DOWN, Keys.ARROW_DOWN)
    assert page.fragment() == "#text=cloudtrail&owner=aws"
    aws = {cell["id"] for cell in cells if cell["owner"] == "aws"}
    assert page.shown() == [name for name in narrowed if name in aws]
    assert page.shown()
    assert [page.press(Keys.TAB) for _ in FIELDS[2:]] == list(FIELDS[2:])
    page.press(Keys.ARROW_DOWN)
    assert page.fragment() == "#text=cloudtrail&owner=aws&method=examine"
    page.press(Keys.TAB)
    page.press(Keys.ENTER)
    page.wait(lambda: page.count() == "464 of 464")


def test_every_case_has_an_anchor_of_its_own(page: Page, cells: list[dict[str, Any]]) -> None:
    page.open()
    ids = page.js("return [...document.querySelectorAll('[id]')].map((node) => node.id)")
    anchors = [name for name in ids if name.startswith("tc-")]
    assert anchors == [f"tc-{cell['id']}" for cell in cells]
    assert len(anchors) == 464
    assert len(ids) == len(set(ids))
    links = page.js("return [...document.querySelectorAll('a[href^=\"#\"]')].map((node) => node.hash.slice(1))")
    assert set(anchors) < set(links) <= set(ids)


def test_details_are_closed_until_a_reader_opens_them(page: Page, cells: list[dict[str, Any]]) -> None:
    page.open()
    assert page.js("return document.querySelectorAll('.case details[open]').length") == 0
    case = next(cell for cell in cells if cell["residual"])
    summary = page.driver.find_element(By.CSS_SELECTOR, f"[id='tc-{case['id']}'] summary")
    summary.send_keys(Keys.ENTER)
    page.wait(lambda: all(case[key] in page.details(case["id"]) for key in ("reason", "residual")))
    summary.click()
    assert page.js("return document.querySelectorAll('.case details[open]').length") == 0


def test_details_of_all_that_is_shown_open_and_close_at_once(page: Page) -> None:
    page.open("3-short", fragment="#section=3.5")
    shown = page.shown()
    for count in (len(shown), 0):
        page.driver.find_element(By.ID, "open").click()
        assert page.js("return document.querySelectorAll('.case details[open]').length") == count


@pytest.mark.parametrize("scripts", [True, False])
def test_opening_an_anchor_opens_the_details_of_its_case(page: Page, scripts: bool) -> None:
    page.cdp("Emulation.setScriptExecutionDisabled", value=not scripts)
    page.open("scope", fragment="#tc-3.2.1.a")
    height = "return document.getElementById(arguments[0]).querySelector('dl').getBoundingClientRect().height"
    if scripts:
        assert "Over 3 workloads in scope: the entity's, as in" in page.details("3.2.1.a")
        assert page.details("3.2.1.b").strip() == ""
    visible = "return document.getElementById(arguments[0]).querySelector('dl').checkVisibility()"
    assert page.js(height, "tc-3.2.1.a") > 50
    assert [page.js(visible, f"tc-{case}") for case in ("3.2.1.a", "3.2.1.b")] == [True, False]


def test_without_scripts_a_case_opens_by_a_click(page: Page) -> None:
    page.cdp("Emulation.setScriptExecutionDisabled", value=True)
    page.open()
    page.driver.find_element(By.CSS_SELECTOR, "[id='tc-1.1.1'] summary").click()
    assert page.js("return document.getElementById('tc-1.1.1').querySelector('dl').checkVisibility()")


def test_the_compare_view_names_the_cases_that_change_hands(page: Page) -> None:
    moves = json.loads(command("compare", "infrastructure", "abstracted", "--format", "json"))["moves"]
    page.open()
    linked = page.js("return [...document.querySelectorAll('.moves dd a')].map((node) => node.hash.slice(4))")
    assert sorted(linked) == sorted(move["id"] for move in moves)
    assert page.js("return document.querySelectorAll('.both tbody .bar').length") == 24
    page.driver.find_element(By.ID, "open").click()
    page.wait(lambda: "Customer under infrastructure, AWS under abstracted." in page.details("1.2.1.a"))


def test_on_a_narrow_screen_the_lists_open_by_a_button_and_the_bar_stays(page: Page) -> None:
    page.width(390)
    page.open(fragment="#tc-3.2.1.a")
    assert page.js("return document.getElementById('filter').getBoundingClientRect().top") == 0
    assert page.display("#fields") == "none"
    button = page.driver.find_element(By.ID, "more")
    button.click()
    assert page.display("#fields") == "grid"
    assert button.get_attribute("aria-expanded") == "true"
    page.choose("f-owner", "aws")
    assert button.text == "Filters (1)"
    assert page.js("return document.getElementById('filter').getBoundingClientRect().bottom") < 300


@pytest.mark.parametrize("width", WIDTHS)
def test_opening_an_anchor_scrolls_to_the_case_and_nothing_covers_it(page: Page, width: int) -> None:
    page.width(width)
    page.open(fragment="#tc-3.2.1.a")
    top, seen = page.js(
        "const box = document.getElementById('tc-3.2.1.a').getBoundingClientRect();"
        "const seen = document.elementFromPoint(box.left + 4, box.top + 4);"
        "return [box.top, seen && seen.closest('.case') && seen.closest('.case').id];"
    )
    assert page.js("return scrollY") > 0
    assert 0 <= top < 450
    assert seen == "tc-3.2.1.a"


def test_following_a_link_to_a_hidden_case_shows_it(page: Page) -> None:
    page.open(fragment="#section=12")
    assert "3.2.1.a" not in page.shown()
    page.driver.get(page.address(fragment="#tc-3.2.1.a"))
    page.wait(lambda: "3.2.1.a" in page.shown())
    assert page.count() == "464 of 464"
    top = page.js("return document.getElementById('tc-3.2.1.a').getBoundingClientRect().top")
    assert 0 <= top < 450
    page.wait(lambda: page.js("return new Promise((done) => setTimeout(() => done(true)))"))
    assert page.fragment() == "#tc-3.2.1.a"
    page.driver.back()
    page.wait(lambda: page.count() == "56 of 464")
    assert page.fragment() == "#section=12"


def test_without_scripts_every_case_is_shown_and_no_filter(page: Page) -> None:
    page.cdp("Emulation.setScriptExecutionDisabled", value=True)
    page.open(fragment="#owner=aws")
    assert len(page.shown()) == 464
    assert page.display("#filter") == "none"
    assert page.display("#none") == "none"
