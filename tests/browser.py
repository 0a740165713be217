"""A real browser with the HTML summary in it, as fixtures: Debian's chromium, driven by selenium."""

import base64
import contextlib
import io
import itertools
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from paths import ROOT
from pcimatrix import cli
from pdf_texts import page_texts
from programs import unavailable

if TYPE_CHECKING:  # at the start of each worker they would cost half a second
    from selenium.webdriver import Chrome

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
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",  # pages of the browser's own, which nobody sees
)
PREFERENCES = {"session.restore_on_startup": 4, "session.startup_urls": ["about:blank"]}
"""The browser begins with an empty page instead of its own, which takes as long as several of ours."""

LONG = "Responsibility" * 20
"""A title without a place to break a line."""

HOSTILE = '</title></style><script>document.title="owned"</script><img src=x onerror=alert(1)>'
"""A title that would end the elements that hold it."""

USUAL: dict[str, dict[str, Any]] = {
    "setScriptExecutionDisabled": {"value": False},
    "setEmulatedMedia": {"media": "", "features": [{"name": "prefers-color-scheme", "value": "light"}]},
    "setDeviceMetricsOverride": {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False},
}
"""What each test finds emulated."""

MIXED = str(ROOT / "examples/mixed.yaml")
FIELDS = ("f-text", "f-owner", "f-responsibility", "f-section", "f-basis", "f-time", "f-method")
WIDTHS = (320, 390, 768, 1280)


class Content(NamedTuple):
    """What a page is made of: the parts of the catalogue, or all of it; options; and a title of its own."""

    parts: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    title: str = ""


PAGES = {
    "abstracted": Content(),
    "infrastructure": Content(options=("--pattern", "infrastructure", "--as-of", "2025-03-30"), title=LONG),
    "scope": Content(options=("--scope", MIXED)),
}
"""Pages of the whole catalogue; between them, each of the dates, titles and subjects that a page may have."""

PARTS = {
    "3": Content(("3.5", "3.6")),
    "9-modelled": Content(("9.2", "9.3"), ("--pattern", "infrastructure")),
    "8-scope": Content(("3.2", "4.2", "6.4", "8.2", "8.3", "8.6", "10.7", "11.2", "11.6"), ("--scope", MIXED)),
    "day": Content(("3.2", "6.4", "11.6"), ("--as-of", "2025-03-30")),
    "filters": Content(("1.1", "3.2", "3.6", "9.2", "10.3", "11.1", "11.5", "12.1", "12.10")),
    "below": Content(("1.2", "1.3", "1.4", "2.2", "3.1", "3.2")),
    "each": Content(
        ("1.5", "2.3", "3.7", "4.1", "5.4", "6.1", "7.1", "8.1", "9.1", "10.5", "11.6", "12.2"), title=LONG
    ),
    "hostile": Content(("3.6",), title=HOSTILE),
}
"""Pages of parts of the catalogue, which are loaded, laid out and filtered in a fraction of the time.

`filters` has test cases of every owner, responsibility, basis and method; `each` has some of every principal
requirement; in `below` there is much above 3.2.
"""


class Pages:
    """The pages by their names, and what the program says of the same test cases."""

    def __init__(self, folder: Path, part: Callable[..., Path]) -> None:
        self.folder = folder
        self.part = part
        self.numbers = itertools.count()
        # Customers are given test cases of other principal requirements than the parts have.
        self.alone = folder / "mixed.yaml"
        text = Path(MIXED).read_text(encoding="utf-8")
        self.alone.write_text(re.sub(r"(?ms)^customers:\n.*?(?=^\w)", "", text), encoding="utf-8")

    def options(self, name: str) -> list[str]:
        """Return the options by which each command looks at a page's test cases."""
        content = (PAGES | PARTS)[name]
        if not content.parts:
            return [*content.options]
        options = [str(self.alone) if each == MIXED else each for each in content.options]
        return ["--catalogue", str(self.part(*content.parts)), *options]

    def file(self, name: str) -> Path:
        """Return the file of a page, which is rendered when it is first asked for."""
        path = self.folder / f"{name}.html"
        if not path.exists():
            title = (PAGES | PARTS)[name].title
            options = [*self.options(name), *(["--title", title] if title else [])]
            assert cli.run(["render", "--format", "html", "--output", str(path), *options]) == 0
        return path

    def says(self, command: str, name: str, *options: str) -> dict[str, Any]:
        """Return what a command says of a page's test cases, such as `list`."""
        with contextlib.redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) as shown:
            assert cli.run([command, *self.options(name), *options, "--format", "json"]) == 0
        return dict(json.loads(shown.buffer.getvalue()))

    def cells(self, name: str) -> list[dict[str, Any]]:
        """Return the test cases of a page."""
        return list(self.says("list", name)["test_cases"])


class Page:
    """A browser's window with a summary in it."""

    def __init__(self, driver: "Chrome", pages: Pages) -> None:
        self.driver = driver
        self.pages = pages
        self.address = ""
        self.changed: set[str] = set()

    def cdp(self, method: str, **parameters: Any) -> Any:
        """Send a command of the Chrome DevTools Protocol."""
        return self.driver.execute_cdp_cmd(method, parameters)

    def js(self, script: str, *arguments: Any) -> Any:
        """Return what a script's body returns in the page."""
        return self.driver.execute_script(script, *arguments)

    def emulate(self, setting: str, **parameters: Any) -> None:
        """Emulate something other than usual, until the test ends."""
        self.changed.add(setting)
        self.cdp(f"Emulation.{setting}", **USUAL[setting] | parameters)

    def restore(self) -> None:
        """Emulate what is usual again."""
        for setting in self.changed:
            self.cdp(f"Emulation.{setting}", **USUAL[setting])

    def media(self, kind: str = "", scheme: str = "light") -> None:
        """Emulate a medium and a colour scheme."""
        self.emulate("setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def width(self, pixels: int) -> None:
        """Make the window this wide."""
        self.emulate("setDeviceMetricsOverride", width=pixels)

    def without_scripts(self) -> None:
        """Run no scripts in the pages that are opened from now on."""
        self.emulate("setScriptExecutionDisabled", value=True)

    def open(self, name: str = "abstracted", fragment: str = "", file: Path | None = None) -> None:
        """Load a page, or another file, afresh: with the same address, another fragment would only be gone to."""
        self.address = f"{(file or self.pages.file(name)).as_uri()}?{next(self.pages.numbers)}"
        self.driver.get(self.address + fragment)

    def style(self, rules: str) -> None:
        """Add rules to the page's style, which its policy lets no element do."""
        self.js(
            "const sheet = new CSSStyleSheet();"
            "sheet.replaceSync(arguments[0]);"
            "document.adoptedStyleSheets.push(sheet);",
            rules,
        )

    def fragment(self) -> str:
        """Return the address's fragment with its hash sign."""
        return str(self.js("return location.hash"))

    def count(self) -> str:
        """Return the count that the filter shows."""
        return str(self.js("return document.getElementById('count').textContent"))

    def shown(self) -> list[str]:
        """Return the ids of the test cases that have a place in the page, in order."""
        return list(
            self.js(
                "return [...document.querySelectorAll('.case')]"
                ".filter((node) => node.checkVisibility()).map((node) => node.id.slice(3))"
            )
        )

    def holding(self, texts: list[str]) -> list[int]:
        """Return how many test cases hold each text, as the page prints them."""
        return list(
            self.js(
                "const texts = [...document.querySelectorAll('.case')].map((node) => node.textContent.toLowerCase());"
                "return arguments[0].map((wanted) => texts.filter((text) => text.includes(wanted)).length)",
                texts,
            )
        )

    def options(self, field: str) -> dict[str, str]:
        """Return the texts of one of the filter's lists by their values."""
        script = (
            "return [...document.getElementById(arguments[0]).options].map((each) => [each.value, each.textContent])"
        )
        return dict(self.js(script, field))

    def choose(self, field: str, value: str) -> None:
        """Choose a value in one of the filter's lists."""
        self.click(f"#{field} option[value={json.dumps(value)}]")  # selenium's own Select finds it by more commands

    def shown_by_each(self, field: str) -> dict[str, list[str]]:
        """Return the test cases that each value of one of the filter's lists shows; the one chosen before is again."""
        return dict(
            self.js(
                "const list = document.getElementById(arguments[0]), before = list.value;"
                "const choose = (value) => {"
                "  list.value = value;"
                "  list.dispatchEvent(new Event('input', {bubbles: true}));"
                "  list.dispatchEvent(new Event('change', {bubbles: true}));"
                "};"
                "const found = [...list.options].map((each) => {"
                "  choose(each.value);"
                "  const shown = [...document.querySelectorAll('.case')].filter((node) => node.checkVisibility());"
                "  return [each.value, shown.map((node) => node.id.slice(3))];"
                "});"
                "choose(before);"
                "return found;",
                field,
            )
        )

    def click(self, selector: str) -> None:
        """Click on the first element that matches."""
        self.driver.find_element("css selector", selector).click()

    def write(self, text: str) -> None:
        """Type into the filter's text field."""
        self.driver.find_element("id", "f-text").send_keys(text)

    def details(self, case: str) -> str:
        """Return the text of a test case's details as it is laid out; empty where they are closed."""
        return str(self.js("return document.getElementById(arguments[0]).querySelector('dl').innerText", f"tc-{case}"))

    def pdf(self) -> list[list[str]]:
        """Return the lines of text of each page that is printed."""
        data = base64.b64decode(self.cdp("Page.printToPDF", preferCSSPageSize=True)["data"])
        return [text.splitlines() for text in page_texts(data)]

    def press(self, *keys: str) -> str:
        """Press keys where the focus is, and return the id of the element that has it then."""
        self.driver.switch_to.active_element.send_keys(*keys)
        return str(self.js("return document.activeElement.id"))

    def wait(self, condition: Callable[[], bool]) -> None:
        """Wait until the page has done what it does after the current event."""
        from selenium.webdriver.support.ui import WebDriverWait  # noqa: PLC0415 - as above

        WebDriverWait(self.driver, 60, poll_frequency=0.02).until(lambda _: condition())

    def display(self, selector: str) -> str:
        """Return the computed display of the first element that matches."""
        return str(self.js("return getComputedStyle(document.querySelector(arguments[0])).display", selector))

    def logged(self, kind: str) -> list[dict[str, Any]]:
        """Return, and so empty, one of the driver's logs."""
        return list(self.driver.get_log(kind))  # type: ignore[no-untyped-call]


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, part: Callable[..., Path]) -> Pages:
    return Pages(tmp_path_factory.mktemp("pages"), part)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Chrome]":
    from selenium.webdriver import Chrome, ChromeOptions  # noqa: PLC0415 - as above
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415 - as above

    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    chromedriver = shutil.which("chromedriver")
    if chromium is None or chromedriver is None:
        unavailable("no browser; apt-get install chromium chromium-driver")
    options = ChromeOptions()
    options.binary_location = chromium
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    options.add_experimental_option("prefs", PREFERENCES)
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    driver = Chrome(options=options, service=Service(chromedriver))
    driver.set_script_timeout(110)
    for setting, usual in USUAL.items():
        driver.execute_cdp_cmd(f"Emulation.{setting}", usual)
    yield driver
    driver.quit()


@pytest.fixture
def page(browser: "Chrome", pages: Pages) -> Iterator[Page]:
    page = Page(browser, pages)
    for kind in ("browser", "performance"):
        page.logged(kind)
    yield page
    page.restore()
