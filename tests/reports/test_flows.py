"""Flows of a scope in every format: the same ends and arrows, each flow once, and text from people as text."""

import re
import unicodedata
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from browser import Pages
from examples import FOLDER
from hostile import ANY_TEXT, markdown_marks, scope_summary_with
from pcimatrix.catalogue.loader import load
from pcimatrix.reports import format_names, writer
from pcimatrix.reports.content.flows import ENDS, FLOW, TITLE, flow_picture, flow_table, flow_view
from pcimatrix.reports.content.view import View
from pcimatrix.reports.pictures.layout import NODE_WIDTH, laid_out, lines_of
from pcimatrix.reports.pictures.mermaid import mermaid
from pcimatrix.reports.pictures.model import Edge, Lane, Node, Picture, Shape
from pcimatrix.reports.pictures.svg import svg
from pcimatrix.scope.flows import End
from pcimatrix.scope.model import Scope, load_scope
from pcimatrix.text import width_of

SVG = "{http://www.w3.org/2000/svg}"
REFERENCE = load()


def mixed() -> Scope:
    file = str(FOLDER / "mixed.yaml")
    return load_scope(file, REFERENCE.catalogue, REFERENCE.patterns, REFERENCE.facts).scope


def picture_of(scope: Scope) -> Picture:
    picture = flow_picture(REFERENCE.facts, scope)
    assert picture is not None
    return picture


def view() -> View:
    return flow_view(mixed(), picture_of(mixed()))


def test_every_flow_is_in_each_format_of_text() -> None:
    scope = mixed()
    text, markdown = (writer("architecture", name)(view()) for name in ("text", "markdown"))
    for number, flow in enumerate(scope.flows, 1):
        assert re.search(rf"^  {number}\. .+ -> ", text, re.MULTILINE)
        assert re.search(rf"^\| {number} \| .* \| {re.escape(flow.over)} \|", markdown, re.MULTILINE)
    assert f"```mermaid\n{writer('architecture', 'mermaid')(view())}```\n" in markdown
    assert max(map(len, text.splitlines())) <= 100


def test_pictures_have_each_end_once_and_an_arrow_for_each_pair() -> None:
    scope, picture = mixed(), picture_of(mixed())
    titles = {node.id: node.title for node in picture.nodes}
    names = {end: ENDS[End(end)][0] if end in frozenset(End) else end for flow in scope.flows for end in flow.ends}
    assert sorted(titles.values()) == sorted(names.values())
    pairs = {(names[flow.start], names[flow.to]) for flow in scope.flows}
    assert {(titles[edge.start], titles[edge.to]) for edge in picture.edges} == pairs
    drawn = ET.fromstring(svg(picture))
    edges = [each for each in drawn.iter(f"{SVG}g") if each.get("class") == "edge"]
    assert {(titles[each.attrib["data-from"]], titles[each.attrib["data-to"]]) for each in edges} == pairs
    text = mermaid(picture)
    found = re.findall(r'^  n_(\w+) (?:-->|-\.->)\|"[^"]+"\| n_(\w+)$', text, re.MULTILINE)
    assert {(titles[start], titles[to]) for start, to in found} == pairs


def test_several_flows_between_two_ends_are_one_arrow_with_each_number() -> None:
    scope = mixed()
    again = scope.model_copy(update={"flows": (*scope.flows, scope.flows[0])})
    [edge] = [each for each in picture_of(again).edges if each.label.startswith("1")]
    assert edge.label == f"1, {len(again.flows)}"
    assert [each.number for each in edge.says] == ["1", str(len(again.flows))]


def test_a_workload_that_stores_account_data_is_a_store() -> None:
    shapes = {node.title: node.shape for node in picture_of(mixed()).nodes}
    assert (shapes["settlement"], shapes["payments"], shapes["Acquirer"]) == (Shape.STORE, Shape.PART, Shape.PARTY)


def test_a_picture_has_a_name_a_description_and_a_legend_of_every_flow() -> None:
    picture = picture_of(mixed())
    root = ET.fromstring(svg(picture))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == picture.title
    said = str(root.findtext(f"{SVG}desc"))
    shown = " ".join(str(each.text) for each in root.iter(f"{SVG}text"))
    for number, what in picture.legend:
        assert f"{number}: {what}" in said
        assert f"{number}: {what}" in shown
    beside = ET.fromstring(svg(picture, alone=False))
    assert "1: Customers" not in " ".join(str(each.text) for each in beside.iter(f"{SVG}text"))


@st.composite
def pictures(draw: st.DrawFn) -> Picture:
    count = draw(st.integers(min_value=2, max_value=9))
    shapes = draw(st.lists(st.sampled_from(Shape), min_size=count, max_size=count))
    nodes = [Node(f"n{at}", f"Node {at}", "", shape) for at, shape in enumerate(shapes)]
    cut = draw(st.integers(min_value=1, max_value=count))
    ends = st.sampled_from([node.id for node in nodes])
    pairs = draw(st.lists(st.tuples(ends, ends).filter(lambda pair: pair[0] != pair[1]), max_size=14, unique=True))
    lanes = (Lane("a", "Outside", tuple(nodes[:cut]), framed=False), Lane("b", "Account", tuple(nodes[cut:])))
    edges = tuple(Edge(start, to, str(at)) for at, (start, to) in enumerate(pairs))
    return Picture("Any", tuple(lane for lane in lanes if lane.nodes), edges)


@given(pictures())
def test_no_box_overlaps_another_and_no_route_runs_through_one(picture: Picture) -> None:
    layout = laid_out(picture)
    assert len(layout.boxes) == len(picture.nodes)
    boxes = [(each.x, each.y, each.x + NODE_WIDTH, each.y + each.height) for each in layout.boxes]
    for at, (left, top, right, low) in enumerate(boxes):
        assert 0 <= left < right <= layout.width
        assert 0 <= top < low <= layout.height
        for other in boxes[at + 1 :]:
            assert right <= other[0] or other[2] <= left or low <= other[1] or other[3] <= top
    places = {box.node.id: place for box, place in zip(layout.boxes, boxes, strict=True)}
    points = [point for route in layout.routes for point in (route.points[0], route.points[-1])]
    assert len(set(points)) == len(points)
    for route in layout.routes:
        for end, (x, y) in ((route.edge.start, route.points[0]), (route.edge.to, route.points[-1])):
            assert x in {places[end][0], places[end][2]}
            assert places[end][1] < y < places[end][3]
        for x, y in route.points[1:-1]:
            assert not any(left < x < right and top < y < low for left, top, right, low in boxes)


def test_data_flows_to_the_right_and_only_what_answers_flows_back() -> None:
    places = {box.node.title: box.x for box in laid_out(picture_of(mixed())).boxes}
    assert places["Customers' systems"] < places["payments"] < places["settlement"] < places["Acquirer"]


@given(ANY_TEXT, st.integers(min_value=1, max_value=30))
def test_lines_fit_and_hold_the_text_or_its_beginning(text: str, most: int) -> None:
    most = max(most, 2)
    lines = lines_of(text, most, rows=3)
    assert len(lines) <= 3
    assert all(width_of(line) <= most for line in lines)
    whole, shown = "".join(text.split()), "".join("".join(lines).split())
    assert shown == whole or (shown.endswith("…") and whole.startswith(shown[:-1]))


@given(ANY_TEXT)
def test_text_from_people_stays_text(text: str) -> None:
    summary = scope_summary_with(text)
    assert summary.picture is not None
    for alone in (True, False):
        root = ET.fromstring(svg(summary.picture, alone=alone))
        tags = {each.tag.removeprefix(SVG) for each in root.iter()}
        assert tags <= {"svg", "g", "title", "desc", "text", "rect", "path", "polygon"}
    for line in mermaid(summary.picture).splitlines():
        assert line.count('"') in {0, 2}
        assert "<" not in line.replace("<br/>", "")
        assert not any(unicodedata.category(each) in {"Cc", "Cs"} for each in line)
    view = flow_view(summary.scope or mixed(), summary.picture)
    for line in writer("architecture", "text")(view).splitlines():
        assert not any(unicodedata.category(each) in {"Cc", "Cs"} for each in line)
    for line in writer("architecture", "markdown")(view).splitlines():
        if line.startswith("| ") and set(line) > set("| -"):
            marks = [each for each in markdown_marks(line) if each != "|"]
            assert marks == []


def test_architecture_draws_a_scope_in_every_format(call: Any, tmp_path: Path) -> None:
    for name in format_names("architecture"):
        done = call("architecture", "--scope", FOLDER / "mixed.yaml", "-f", name)
        assert (done.returncode, done.stderr) == (0, "")
        assert done.stdout == writer("architecture", name)(view())
        assert call("architecture", "--scope", FOLDER / "mixed.yaml", "-f", name, "-o", tmp_path / "f").stdout == ""
        assert (tmp_path / "f").read_text("utf-8") == done.stdout


def test_a_scope_without_flows_says_what_to_add(call: Any) -> None:
    done = call("architecture", "--scope", FOLDER / "serverless.yaml")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no flows, so there is nothing to draw; add flows:" in done.stderr
    both = call("architecture", "--scope", FOLDER / "mixed.yaml", "--use-case", "1")
    assert both.returncode == 2
    assert "omit --use-case" in both.stderr


def test_summaries_have_the_table_and_the_page_has_the_picture(call: Any, pages: Pages) -> None:
    some = pages.options("8-scope")
    page = call("render", *some, "-f", "html").stdout
    [drawn] = re.findall(
        r'<svg [^>]*role="img".*?</svg>', re.sub(r'<svg class="bar".*?</svg>', "", page, flags=re.DOTALL), re.DOTALL
    )
    assert "style=" not in drawn
    assert ET.fromstring(drawn).findtext(f"{SVG}title") == picture_of(mixed()).title
    assert page.count(TITLE) >= 1
    text = call("render", *some, "-f", "markdown").stdout
    assert f"```mermaid\n{mermaid(picture_of(mixed()))}```\n" in text
    assert flow_table(mixed()).columns[0].key == FLOW
    without = call("render", *some[:2], "--scope", FOLDER / "serverless.yaml", "-f", "html").stdout
    assert "Test cases" in without
    assert TITLE not in without
    assert 'class="scroll flows"' not in without
