"""Flows of a scope: their ends, what is warned of, and that they follow when a workload is renamed or goes."""

import json
from pathlib import Path
from typing import Any

import pytest

from examples import FOLDER
from pcimatrix.scope.flows import AccountData, End, flows_after
from pcimatrix.yamlio.parser import read_yaml

HEAD = """\
schema_version: 1
entity: Shop
assessment: merchant
pci_dss: "4.0.1"
date: 2026-11-24
facts: {{pan_public_networks: {fact}}}
third_parties:
  - {{id: aws, name: AWS, aoc: {{date: 2026-05-31, version: PCI DSS v4.0.1}}}}
  - {{id: psp, name: Payments, aoc: {{date: 2026-05-31, version: PCI DSS v4.0.1}}}}
workloads:
  - {{name: shop, account: prod, pattern: abstracted, standing: cde}}
  - {{name: jobs, account: prod, pattern: abstracted, standing: connected}}
  - {{name: blog, account: web, pattern: abstracted, standing: out_of_scope, reason: No account data}}
"""


@pytest.fixture(name="found")
def _found(tmp_path: Path, call: Any) -> Any:
    """Return a function from flows, one a line, to the code, line and message of each warning."""

    def found(*flows: str, fact: str = "true") -> list[tuple[str, int, str]]:
        file = tmp_path / "scope.yaml"
        listed = "".join(f"  - {{{each}}}\n" for each in flows)
        file.write_text(HEAD.format(fact=fact) + (f"flows:\n{listed}" if flows else ""), encoding="utf-8")
        [examined] = json.loads(call("check", "--scope", file, "-f", "json").stdout)["files"]
        return [(each["code"], each["line"], each["message"]) for each in examined["findings"]]

    return found


GOOD = "from: browser, to: shop, over: HTTPS, account_data: [pan], protected: TLS 1.3"


def test_flows_without_a_fault_are_not_warned_of(found: Any) -> None:
    assert found() == []
    assert found(GOOD, "from: shop, to: psp, over: HTTPS, account_data: [], purpose: tokens") == []


@pytest.mark.parametrize(
    ("flow", "code", "says"),
    [
        ("from: shop, to: blog, over: HTTPS, account_data: [pan]", "flow_standing", "flows to blog, a workload"),
        ("from: jobs, to: shop, over: a queue, account_data: [track_data]", "flow_standing", "flows from jobs"),
        ("from: app, to: shop, over: HTTP, account_data: [pan]", "flow_unprotected", "without stated protection"),
        (
            "from: shop, to: psp, over: IP, open_network: true, account_data: [pin], protected: none",
            "flow_unprotected",
            "",
        ),
    ],
)
def test_a_flow_against_the_scope_is_warned_of_at_its_line(found: Any, flow: str, code: str, says: str) -> None:
    [(found_code, line, message)] = found(GOOD, flow)
    assert (found_code, line) == (code, 16)
    assert says in message


@pytest.mark.parametrize(
    "flow",
    [
        "from: shop, to: blog, over: HTTPS, account_data: []",
        "from: app, to: shop, over: HTTP, account_data: []",
        "from: app, to: shop, over: HTTP, open_network: false, account_data: [pan]",
        "from: terminal, to: shop, over: a serial line, account_data: [pan]",
    ],
)
def test_what_carries_nothing_or_crosses_no_open_network_is_not_warned_of(found: Any, flow: str) -> None:
    assert found(GOOD, flow) == []


def test_a_workload_in_the_cde_without_account_data_is_warned_of(found: Any) -> None:
    [(code, line, message)] = found("from: browser, to: psp, over: HTTPS, account_data: [pan], protected: TLS 1.3")
    assert (code, line) == ("flow_missing", 11)
    assert "shop: in the CDE, but no account data flows to or from it" in message


def test_a_flow_against_the_fact_on_open_networks_is_warned_of(found: Any) -> None:
    [(code, line, _)] = found(
        GOOD, "from: browser, to: psp, over: HTTPS, account_data: [pan], protected: TLS", fact="false"
    )
    assert (code, line) == ("flow_fact", 15)


def test_every_kind_of_end_and_element_is_accepted(found: Any) -> None:
    flows = [f"from: {end.value}, to: psp, over: HTTPS, open_network: false, account_data: []" for end in End]
    every = f"from: psp, to: shop, over: a line, account_data: [{', '.join(AccountData)}]"
    assert found(*flows, every) == []


def test_flows_follow_new_names_and_go_with_what_is_gone() -> None:
    flows = [{"from": "browser", "to": "shop", "over": "HTTPS"}, {"from": "shop", "to": "jobs", "over": "a queue"}]
    assert flows_after(flows, {"shop": "web"}) == [{**flows[0], "to": "web"}, {**flows[1], "from": "web"}]
    assert flows_after(flows, {"jobs": None}) == flows[:1]


def test_an_edited_workload_keeps_its_flows_by_its_new_name(tmp_path: Path, call: Any) -> None:
    file = tmp_path / "scope.yaml"
    file.write_text((FOLDER / "mixed.yaml").read_text("utf-8"), encoding="utf-8")
    before = read_yaml(str(file)).values["flows"]
    answers = tmp_path / "answers.yaml"
    answers.write_text("workloads.1.name: checkout\nworkloads.2.name: null\n", encoding="utf-8")
    done = call("scope", "edit", file, "--answers", answers)
    assert done.returncode == 0, done.stderr
    after = read_yaml(str(file)).values["flows"]
    assert after == flows_after(before, {"payments": "checkout", "scheduler": None})
    assert len(after) == len(before) - 1
