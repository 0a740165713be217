"""The HTML summary of several workloads in a real browser: one is chosen, and the rows have its owners."""

from pathlib import Path

from selenium.webdriver import Keys

from browser import Page, Pages
from pcimatrix import cli
from summaries import estate

ROWS = (
    "return [...document.querySelectorAll('.case')].map((node) => [node.id.slice(3),"
    " node.querySelector('.owner').textContent, node.querySelector('.basis').textContent,"
    " [...node.querySelectorAll('.has, .rest')].filter((each) => !each.hidden).map((each) => each.textContent).join()])"
)
TALLIES = "return [...document.querySelectorAll('.principal > .tally')].map((node) => node.textContent)"
OPTIONS = "return [...document.getElementById('f-workload').options].map((each) => [each.value, each.textContent])"
LABELS = {"customer": "Customer", "aws": "AWS", "third_party": "Third party", "na": "N/A"}


def test_a_workload_shows_its_own_owners_and_counts(page: Page, pages: Pages) -> None:
    cases = pages.cells("8-scope")
    page.open("8-scope")
    before, tallies = page.js(ROWS), page.js(TALLIES)
    totals = pages.says("totals", "8-scope", "--by", "workload")["rows"]
    assert len(totals) == 3
    for number, row in enumerate(totals):
        page.choose("f-workload", row["id"])
        assert page.fragment() == f"#workload={row['id']}"
        shown = page.js(ROWS)
        assert [(case, owner) for case, owner, _, _ in shown] == [
            (case["id"], LABELS[case["workloads"][number]["owner"]]) for case in cases
        ]
        options = page.options("f-owner")
        assert [options[owner] for owner in LABELS] == [f"{name} ({row[owner]})" for owner, name in LABELS.items()]
        assert page.options("f-responsibility")["shared"] == f"Shared ({row['shared']})"
        said = page.js("return document.getElementById('apart').textContent")
        assert said.startswith(f"In {row['id']}, {len(cases)} test cases: {row['customer']} customer, {row['aws']} AWS")
        assert page.js(TALLIES) != tallies
    page.choose("f-workload", "")
    assert (page.js(ROWS), page.js(TALLIES), page.fragment()) == (before, tallies, "")
    assert page.display("#apart") == "none"


def test_a_workload_and_an_owner_combine_and_the_address_restores_them(page: Page, pages: Pages) -> None:
    cases = pages.cells("8-scope")
    wanted = [case["id"] for case in cases if case["workloads"][0]["owner"] == "aws"]
    page.open("8-scope", fragment="#owner=aws&workload=payments")
    assert 0 < len(wanted) < len(cases)
    assert page.shown() == wanted
    assert page.count() == f"{len(wanted)} of {len(cases)}"
    marked = "return document.querySelector('.case:not([hidden]) .chosen').textContent"
    assert page.js(marked).startswith("payments: AWS")
    page.click("#filter button[type=reset]")
    page.wait(lambda: page.count() == f"{len(cases)} of {len(cases)}")
    assert page.js("return document.querySelectorAll('.chosen').length") == 0


def test_a_workload_is_chosen_from_the_keyboard_and_printed(page: Page) -> None:
    page.open("8-scope", "#section=4")
    number = page.js("return document.querySelectorAll('.case').length")
    assert 0 < len(page.shown()) < number
    page.js("document.getElementById('f-text').focus()")
    assert page.press(Keys.TAB) == "f-workload"
    page.press("set")
    assert page.fragment() == "#section=4&workload=settlement"
    text = "\n".join("\n".join(lines) for lines in page.pdf())
    assert "(section: 4, workload: settlement)" in text
    assert f"In settlement, {number} test cases" in " ".join(text.split())


CUT = """return [...document.querySelectorAll(".fields select")].filter(list => {
  const alone = list.cloneNode(false);
  alone.append(list.selectedOptions[0].cloneNode(true));
  alone.removeAttribute("id");
  alone.style.width = "max-content";
  list.after(alone);
  const needed = alone.offsetWidth;
  alone.remove();
  return needed > list.offsetWidth;
}).map(list => list.id)"""
"""The lists of the filter that are too narrow for what is chosen in them."""


def test_no_list_of_the_filter_cuts_what_it_shows_at_first(page: Page) -> None:
    for name in ("scope", "abstracted"):
        page.open(name)
        assert page.js(CUT) == []


def test_without_scripts_an_opened_case_names_the_owner_in_each_workload(page: Page, pages: Pages) -> None:
    page.without_scripts()
    page.open("8-scope", fragment="#tc-8.3.1.a")
    text = page.details("8.3.1.a")
    case = next(each for each in pages.cells("8-scope") if each["id"] == "8.3.1.a")
    assert {own["owner"] for own in case["workloads"]} > {"aws"}
    assert all(f"{LABELS[own['owner']]}, " in text and own["id"] in text for own in case["workloads"])


def test_many_workloads_of_any_name_are_offered_each(page: Page, tmp_path: Path) -> None:
    names = ["payments", "Payments", "=1+1", '"><script>document.title="owned"</script>', "a & b", "all together"]
    patterns = dict.fromkeys(names, "fargate") | {f"shop {number:03}": "on_premises" for number in range(200)}
    file = tmp_path / "estate.html"
    assert cli.run(["render", "--scope", str(estate(tmp_path, patterns)), "--output", str(file)]) == 0
    assert file.stat().st_size < 1_000_000
    page.open(file=file)
    assert page.js(OPTIONS) == [["", "all together"], *([name, name] for name in sorted(patterns))]
    page.choose("f-workload", names[3])
    assert page.js("return document.title") != "owned"
    assert page.js("return document.getElementById('apart').textContent").startswith(f"In {names[3]}, ")
    own = page.js(ROWS)
    page.choose("f-workload", "shop 199")
    assert page.js(ROWS) != own
    assert page.logged("browser") == []
