"""A real browser with the HTML summary in it, as fixtures: Debian's chromium, driven by selenium."""

import base64
import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from pypdf import PdfReader
from selenium.webdriver import ActionChains, Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from paths import ROOT
from pcimatrix import cli
from programs import unavailable

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

MIXED = str(ROOT / "examples/mixed.yaml")
PAGES = {
    "abstracted": (),
    "infrastructure": ("--pattern", "infrastructure"),
    "day": ("--as-of", "2025-03-30"),
    "long": ("--title", LONG),
    "scope": ("--scope", MIXED),
}
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "3": (("3",), ()),
    "3-short": (("3.5", "3.6"), ()),
    "9-modelled": (("9.2", "9.3"), ("--pattern", "infrastructure")),
    "8-scope": (("4.2", "6.4", "8.2", "8.3", "8.6", "11.6"), ("--scope", MIXED)),
    "few": (("1.5", "2.3", "3.7", "4.1", "5.4", "6.1", "7.1", "8.1", "9.1", "10.5", "11.6", "12.2"), ("--title", LONG)),
    "hostile": (("3",), ("--title", HOSTILE)),
    "hostile-title": (("3",), ("--title", HOSTILE_TITLE)),
}
"""Pages of some principal requirements: what looks at each node, or at the title alone, takes long on the others."""
PATTERNS = ("abstracted", "infrastructure")
WIDTHS = (320, 390, 768, 1280)
FIELDS = ("f-text", "f-owner", "f-responsibility", "f-section", "f-basis", "f-time", "f-method")

Rendered: TypeAlias = Callable[[str], Path]


def command(*arguments: str) -> str:
    """Run the installed program and return what it writes to standard output."""
    done = subprocess.run(
        [sys.executable, "-m", "pcimatrix", *arguments], capture_output=True, check=True, encoding="utf-8"
    )
    return done.stdout


class Page:
    """A browser's window with a summary in it."""

    def __init__(self, driver: Chrome, folder: Path, rendered: Rendered) -> None:
        self.driver = driver
        self.folder = folder
        self.rendered = rendered
        self.blank = True

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
        return self.rendered(name).as_uri() + fragment

    def open(self, name: str = "abstracted", fragment: str = "") -> None:
        """Load a rendered page afresh."""
        if not self.blank:
            self.driver.get("about:blank")
        self.blank = False
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
        chosen = f"#{field} option[value={json.dumps(value)}]"  # which selenium's own Select finds by more commands
        self.driver.find_element(By.CSS_SELECTOR, chosen).click()

    def shown_by_each(self, field: str) -> dict[str, int]:
        """Return how many test cases each value of one of the filter's lists shows; the one chosen before is again."""
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
                "  const shown = [...document.querySelectorAll('.case')].filter((node) => !node.closest('[hidden]'));"
                "  return [each.value, shown.length];"
                "});"
                "choose(before);"
                "return found;",
                field,
            )
        )

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


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="session")
def rendered(folder: Path, part: Callable[..., Path]) -> Rendered:
    """Return the file of a page by its name; it is rendered when it is first asked for."""
    # Customers are given test cases of other principal requirements than the parts have.
    alone = folder / "mixed.yaml"
    text = Path(MIXED).read_text(encoding="utf-8")
    alone.write_text(re.sub(r"(?ms)^customers:\n.*?(?=^\w)", "", text), encoding="utf-8")
    here = {MIXED: str(alone)}
    pages = PAGES | {
        name: ("-c", str(part(*some)), *(here.get(each, each) for each in options))
        for name, (some, options) in PARTS.items()
    }

    def file(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            assert cli.run(["render", "--format", "html", "--output", str(path), *pages[name]]) == 0
        return path

    return file


@pytest.fixture(scope="session")
def cells() -> list[dict[str, Any]]:
    return list(json.loads(command("list", "--format", "json"))["test_cases"])


@pytest.fixture(scope="session")
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
def page(browser: Chrome, folder: Path, rendered: Rendered) -> Page:
    page = Page(browser, folder, rendered)
    page.driver.get("about:blank")
    page.cdp("Emulation.setScriptExecutionDisabled", value=False)
    page.media()
    page.width(1280)
    for kind in ("browser", "performance"):
        page.logged(kind)
    return page
