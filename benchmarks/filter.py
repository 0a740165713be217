"""How long the HTML summary takes to its first paint, and each keystroke in its filter, in Debian's chromium.

Run it with the Python of an environment in which pcimatrix is installed with its test dependencies:

    python benchmarks/filter.py [ROUNDS]

A keystroke is measured in the page: from before the input event to after the next frame, so style, layout and
the wait for the frame are within it. First paint is what the browser itself reports (first-contentful-paint,
from the start of the navigation to the file). Printed are medians and the slowest.
"""

import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

EXAMPLE = Path(__file__).parents[1] / "examples/mixed.yaml"
PAGES: dict[str, list[str]] = {"published example": [], "mixed scope": ["--scope", str(EXAMPLE)]}
FLAGS = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
WORDS = ("cloudtrail", "encryption of stored", "3.2.1", "zzz")

KEYSTROKES = """
const [words, done] = arguments;
const field = document.getElementById('f-text');
const typed = words.flatMap((word) => {
  const ends = Array.from(word, (_, index) => index + 1);
  return [...ends, ...ends.reverse().slice(1), 0].map((end) => word.slice(0, end));
});
const taken = [];
const put = () => {
  if (taken.length === typed.length) {
    done(taken);
    return;
  }
  const start = performance.now();
  field.value = typed[taken.length];
  field.dispatchEvent(new Event('input', {bubbles: true}));
  requestAnimationFrame(() => setTimeout(() => {
    taken.push(performance.now() - start);
    put();
  }));
};
document.getElementById('cases').scrollIntoView();
put();
"""
FIRST_PAINT = """
const done = arguments[arguments.length - 1];
new PerformanceObserver((list) => {
  const found = list.getEntriesByName('first-contentful-paint');
  if (found.length) { done(found[0].startTime); }
}).observe({type: 'paint', buffered: true});
"""
OPEN = "document.getElementById('open').click()"


def said(times: list[float]) -> str:
    """Return the median and the slowest of times in milliseconds."""
    return f"{statistics.median(times):6.1f} ms, slowest {max(times):6.1f} ms of {len(times)}"


def main() -> None:
    """Measure, and print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as folder:
        options = ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for flag in (*FLAGS, f"--user-data-dir={folder}/profile"):
            options.add_argument(flag)
        driver = Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        try:
            for name, arguments in PAGES.items():
                file = Path(folder) / "summary.html"
                subprocess.run(
                    [sys.executable, "-m", "pcimatrix", "render", "--format", "html", "--output", file, *arguments],
                    check=True,
                    stderr=subprocess.DEVNULL,
                )
                paints, closed, opened = [], [], []
                for _ in range(rounds):
                    driver.get("about:blank")
                    driver.get(file.as_uri())
                    paints.append(float(driver.execute_async_script(FIRST_PAINT)))
                    closed += driver.execute_async_script(KEYSTROKES, WORDS)
                    driver.execute_script(OPEN)
                    opened += driver.execute_async_script(KEYSTROKES, WORDS)
                print(f"{name}: {file.stat().st_size / 1000:.0f} kB")
                print(f"  first paint                    {said(paints)}")
                print(f"  a keystroke                    {said(closed)}")
                print(f"  a keystroke, all details open  {said(opened)}")
        finally:
            driver.quit()


if __name__ == "__main__":
    main()
