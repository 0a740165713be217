"""A picture of flows as SVG: plain shapes and text, named for screen readers, in the colour of the text around it."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from pcimatrix.reports.pictures.layout import (
    CHARACTER,
    DRUM,
    LINE,
    NODE_WIDTH,
    PADDING,
    Box,
    Layout,
    Point,
    Route,
    label_width,
    laid_out,
    lines_of,
)
from pcimatrix.reports.pictures.model import NO_FLOW, Picture, Shape
from pcimatrix.text import one_line

_FONT = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
_NO_XML = re.compile("[\ufffe\uffff]")
"""What is left on one line and XML does not allow."""
_KEY = {
    Shape.PERSON: "rounded: people and devices",
    Shape.PARTY: "dashed frame: another company",
    Shape.STORE: "drum: account data stays",
}
_NO_DATA = "dotted arrow: no account data"
_LEAST_WIDTH = 720
_ARROW = 9


def svg(picture: Picture, *, alone: bool = True) -> str:
    """Return a picture as SVG text: a document of its own with a legend, or for a page that has one beside it."""
    layout = laid_out(picture)
    width = max(layout.width, _LEAST_WIDTH)
    top = 2.5 * LINE if alone else 0.0
    key = [_key(picture)] if picture.edges else [NO_FLOW]
    below = [*key, *_legend(picture, width)] if alone else key
    height = top + layout.height + LINE * (len(below) + 1)
    root = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_number(width)} {_number(height)}",
        width=_number(width),
        height=_number(height),
        role="img",
        attrib={"font-family": _FONT, "font-size": "13", "fill": "currentColor"},
    )
    ET.SubElement(root, "title").text = _plain(picture.title)
    said = [f"{label}: {what}." for label, what in picture.legend] or [NO_FLOW]
    ET.SubElement(root, "desc").text = _plain(" ".join(said))
    if alone:
        root.set("color", "#1a1f26")
        ET.SubElement(root, "rect", width="100%", height="100%", fill="#fff")
        _text(root, PADDING, 1.5 * LINE, [picture.title], weight="bold", size="15")
    drawn = ET.SubElement(root, "g", transform=f"translate(0 {_number(top)})")
    _bands(drawn, layout, width)
    for route in layout.routes:
        _route(drawn, route)
    for box in layout.boxes:
        _box(drawn, box)
    _text(root, PADDING, top + layout.height + 1.5 * LINE, below, size="12")
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def _key(picture: Picture) -> str:
    shapes = {node.shape for node in picture.nodes}
    said = [text for shape, text in _KEY.items() if shape in shapes]
    if not all(edge.carries for edge in picture.edges):
        said.append(_NO_DATA)
    return "; ".join(said)


def _legend(picture: Picture, width: float) -> list[str]:
    """Return the lines of the legend: only what says more than the arrow shows."""
    most = int((width - 2 * PADDING) / (CHARACTER * 0.9))
    if not any(edge.says for edge in picture.edges):
        return []
    return ["", *(line for label, what in picture.legend for line in lines_of(f"{label}: {what}", most, rows=9))]


def _bands(parent: ET.Element, layout: Layout, width: float) -> None:
    for band in layout.bands:
        frame = {"fill": "none", "stroke": "currentColor", "stroke-opacity": "0.45"}
        if band.framed:
            place = {
                "x": "0.5",
                "y": _number(band.y + 3),
                "width": _number(width - 1),
                "height": _number(band.height - 6),
            }
            ET.SubElement(parent, "rect", place | frame | {"rx": "6"})
        first = band.y + band.height / 2 - LINE * (len(band.title) - 1) / 2 + 4
        _text(parent, PADDING, first, band.title, weight="bold" if band.framed else "normal")


def _box(parent: ET.Element, box: Box) -> None:
    group = ET.SubElement(parent, "g")
    ET.SubElement(group, "title").text = _plain(
        f"{box.node.title}. {box.node.note}" if box.node.note else box.node.title
    )
    look = {"fill": "none", "stroke": "currentColor", "stroke-width": "1.4"}
    frame = {"x": _number(box.x), "y": _number(box.y), "width": str(NODE_WIDTH), "height": _number(box.height)}
    if box.node.shape is Shape.STORE:
        ET.SubElement(group, "path", look | {"d": _drum(box)})
    elif box.node.shape is Shape.PARTY:
        ET.SubElement(group, "rect", frame | look | {"stroke-dasharray": "6 4"})
    else:
        ET.SubElement(group, "rect", frame | look | {"rx": "18" if box.node.shape is Shape.PERSON else "2"})
    rows = len(box.title) + len(box.note)
    top = DRUM if box.node.shape is Shape.STORE else 0
    first = box.y + (box.height + top) / 2 - LINE * (rows - 1) / 2 + 4
    middle = box.x + NODE_WIDTH / 2
    _text(group, middle, first, box.title, anchor="middle", weight="bold")
    _text(group, middle, first + LINE * len(box.title), box.note, anchor="middle", size="11")


def _drum(box: Box) -> str:
    """Return the outline of a drum: a box with a bent upper and lower end."""
    x, y, width, height = (_number(each) for each in (box.x, box.y + DRUM / 2, NODE_WIDTH, box.height - DRUM))
    half, bend = _number(NODE_WIDTH / 2), _number(DRUM / 2)
    return (
        f"M {x} {y} a {half} {bend} 0 0 1 {width} 0 v {height} a {half} {bend} 0 0 1 -{width} 0 Z "
        f"M {x} {y} a {half} {bend} 0 0 0 {width} 0"
    )


def _route(parent: ET.Element, route: Route) -> None:
    edge, (start, *further) = route.edge, route.points
    group = ET.SubElement(parent, "g", {"class": "edge", "data-from": edge.start, "data-to": edge.to})
    ET.SubElement(group, "title").text = _plain("; ".join(each.what for each in edge.says) or edge.label)
    way = 1 if further[0][0] > start[0] else -1
    wide = label_width(edge.label)
    at = (start[0] + way * wide, start[1])
    end = further[-1]
    path = [f"M {_point(at)}"]
    points = [at, *further[:-1], (end[0] - way * _ARROW, end[1])]
    for number in range(1, len(points)):
        before, after = points[number - 1], points[number]
        middle = (before[0] + after[0]) / 2
        path.append(f"C {_point((middle, before[1]))} {_point((middle, after[1]))} {_point(after)}")
    look = {"fill": "none", "stroke": "currentColor", "stroke-width": "1.3"}
    ET.SubElement(group, "path", look | {"d": " ".join(path)} | ({} if edge.carries else {"stroke-dasharray": "2 4"}))
    tip = [end, (end[0] - way * _ARROW, end[1] - 4), (end[0] - way * _ARROW, end[1] + 4)]
    ET.SubElement(group, "polygon", points=" ".join(map(_point, tip)))
    left = min(start[0], at[0])
    place = {"x": _number(left), "y": _number(start[1] - 9), "width": _number(wide), "height": "18", "rx": "9"}
    ET.SubElement(group, "rect", place | look)
    _text(group, left + wide / 2, start[1] + 4, [edge.label], anchor="middle", size="12")


def _text(
    parent: ET.Element,
    x: float,
    y: float,
    lines: Sequence[str],
    *,
    anchor: str = "start",
    weight: str = "normal",
    size: str = "13",
) -> None:
    """Add lines of text one below the other; `y` is the base of the first."""
    for number, line in enumerate(lines):
        place = {"x": _number(x), "y": _number(y + LINE * number), "text-anchor": anchor}
        ET.SubElement(parent, "text", place | {"font-weight": weight, "font-size": size}).text = _plain(line)


def _point(point: Point) -> str:
    return f"{_number(point[0])} {_number(point[1])}"


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _plain(text: str) -> str:
    return _NO_XML.sub("\ufffd", one_line(text))
