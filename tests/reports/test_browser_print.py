"""The HTML summary on paper, as a real browser prints it."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from browser import HOSTILE, LONG, Page, Pages
from pcimatrix.reports.escaping import css_string
from pcimatrix.text import one_line


def test_it_prints_without_the_controls_and_with_all_details(page: Page, pages: Pages) -> None:
    page.open("filters")
    assert [page.display(selector) for selector in ("#filter", ".skip", "nav")] == ["flex", "block", "flex"]
    page.media("print")
    assert [page.display(selector) for selector in ("#filter", ".skip", "nav", "#filtered", ".link")] == ["none"] * 5
    cells = pages.cells("filters")
    assert page.shown() == [cell["id"] for cell in cells]
    shown = page.js("return document.body.innerText")
    assert all(cell[key] in shown for cell in cells for key in ("reason", "residual") if cell[key])


def test_each_principal_requirement_prints_on_a_new_page_under_a_running_header(page: Page, pages: Pages) -> None:
    titles = {row["id"]: row["title"] for row in pages.says("totals", "each")["rows"]}
    assert len(titles) == 12
    page.open("each")
    page.style("#r-3 .case { min-height: 3cm }")  # requirement 3 takes more than one page
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
    assert len(begun) > len(titles)
    assert len(begun) > len(printed) - 7  # the pages before the matrix


@given(st.text() | st.text(alphabet="\\\"'</style>ab0 \n{}@;é…"))
@example(HOSTILE)
def test_a_css_string_holds_its_text_and_nothing_ends_it(text: str) -> None:
    written = css_string(text)
    assert re.fullmatch(r'"(?:[\w .,:()-]|\\[0-9a-f]{1,6} )*"', written, re.ASCII)
    assert re.sub(r"\\([0-9a-f]+) ", lambda found: chr(int(found[1], 16)), written[1:-1]) == one_line(text)


def test_a_filtered_print_says_that_it_is_filtered(page: Page) -> None:
    page.open("3", fragment="#owner=aws&section=3.6")
    assert page.display("#filtered") == "none"
    page.media("print")
    assert page.display("#filtered") == "block"
    said = page.js("return document.getElementById('filtered').textContent")
    assert said == "Filtered: 6 of 18 test cases (owner: aws, section: 3.6)."
    assert len(page.shown()) == 6
