"""Edits of a scope file: what changes, what stays, and lost comments."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from examples import EXAMPLES
from pcimatrix.scope.answers import plain
from pcimatrix.scope.resolve import cells, resolve
from pcimatrix.scope.writer import edited_text, scope_text
from pcimatrix.session.given_facts import renewed
from pcimatrix.session.impact import Ground
from pcimatrix.session.outcome import matrix as shown
from pcimatrix.session.outcome import to_values
from pcimatrix.session.questions import question_of
from pcimatrix.session.reading import read
from pcimatrix.session.replay import replay
from pcimatrix.session.start import Session
from pcimatrix.session.state import NOTHING
from pcimatrix.yamlio.parser import parse_yaml, read_yaml
from sessions import (
    COMMENTED,
    FACTS,
    GROUND,
    KINDS,
    cells_of,
    loaded,
    owners,
)


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_editing_without_a_change_leaves_the_file_byte_for_byte(file: Path) -> None:
    old = read_yaml(file)
    session = Session(GROUND, old.values)
    kept = replay(session, {}, whole=True)
    assert kept.faults == ()
    assert edited_text(old, to_values(session, kept.answers)) == (old.text, ())


def edit(text: str, changes: dict[str, Any], ground: Ground = GROUND) -> tuple[str, tuple[str, ...]]:
    """Return the text after an edit that answers as given and else keeps what is there, and the lost comments."""
    old = parse_yaml(text.encode(), "scope.yaml")
    session = Session(ground, old.values)
    found = replay(session, changes, whole=True)
    assert found.faults == ()
    values = to_values(session, found.answers)
    edited = edited_text(old, values)
    written = cells(resolve(ground.catalogue, ground.patterns, ground.facts, loaded(edited.text)))
    assert owners(written) == owners(shown(session, found.answers))
    return edited


def test_an_edit_writes_only_what_changed() -> None:
    text, lost = edit(COMMENTED, {"entity": "New: name", "wireless_networks": True})
    assert lost == ()
    wanted = COMMENTED.replace("entity: Old name ", "entity: 'New: name' ").replace("networks: no}", "networks: true}")
    before, after = wanted.split("# The tail.")
    assert text.startswith(f"{before}expected:\n")
    assert text.endswith(f"# The tail.{after}")


def test_what_the_session_does_not_ask_for_follows_new_names() -> None:
    text, lost = edit(COMMENTED, {"workloads.1.name": "web", "third_parties.1.id": "identity"})
    assert lost == ()
    scope = loaded(text)
    assert [each.name for each in scope.workloads] == ["web", "batch"]
    assert plain(scope.workloads[0].facts) == {"physical_media": False}
    assert [each.workloads for each in scope.third_parties[0].owns] == [("web",), ("web", "batch")]
    assert scope.decisions[0].owner == "identity"


def test_a_workload_can_be_taken_out_but_not_the_last_nor_a_third_party_that_decisions_name() -> None:
    scope = loaded(edit(COMMENTED, {"workloads.1.name": None})[0])
    assert [each.name for each in scope.workloads] == ["batch"]
    assert [each.workloads for each in scope.third_parties[0].owns] == [("batch",)]
    session = Session(GROUND, parse_yaml(COMMENTED.encode(), "scope.yaml").values)
    both = {"workloads.1.name": None, "workloads.2.name": None, "third_parties.1.name": None}
    found = [fault.expected for fault in replay(session, both, whole=True).faults]
    assert ["at least one workload" in found[0], "idp the owner of 12.8.5" in found[1]] == [True, True]


def test_an_edit_keeps_a_fact_on_enter_and_takes_it_away_on_a_dash() -> None:
    session = Session(GROUND, parse_yaml(COMMENTED.encode(), "scope.yaml").values)
    wireless = question_of(session, NOTHING, "wireless_networks")
    assert wireless
    assert (read(wireless, ""), read(wireless, "-")) == (False, None)
    assert "facts" not in yaml.safe_load(edit(COMMENTED, {"wireless_networks": None})[0])


def test_an_edit_takes_away_what_a_new_answer_contradicts_and_keeps_how_the_others_are_shown() -> None:
    shown_ = "{answer: no, because: Cables only}"
    text = COMMENTED.replace("{wireless_networks: no}", f"{{wireless_networks: {shown_}, stored_sad: yes}}")
    changed = yaml.safe_load(edit(text, {"stored_account_data": False})[0])
    assert changed["facts"] == {
        "wireless_networks": {"answer": False, "because": "Cables only"},
        "stored_account_data": False,
    }


def test_an_edit_names_older_facts_by_those_that_replace_them() -> None:
    text = COMMENTED.replace("wireless_networks: no", "wireless: no, wireless_in_cde: no").replace("physical_", "")
    values = renewed(parse_yaml(text.encode(), "scope.yaml").values, FACTS)
    assert values["facts"] == {"wireless_in_cde": False, "wireless_networks": False}
    assert set(values["workloads"][0]["facts"]) == set(FACTS.replaced()["media"])
    session = Session(GROUND, values)
    old, written = loaded(text), loaded(scope_text(to_values(session, replay(session, {}, whole=True).answers)))
    assert owners(cells_of(old)) == owners(cells_of(written))


@pytest.mark.parametrize("layout", ["crlf", "no_newline", "flow", "markers"])
def test_an_edit_copes_with_other_layouts(layout: str) -> None:
    values = parse_yaml(COMMENTED.encode(), "scope.yaml").values
    text = {
        "crlf": COMMENTED.replace("\n", "\r\n"),
        "no_newline": COMMENTED.removesuffix("# The tail.\n").rstrip("\n"),
        "flow": "# gone\n" + yaml.safe_dump(values, default_flow_style=True, width=10_000),
        "markers": f"---\n{COMMENTED}...\n",
    }[layout]
    changed, lost = edit(text, {"entity": "New"}, KINDS.ground)
    assert loaded(changed).entity == "New"
    assert ("\r\n" in changed) is (layout == "crlf")
    assert changed.count("\r") in {0, changed.count("\n")}
    assert lost == ()
