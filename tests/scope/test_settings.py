"""Settings of a scope's values: `scope set` and an edit by hand give the same file, and comments stay."""

from collections.abc import Callable
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costly import costly
from examples import example
from pcimatrix.errors import InputError
from pcimatrix.scope.fields import keys_of
from pcimatrix.scope.flows import flows_after
from pcimatrix.scope.keys import settings_of
from pcimatrix.scope.settings import changed
from pcimatrix.scope.what_if import what_if
from pcimatrix.yamlio.editing import Edited, edited
from pcimatrix.yamlio.nodes import comments
from pcimatrix.yamlio.parser import Document, parse_yaml, read_yaml
from sessions import COMMENTED, FACTS, LOADED, loaded

MIXED = read_yaml(example("mixed"))
Hand: TypeAlias = Callable[[dict[str, Any]], Any]


def setting(document: Document, *given_: str, remove: tuple[str, ...] = ()) -> Edited:
    """Return the text of a file after settings, which is a scope's; its matrix, which takes long, is not wanted."""
    found = edited(document, changed(document.values, settings_of(given_, remove), FACTS).values)
    assert found is not None
    loaded(found.text)
    return found


def values(document: Document, *given_: str, remove: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return the values of the file after settings, which are those of its text."""
    found = parse_yaml(setting(document, *given_, remove=remove).text.encode(), "a.yaml").values
    assert isinstance(found, dict)
    return found


def refused(*given_: str, remove: tuple[str, ...] = (), document: Document = MIXED) -> str:
    with pytest.raises(InputError) as raised:
        what_if(LOADED, document, settings_of(given_, remove))
    return str(raised.value)


def by_name(items: list[dict[str, Any]], name: str) -> dict[str, Any]:
    return next(each for each in items if name in {each.get("id"), each.get("name"), each.get("within")})


BY_HAND: dict[str, Hand] = {
    "entity=No: 1 # of all": lambda v: v.update(entity="No: 1 # of all"),
    "edition=4.0": lambda v: v.update(pci_dss="4.0"),
    "date=2026-12-31": lambda v: v.update(date="2026-12-31"),
    "reading=layers": lambda v: v.update(reading="layers"),
    "validation=roc": lambda v: v.update(validation="roc"),
    "facts.wireless_networks=yes": lambda v: v["facts"].update(wireless_networks=True),
    "facts.stored_sad=no": lambda v: v["facts"].update(stored_sad=False),
    "facts.issuer={answer: no, because: We issue none}": lambda v: v["facts"].update(
        issuer={"answer": False, "because": "We issue none"}
    ),
    "facts.poi_devices.evidence=Inventory = 12": lambda v: v["facts"].update(
        poi_devices={"answer": False, "evidence": "Inventory = 12"}
    ),
    "workloads.payments.account=012345678901": lambda v: v["workloads"][0].update(account="012345678901"),
    'workloads.payments.services=["AWS Lambda", Amazon S3]': lambda v: v["workloads"][0].update(
        services=["AWS Lambda", "Amazon S3"]
    ),
    "workloads.scheduler.pattern=containerized": lambda v: v["workloads"][1].update(pattern="containerized"),
    "workloads.settlement.facts.physical_media=yes": lambda v: v["workloads"][2]["facts"].update(physical_media=True),
    "workloads.web={pattern: fargate, account: 8.10, standing: cde}": lambda v: v["workloads"].append(
        {"name": "web", "account": "8.10", "pattern": "fargate", "standing": "cde"}
    ),
    "third_parties.idp.aoc.date=2026-10-31": lambda v: by_name(v["third_parties"], "idp")["aoc"].update(
        date="2026-10-31"
    ),
    "third_parties.idp.owns.1.within=[8.3.4, '8.3.6']": lambda v: by_name(v["third_parties"], "idp")["owns"][0].update(
        within=["8.3.4", "8.3.6"]
    ),
    "decisions.'12.8.5'={owner: customer, reason: We keep it, by: CFO, date: 2026-01-31}": lambda v: v.setdefault(
        "decisions", []
    ).append({"within": "12.8.5", "owner": "customer", "reason": "We keep it", "by": "CFO", "date": "2026-01-31"}),
    "third_parties.aws.owns.1={within: [9.1.1]}": lambda v: by_name(v["third_parties"], "aws").update(
        owns=[{"within": ["9.1.1"]}]
    ),
    'approaches."8.3.6"={approach: customized, reference: CAP 1}': lambda v: v.update(
        approaches=[{"requirement": "8.3.6", "approach": "customized", "reference": "CAP 1"}]
    ),
}
REMOVED: dict[str, Hand] = {
    "confirmed_by": lambda v: v.pop("confirmed_by"),
    "facts.multi_tenant": lambda v: v["facts"].pop("multi_tenant"),
    "workloads.settlement.services": lambda v: v["workloads"][2].pop("services"),
    "workloads.marketing": lambda v: v["workloads"].pop(3),
    "third_parties.aws.aoc": lambda v: v["third_parties"][0].pop("aoc"),
}


@costly(15)
@given(st.permutations(list(BY_HAND)), st.permutations(list(REMOVED)), st.integers(1, 6), st.integers(0, 3))
def test_settings_and_an_edit_by_hand_give_the_same_values(
    given_: list[str], gone: list[str], some: int, few: int
) -> None:
    by_hand = parse_yaml(MIXED.text.encode(), "by-hand.yaml").values
    for text in given_[:some]:
        BY_HAND[text](by_hand)
    for text in gone[:few]:
        REMOVED[text](by_hand)
    assert values(MIXED, *given_[:some], remove=tuple(gone[:few])) == by_hand


@pytest.mark.parametrize("text", BY_HAND)
def test_each_setting_leaves_other_lines_and_all_comments(text: str) -> None:
    commented = "".join(f"{line}  # {n}\n" for n, line in enumerate(MIXED.text.splitlines()))
    document = parse_yaml(commented.encode(), "a.yaml")
    found = setting(document, text)
    assert comments(found.text) == comments(commented)
    kept = set(commented.splitlines()) & set(found.text.splitlines())
    assert len(kept) >= len(commented.splitlines()) - 1


def test_a_removed_item_takes_its_own_comments_with_it() -> None:
    document = parse_yaml(COMMENTED.replace("  - name: batch", "  # Nightly.\n  - name: batch").encode(), "a.yaml")
    found = setting(document, remove=("workloads.batch",))
    assert found.lost == ("# Nightly.",)
    assert found.text.startswith(COMMENTED[: COMMENTED.index("  - name: batch")])
    assert "# The tail." in found.text


def test_references_follow_what_is_renamed_or_removed() -> None:
    document = parse_yaml(COMMENTED.encode(), "a.yaml")
    renamed = values(document, 'workloads."shop # 1".name=shop', "third_parties.idp.id=id2")
    assert [each["workloads"] for each in renamed["third_parties"][0]["owns"]] == [["shop"], ["shop", "batch"]]
    assert renamed["decisions"][0]["owner"] == "id2"
    gone = values(document, remove=('workloads."shop # 1"',))
    assert gone["third_parties"][0]["owns"] == [{"within": ["8.3.7"], "workloads": ["batch"]}]
    moved = values(MIXED, "workloads.payments.name=checkout", remove=("workloads.scheduler",))
    ends = {"payments": "checkout", "scheduler": None}
    assert moved["flows"] == flows_after(MIXED.values["flows"], ends)
    assert len(moved["flows"]) == len(MIXED.values["flows"]) - 1


def test_a_decision_is_named_by_its_id_in_quotes_and_a_third_party_with_one_cannot_go() -> None:
    document = parse_yaml(COMMENTED.encode(), "a.yaml")
    assert values(document, "decisions.'12.8.5'.by=CFO")["decisions"][0]["by"] == "CFO"
    assert "unknown owner 'idp'" in refused(remove=("third_parties.idp",), document=document)


def test_the_same_answer_keeps_its_reason_and_another_one_does_not() -> None:
    full = values(MIXED, "facts.issuer.because=We issue none")["facts"]["issuer"]
    document = parse_yaml(setting(MIXED, "facts.issuer.because=We issue none").text.encode(), "a.yaml")
    assert (
        values(document, "facts.issuer=no")["facts"]["issuer"] == full == {"answer": False, "because": "We issue none"}
    )
    assert values(document, "facts.issuer=yes")["facts"]["issuer"] is True


def test_two_settings_can_resolve_what_one_contradicts() -> None:
    own = parse_yaml(setting(MIXED, "facts.wireless_networks=yes", "facts.wireless_in_cde=yes").text.encode(), "a.yaml")
    assert "wireless_networks: no makes it no" in refused("facts.wireless_networks=no", document=own)
    assert values(own, "facts.wireless_networks=no", "facts.wireless_in_cde=no")["facts"]["wireless_in_cde"] is False


@pytest.mark.parametrize(
    ("given_", "said"),
    [
        ("facts.wirless_networks=no", "unknown fact 'wirless_networks'; did you mean 'wireless_networks'?"),
        ("facts.wireless=no", "this fact has become others; set wireless_networks, wireless_in_cde"),
        ("workload.x=1", "unknown key 'workload'; did you mean 'workloads'?"),
        ("qqq=1", "unknown key 'qqq'; expected one of: entity, assessment"),
        ("workloads.setlement.pattern=fargate", "did you mean 'settlement'? If not, set its account, standing too"),
        ("workloads.settlement.pattern=fargte", "unknown pattern 'fargte'; did you mean 'fargate'?"),
        ("workloads.settlement.patern=fargate", "unknown key 'patern'; did you mean 'pattern'?"),
        ("third_parties.idp.aoc.dat=2026-01-01", "unknown key 'dat'; did you mean 'date'?"),
        ("third_parties.idp.owns.3.residual=x", "unknown takeover '3'; they have numbers from 1 to 1"),
        ("decisions.12.8.5.owner=aws", 'put a name with dots in quotes: decisions."12.8"'),
        ("date=2026-02-30", "no day of the calendar"),
        ("entity.x=1", "entity has no keys"),
        ("workloads.payments.services.x=1", "services"),
        ("third_parties.idp.owns.1.within.9.x=1", "9 is no mapping; set third_parties.idp.owns.1.within as a whole"),
        ("expected.aws=1", "use --record"),
        ("questions=[]", "set what they ask for"),
        ("schema_version=2", "the version of the file's form"),
        ("facts.issuer=maybe", "expected yes or no"),
        ("facts.issuer=", "the value is empty; to remove the key, use --remove"),
        ("facts.issuer", "no value; write KEY=VALUE"),
        ("=no", "this is not KEY=VALUE"),
        ("", "an empty key"),
        ("facts..issuer=no", "this is not KEY=VALUE"),
        ("facts.issuer={answer: no", "this is not YAML"),
        ("facts.issuer=&a no", "anchors and aliases are not supported"),
        ("entity='a' and 'b'", "this is not YAML"),
        ("workloads.payments=x", "the value is no mapping"),
        ("third_parties.x={name: X, owns: 5}", "found the number 5; expected a list"),
        ("third_parties.customer={name: X}", "reserved"),
        ("\udce9=1", "UTF-8"),
    ],
)
def test_what_cannot_be_set_is_said_with_what_to_do(given_: str, said: str) -> None:
    assert said in refused(given_)


def test_all_bad_keys_are_told_at_once_and_a_key_twice() -> None:
    said = refused("facts.issuer=no", "facts.issuer=yes", "entity", remove=("a b..c",))
    assert "facts.issuer: this key is given twice" in said
    assert "entity: no value" in said
    assert "a b..c: this is not a key" in said


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        ("workloads.setlement", "unknown workload 'setlement'; did you mean 'settlement'?"),
        ("third_parties.idp.owns.1.within", "the key 'within' is missing"),
        ("entity", "the key 'entity' is missing"),
        ("approaches", None),
        ("validation", None),
    ],
)
def test_what_is_removed_must_be_there_or_be_a_known_key(gone: str, said: str | None) -> None:
    if said is None:
        assert setting(MIXED, remove=(gone,)).text == MIXED.text
    else:
        assert said in refused(remove=(gone,))


def test_a_text_in_a_list_is_removed_by_its_number() -> None:
    before = MIXED.values["workloads"][0]["services"]
    assert values(MIXED, remove=("workloads.payments.services.1",))["workloads"][0]["services"] == before[1:]


def test_values_of_odd_forms_are_refused_not_followed() -> None:
    odd = "third_parties.x={name: X, owns: [1, {workloads: 2, within: [8.3.6]}]}"
    assert "found the number 1" in refused(odd, remove=("workloads.settlement",))
    odd = "third_parties.x={name: X, owns: [{workloads: [settlement, [2]], within: [8.3.6]}]}"
    assert "expected text" in refused(odd, "workloads.settlement.name=paying")


def test_keys_for_completion_are_those_that_can_be_set() -> None:
    keys = keys_of(MIXED.values)
    assert {"entity", "facts.issuer", "workloads.settlement.pattern", "third_parties.idp.aoc"} <= set(keys)
    for key in keys:
        changed(MIXED.values, settings_of([f"{key}=x"], []), FACTS)
    assert keys_of(None) == keys_of([]) == keys_of({"workloads": 3, "facts": []})
