"""The HTML summary in a real browser: Debian's chromium, driven by selenium, with axe-core for accessibility."""

import base64
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypdf import PdfReader
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver import ActionChains, Chrome, ChromeOptions, Keys
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

from pcimatrix import cli
from pcimatrix.plain import plain
from pcimatrix.reports.inert import css_string

REQUIRED = "PCIMATRIX_REQUIRE_BROWSER"
"""Where this environment variable is 1, a missing browser fails the tests instead of skipping them."""

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

HOSTILE = '</style><script>document.title="owned"</script><img src=x onerror=alert(1)>'
HOSTILE_TITLE = HOSTILE.replace("style", "title")
"""The same for the head's title, which only its own end tag closes."""

LONG = "Responsibility" * 20
"""A title without a place to break a line."""

MIXED = str(Path(__file__).parents[1] / "examples/mixed.yaml")
PAGES = {
    "abstracted": (),
    "infrastructure": ("--pattern", "infrastructure"),
    "long": ("--title", LONG),
    "scope": ("--scope", MIXED),
}
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "3": (("3",), ()),
    "9-modelled": (("9",), ("--pattern", "infrastructure")),
    "8-scope": (("8", "12"), ("--scope", MIXED)),
    "hostile": (("3",), ("--title", HOSTILE)),
    "hostile-title": (("3",), ("--title", HOSTILE_TITLE)),
}
"""Pages of some principal requirements: what looks at each node, or at the title alone, takes long on the others."""
PATTERNS = ("abstracted", "infrastructure")
WIDTHS = (320, 390, 768, 1280)
FIELDS = ("f-text", "f-owner", "f-section", "f-basis", "f-method")

STILL = """
const still = new CSSStyleSheet();
still.replaceSync('.section { content-visibility: visible !important }');
document.adoptedStyleSheets = [still];
"""
"""Lays all sections out at once: axe-core measures each place once, and those not yet seen would move afterwards."""

AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
AXE_RUN = """
const [tags, done] = arguments;
axe.run(document, {runOnly: tags, resultTypes: ["violations"]}).then(
  (found) => done({
    violations: found.violations.map((rule) => [rule.id, rule.nodes.map((node) => node.html + node.failureSummary)]),
    passes: found.passes.map((rule) => rule.id),
  }),
  (error) => done({error: String(error)}),
);
"""


def command(*arguments: str) -> str:
    """Run the installed program and return what it writes to standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "pcimatrix", *arguments], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


def unavailable(reason: str) -> NoReturn:
    """Skip for want of a browser, or fail where one is required."""
    if os.environ.get(REQUIRED) == "1":
        pytest.fail(f"{reason}, and {REQUIRED}=1 requires it")
    pytest.skip(reason)


class Page:
    """A browser's window with a summary in it."""

    def __init__(self, driver: Chrome, folder: Path) -> None:
        self.driver = driver
        self.folder = folder

    def cdp(self, method: str, **parameters: Any) -> Any:
        """Send a command of the Chrome DevTools Protocol."""
        return self.driver.execute_cdp_cmd(method, parameters)

    def js(self, script: str, *arguments: Any) -> Any:
        """Return what a script's body returns in the page."""
        return self.driver.execute_script(script, *arguments)

    def media(self, kind: str = "", scheme: str = "light") -> None:
        """Emulate a medium and a colour scheme."""
        self.cdp("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def width(self, pixels: int) -> None:
        """Make the window this wide."""
        self.cdp("Emulation.setDeviceMetricsOverride", width=pixels, height=900, deviceScaleFactor=1, mobile=False)

    def address(self, name: str = "abstracted", fragment: str = "") -> str:
        """Return the address of a rendered page."""
        return (self.folder / f"{name}.html").as_uri() + fragment

    def open(self, name: str = "abstracted", fragment: str = "") -> None:
        """Load a rendered page afresh."""
        self.driver.get("about:blank")
        self.driver.get(self.address(name, fragment))

    def fragment(self) -> str:
        """Return the address's fragment with its hash sign."""
        return str(self.js("return location.hash"))

    def count(self) -> str:
        """Return the count that the filter shows."""
        return str(self.js("return document.getElementById('count').textContent"))

    def shown(self) -> list[str]:
        """Return the ids of the test cases that are laid out, in order."""
        return list(
            self.js(
                "return [...document.querySelectorAll('.case')]"
                ".filter((node) => node.getClientRects().length).map((node) => node.id.slice(3))"
            )
        )

    def holding(self, text: str) -> int:
        """Return how many test cases hold a text, as the page prints them."""
        return int(
            self.js(
                "return [...document.querySelectorAll('.case')]"
                ".filter((node) => node.textContent.toLowerCase().includes(arguments[0])).length",
                text,
            )
        )

    def options(self, field: str) -> dict[str, str]:
        """Return the texts of one of the filter's lists by their values."""
        script = "return [...arguments[0].options].map((each) => [each.value, each.textContent])"
        return dict(self.js(script, self.driver.find_element(By.ID, field)))

    def choose(self, field: str, value: str) -> None:
        """Choose a value in one of the filter's lists."""
        Select(self.driver.find_element(By.ID, field)).select_by_value(value)

    def write(self, text: str) -> None:
        """Type into the filter's text field."""
        self.driver.find_element(By.ID, "f-text").send_keys(text)

    def details(self, case: str) -> str:
        """Return the text of a test case's details as it is laid out; empty where they are closed."""
        return str(self.js("return document.getElementById(arguments[0]).querySelector('dl').innerText", f"tc-{case}"))

    def pdf(self) -> list[list[str]]:
        """Return the lines of text of each page that is printed."""
        data = base64.b64decode(self.cdp("Page.printToPDF", preferCSSPageSize=True)["data"])
        return [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(data)).pages]

    def press(self, *keys: str) -> str:
        """Press keys where the focus is, and return the id of the element that has it then."""
        ActionChains(self.driver).send_keys(*keys).perform()
        return str(self.js("return document.activeElement.id"))

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until the page has done what it does after the current event."""
        WebDriverWait(self.driver, 60).until(lambda _: condition())

    def display(self, selector: str) -> str:
        """Return the computed display of the first element that matches."""
        return str(self.js("return getComputedStyle(document.querySelector(arguments[0])).display", selector))

    def logged(self, kind: str) -> list[dict[str, Any]]:
        """Return, and so empty, one of the driver's logs."""
        return list(self.driver.get_log(kind))  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, part: Callable[..., Path]) -> Path:
    target = tmp_path_factory.mktemp("pages")
    pages = PAGES | {name: ("-c", str(part(*some)), *options) for name, (some, options) in PARTS.items()}
    for name, options in pages.items():
        assert cli.run(["render", "--format", "html", "--output", str(target / f"{name}.html"), *options]) == 0
    return target


@pytest.fixture(scope="module")
def cells() -> list[dict[str, Any]]:
    return list(json.loads(command("list", "--format", "json")))


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    chromedriver = shutil.which("chromedriver")
    if chromium is None or chromedriver is None:
        unavailable("no browser; apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(chromedriver))
    driver.set_script_timeout(110)
    yield driver
    driver.quit()


@pytest.fixture
def page(browser: Chrome, folder: Path) -> Page:
    page = Page(browser, folder)
    page.driver.get("about:blank")
    page.cdp("Emulation.setScriptExecutionDisabled", value=False)
    page.media()
    page.width(1280)
    for kind in ("browser", "performance"):
        page.logged(kind)
    return page


def violations(page: Page) -> list[Any]:
    """Return what axe-core finds against WCAG 2.2 A and AA and its own best practices."""
    page.js(STILL)
    page.js(files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
    result = page.driver.execute_async_script(AXE_RUN, AXE_TAGS)
    assert {"color-contrast", "target-size", "region"} <= set(result["passes"])
    return list(result["violations"])


@pytest.mark.parametrize(
    ("name", "scheme", "width", "fragment"),  # a section that has each owner, its details open
    [
        ("3", "light", 1280, "#section=3"),
        ("9-modelled", "dark", 390, "#section=9.2"),
        ("8-scope", "light", 390, "#section=8.3"),
        ("8-scope", "dark", 1280, "#section=8.3"),
    ],
)
def test_axe_finds_nothing(page: Page, name: str, scheme: str, width: int, fragment: str) -> None:
    page.width(width)
    page.media(scheme=scheme)
    page.open(name, fragment)
    page.driver.find_element(By.ID, "open").click()
    assert page.js("return matchMedia(`(prefers-color-scheme: ${arguments[0]})`).matches", scheme)
    assert violations(page) == []


@pytest.mark.parametrize("name", ["abstracted", "scope"])
def test_the_first_screen_says_whose_it_is_how_many_and_on_what_basis(page: Page, name: str) -> None:
    page.width(1280)
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
            *("10 assumptions stand", "415", "27", "4", "18"),
        ),
    }
    for part in (*said[name], "7. Restrict access"):
        assert part in shown
    assert page.js("return [...document.querySelectorAll('.bases dd')].slice(1).map((node) => +node.innerText)") == [
        int(text.partition("(")[2].rstrip(")")) for value, text in page.options("f-basis").items() if value
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_under_one_megabyte(folder: Path, name: str) -> None:
    assert (folder / f"{name}.html").stat().st_size < 1_000_000


def test_axe_finds_nothing_when_no_case_matches(page: Page) -> None:
    page.media(scheme="dark")
    page.open("3", "#text=no+case+says+this")
    assert page.count() == "0 of 55"
    assert page.display("#none") == "block"
    assert violations(page) == []


def test_the_light_and_the_dark_scheme_differ(page: Page) -> None:
    page.open()
    grounds = []
    for scheme in ("light", "dark"):
        page.media(scheme=scheme)
        grounds.append(page.js("return getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 24, 29)"]


@pytest.mark.parametrize("name", PAGES)
def test_the_console_stays_empty_and_only_the_file_is_loaded(page: Page, name: str) -> None:
    page.open(name)
    page.write("cloudtrail")
    page.choose("f-owner", "aws")
    assert page.logged("browser") == []
    events = [json.loads(entry["message"])["message"] for entry in page.logged("performance")]
    requests = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    assert [url for url in requests if url != "about:blank"] == [page.address(name)]
    assert page.js("return performance.getEntriesByType('resource').map((entry) => entry.name)") == []


def test_the_policy_blocks_an_injected_script(page: Page) -> None:
    page.open()
    page.js(
        "const script = document.createElement('script');"
        "script.textContent = 'window.injected = true';"
        "document.body.append(script);"
    )
    assert page.js("return document.scripts.length") == 2
    assert page.js("return window.injected") is None
    assert any("Content Security Policy" in entry["message"] for entry in page.logged("browser"))


def test_the_policy_blocks_an_injected_picture_and_its_handler(page: Page) -> None:
    page.open()
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


@pytest.mark.parametrize(("owner", "count"), [("aws", 198), ("customer", 243), ("na", 23)])
def test_the_owner_filter_shows_the_published_total(
    page: Page, cells: list[dict[str, Any]], owner: str, count: int
) -> None:
    page.open()
    page.choose("f-owner", owner)
    assert page.shown() == [cell["id"] for cell in cells if cell["owner"] == owner]
    assert len(page.shown()) == count
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
    assert len(page.shown()) == 176


def test_each_option_says_how_many_it_would_show(page: Page) -> None:
    page.open(fragment="#owner=aws&method=interview&text=policy")
    for field in FIELDS[1:]:
        offered = page.options(field)
        before = page.js("return document.getElementById(arguments[0]).value", field)
        chosen = list(offered)[:: 1 if len(offered) < 10 else 9]
        for value in chosen:
            page.choose(field, value)
            assert offered[value].endswith(f" ({len(page.shown())})"), (field, value)
        page.choose(field, before)
    page.open()
    assert [page.options("f-owner")[value] for value in ("", "customer", "aws", "na")] == [
        *("all (464)", "Customer (243)", "AWS (198)", "N/A (23)")
    ]


@pytest.mark.parametrize("field", ["basis", "method"])
def test_each_value_of_the_other_filters_shows_its_cells(page: Page, cells: list[dict[str, Any]], field: str) -> None:
    page.open()
    values = [
        option.get_attribute("value") or "" for option in Select(page.driver.find_element(By.ID, f"f-{field}")).options
    ]
    held = {cell["id"]: set(cell["methods"] if field == "method" else [cell["basis"]]) for cell in cells}
    assert set(values) == {""}.union(*held.values())
    for value in filter(None, values):
        page.choose(f"f-{field}", value)
        assert page.shown() == [name for name, having in held.items() if value in having]


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
    assert values == ["", "aws", "3", "", ""]


def test_a_text_with_signs_of_its_own_survives_the_address(page: Page) -> None:
    page.open()
    page.write("a&b=c d#é")
    page.wait(lambda: page.fragment() != "")
    page.open(fragment=page.fragment())
    assert page.js("return document.getElementById('f-text').value") == "a&b=c d#é"


def test_an_unknown_value_in_the_address_filters_nothing(page: Page) -> None:
    page.open(fragment="#owner=nobody&colour=red")
    assert page.count() == "464 of 464"
    assert page.js("return document.getElementById('f-owner').selectedIndex") == 0


def test_show_all_brings_every_case_back(page: Page) -> None:
    page.open(fragment="#text=no+case+says+this")
    assert page.shown() == []
    assert page.js("return [...document.querySelectorAll('.principal')].every((node) => node.hidden)")
    page.driver.find_element(By.CSS_SELECTOR, "#filter button[type=reset]").click()
    page.wait(lambda: page.count() == "464 of 464")
    assert len(page.shown()) == 464
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
    for key in ("reason", "residual"):
        assert case[key] in page.details(case["id"])
    summary.click()
    assert page.js("return document.querySelectorAll('.case details[open]').length") == 0


def test_details_of_all_that_is_shown_open_and_close_at_once(page: Page) -> None:
    page.open(fragment="#section=3.2")
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
        assert "Over 3 workloads in scope: the customer's, as in scheduler" in page.details("3.2.1.a")
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
    assert "Customer under infrastructure, AWS under abstracted." in page.details("1.2.1.a")


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


@pytest.mark.parametrize("name", PAGES)
def test_the_document_never_scrolls_sideways(page: Page, name: str) -> None:
    page.open(name)
    page.driver.find_element(By.ID, "open").click()
    for width in WIDTHS:
        page.width(width)
        inner, client, scroll = page.js(
            "return [innerWidth, document.documentElement.clientWidth, document.scrollingElement.scrollWidth]"
        )
        assert inner == width
        assert scroll <= client, width


def test_without_scripts_every_case_is_shown_and_no_filter(page: Page) -> None:
    page.cdp("Emulation.setScriptExecutionDisabled", value=True)
    page.open(fragment="#owner=aws")
    assert len(page.shown()) == 464
    assert page.display("#filter") == "none"
    assert page.display("#none") == "none"


def test_it_prints_without_the_controls_and_with_all_details(page: Page, cells: list[dict[str, Any]]) -> None:
    page.open()
    assert [page.display(selector) for selector in ("#filter", ".skip", "nav")] == ["flex", "block", "flex"]
    page.media("print")
    assert [page.display(selector) for selector in ("#filter", ".skip", "nav", "#filtered", ".link")] == ["none"] * 5
    assert len(page.shown()) == 464
    shown = page.js("return document.body.innerText")
    assert all(cell[key] in shown for cell in cells for key in ("reason", "residual") if cell[key])


def test_each_principal_requirement_prints_on_a_new_page_under_a_running_header(page: Page) -> None:
    titles = {row["id"]: row["title"] for row in json.loads(command("totals", "--format", "json"))["rows"]}
    page.open("long", "#method=interview")  # of all test cases, each has some; fewer pages are read sooner
    printed = page.pdf()
    assert len(printed) > 12
    begun = []
    for number, lines in enumerate(printed, 1):
        text = "\n".join(lines)
        assert f"Page {number} of {len(printed)}" in text
        assert (LONG[:69] in lines[0]) == (number > 1)
        for identifier, title in titles.items():
            heading = f"{identifier}. {title}"
            if heading[:69] in lines[0]:
                begins = any(line.startswith(heading[:60]) for line in lines[1:5])
                assert begins == (identifier not in begun)
                begun.append(identifier)
    assert list(dict.fromkeys(begun)) == list(titles)
    assert begun == sorted(begun, key=int)
    assert len(begun) > len(printed) - 6


@given(st.text() | st.text(alphabet="\\\"'</style>ab0 \n{}@;é…"))
@example(HOSTILE)
def test_a_css_string_holds_its_text_and_nothing_ends_it(text: str) -> None:
    written = css_string(text)
    assert re.fullmatch(r'"(?:[\w .,:()-]|\\[0-9a-f]{1,6} )*"', written, re.ASCII)
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), written[1:-1]) == plain(text)


def test_a_filtered_print_says_that_it_is_filtered(page: Page) -> None:
    page.open(fragment="#owner=aws&section=3")
    assert page.display("#filtered") == "none"
    page.media("print")
    assert page.display("#filtered") == "block"
    said = page.js("return document.getElementById('filtered').textContent")
    assert said == "Filtered: 29 of 464 test cases (owner: aws, section: 3)."
    assert len(page.shown()) == 29


@pytest.mark.parametrize(("name", "title"), [("hostile", HOSTILE), ("hostile-title", HOSTILE_TITLE)])
def test_a_hostile_title_is_text_and_does_nothing(page: Page, name: str, title: str) -> None:
    page.open(name)
    with pytest.raises(NoAlertPresentException):
        _ = page.driver.switch_to.alert
    assert page.driver.title == title
    assert page.js("return document.querySelector('h1').textContent") == title
    assert page.js("return [document.scripts.length, document.images.length]") == [1, 0]
    assert page.count() == "55 of 55"
