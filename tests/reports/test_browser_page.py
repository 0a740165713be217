"""The HTML summary's page in a real browser: accessible to axe-core, self-contained, and no wider than its window."""

import json
from importlib.resources import files
from typing import Any

import pytest
from selenium.common.exceptions import NoAlertPresentException

from browser import HOSTILE, PAGES, WIDTHS, Page, Pages
from examples import expected

STILL = ".section { content-visibility: visible !important }"
"""Lays all sections out at once: axe-core measures each place once, and those not yet seen would move afterwards."""

WITHOUT_HIDDEN = """
document.querySelectorAll(".case[hidden], .section[hidden], .principal[hidden]").forEach((each) => { each.remove(); });
"""
"""Takes away the test cases that the filter hides: axe-core looks at nothing hidden, but goes through it."""

ONE_OF_EACH_LOOK = """
const grounds = new Map([[null, ""]]);
const ground = (node) => {
  if (!grounds.has(node)) {
    const {backgroundColor, backgroundImage, opacity, filter} = getComputedStyle(node);
    const own = [backgroundColor, backgroundImage, opacity, filter].join();
    grounds.set(node, ground(node.parentElement) + (own === "rgba(0, 0, 0, 0),none,1,none" ? "" : own + ";"));
  }
  return grounds.get(node);
};
const says = (node) => node.matches("input, select") ||
  [...node.childNodes].some((each) => each.nodeType === Node.TEXT_NODE && each.data.trim().length > 1);
const looks = new Set();
scrollTo(0, 0);  // nothing is below the filter's bar then
for (const node of document.body.querySelectorAll("*")) {
  if (says(node) && node.checkVisibility() && node.getBoundingClientRect().right <= innerWidth) {
    const {color, font, textShadow} = getComputedStyle(node);
    const look = [node.localName, color, font, textShadow, ground(node)].join();
    if (!looks.has(look)) {
      looks.add(look);
      node.dataset.look = looks.size;
    }
  }
}
axe.configure({rules: [{id: "color-contrast", selector: "[data-look]"}]});
return looks.size;
"""
"""Has axe-core measure contrast, which else takes most of its time, once for texts that look the same.

They have the same colour, letters and element, and the same grounds below them. Single letters, and what a narrow
window cuts off, axe-core does not measure.
"""

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
AXE_RUN = """
const [tags, done] = arguments;
const told = (rule) => [rule.id, rule.nodes.map((node) => node.html + node.failureSummary)];
axe.run(document, {runOnly: tags, resultTypes: ["violations", "incomplete"]}).then(
  (found) => done({
    violations: found.violations.map(told),
    unsure: found.incomplete.map(told),
    passes: found.passes.map((rule) => rule.id),
  }),
  (error) => done({error: String(error)}),
);
"""


def violations(page: Page) -> list[Any]:
    """Return what axe-core finds against WCAG 2.2 A and AA and its own best practices."""
    page.js(WITHOUT_HIDDEN)
    page.style(STILL)
    page.js(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    assert page.js(ONE_OF_EACH_LOOK) > 20
    result = page.driver.execute_async_script(AXE_RUN, AXE_TAGS)
    assert {"color-contrast", "target-size", "region"} <= set(result["passes"])
    unsure = [node for _, nodes in result["unsure"] for node in nodes]
    assert all(node.startswith("<text ") for node in unsure), unsure  # of pictures, it cannot tell what is below
    return list(result["violations"])


@pytest.mark.parametrize(
    ("name", "scheme", "width", "fragment"),  # sections and a word that have each owner, their details open
    [
        ("3", "light", 1280, "#section=3"),
        ("9-modelled", "dark", 390, "#section=9.2"),
        ("8-scope", "light", 390, "#text=after"),
        ("8-scope", "dark", 1280, "#text=after&workload=scheduler"),
    ],
)
def test_axe_finds_nothing(page: Page, name: str, scheme: str, width: int, fragment: str) -> None:
    page.width(width)
    page.media(scheme=scheme)
    page.open(name, fragment)
    page.click("#open")
    page.js("document.querySelectorAll('details').forEach((each) => { each.open = true; })")  # other lists, too
    assert page.js("return matchMedia(`(prefers-color-scheme: ${arguments[0]})`).matches", scheme)
    assert violations(page) == []


def test_axe_finds_nothing_when_no_case_matches(page: Page) -> None:
    page.media(scheme="dark")
    page.open("3", "#text=no+case+says+this")
    assert page.count() == "0 of 18"
    assert page.display("#none") == "block"
    assert violations(page) == []


@pytest.mark.parametrize("name", ["abstracted", "scope"])
def test_the_first_screen_says_whose_it_is_how_many_and_on_what_basis(page: Page, name: str) -> None:
    page.open(name)
    seen = page.js(
        "return [...document.querySelectorAll('h1, .facts dd, .numbers dd, .totals tr')]"
        ".filter((node) => node.getBoundingClientRect().bottom <= 800).map((node) => node.innerText)"
    )
    shown = "\n".join(seen)
    said = {
        "abstracted": (
            "Abstracted (serverless)",
            "PCI DSS v4.0",
            "464 test cases",
            "published totals",
            "243",
            "198",
            "23",
        ),
        "scope": (
            *("Mixed Payments plc", "Assessed as a service provider", "2026-11-24", "3 in scope, 1 out of scope"),
            "assumptions stand",
            *(str(expected("mixed")[owner]) for owner in ("customer", "aws", "third_party", "na")),
        ),
    }
    for part in (*said[name], "7. Restrict access"):
        assert part in shown
    assert page.js("return [...document.querySelectorAll('.bases dd')].slice(1).map((node) => +node.innerText)") == [
        int(text.partition("(")[2].rstrip(")")) for value, text in page.options("f-basis").items() if value
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_under_one_megabyte(pages: Pages, name: str) -> None:
    assert pages.file(name).stat().st_size < 1_000_000


def test_the_light_and_the_dark_scheme_differ(page: Page) -> None:
    page.open("3")
    grounds = []
    for scheme in ("light", "dark"):
        page.media(scheme=scheme)
        grounds.append(page.js("return getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]


@pytest.mark.parametrize("name", ["each", "9-modelled", "day", "8-scope"])
def test_the_console_stays_empty_and_only_the_file_is_loaded(page: Page, name: str) -> None:
    page.open(name)
    page.write("kms")
    page.choose("f-owner", "aws")
    assert page.logged("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in page.logged("performance")]
    requests = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert requests == [page.address]
    assert page.js("return performance.getEntriesByType('resource').map((entry) => entry.name)") == []


def test_the_policy_blocks_an_injected_script(page: Page) -> None:
    page.open("3")
    page.js(
        "const script = document.createElement('script');"
        "script.textContent = 'window.injected = true';"
        "document.body.append(script);"
    )
    assert page.js("return [document.scripts.length, window.injected]") == [2, None]
    assert any("Content Security Policy" in entry["message"] for entry in page.logged("browser"))


def test_the_policy_blocks_an_injected_picture_and_its_handler(page: Page) -> None:
    page.open("3")
    blocked = page.driver.execute_async_script(
        "const done = arguments[0];"
        "const box = document.createElement('div');"
        "const seen = [];"
        "document.addEventListener('securitypolicyviolation', (event) => {"
        "  seen.push(event.effectiveDirective);"
        "  if (seen.length === 2) { done(seen); }"
        "});"
        "box.innerHTML = '<img src=x onerror=\"window.injected = true\">';"
        "document.body.append(box);"
    )
    assert set(blocked) == {"img-src", "script-src-attr"}
    assert page.js("return window.injected") is None


@pytest.mark.parametrize("name", ["abstracted", "each", "9-modelled", "8-scope"])
def test_the_document_never_scrolls_sideways(page: Page, name: str) -> None:
    page.open(name)
    page.click("#open")
    for width in WIDTHS:
        page.width(width)
        inner, client, scroll, of_totals = page.js(
            "const totals = document.querySelector('.totals').parentNode;"
            "return [innerWidth, document.documentElement.clientWidth, document.scrollingElement.scrollWidth,"
            " [totals.clientWidth, totals.scrollWidth]]"
        )
        assert inner == width
        assert scroll <= client, width
        if width > 320:  # the totals fit on the usual screens
            client, scroll = of_totals
            assert scroll <= client, width


def test_a_hostile_title_is_text_and_does_nothing(page: Page) -> None:
    page.open("hostile")
    with pytest.raises(NoAlertPresentException):
        _ = page.driver.switch_to.alert
    assert page.driver.title == HOSTILE
    assert page.js("return document.querySelector('h1').textContent") == HOSTILE
    assert page.js("return [document.scripts.length, document.images.length]") == [1, 0]
    assert page.count() == "7 of 7"
