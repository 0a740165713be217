"""Answers to facts for tests: drawn ones, made such that an entity could give them."""

from pcimatrix.catalogue.loader import shipped_facts


def consistent(answers: dict[str, bool]) -> dict[str, bool]:
    """Return the answers without those against earlier ones."""
    facts = shipped_facts()
    kept: dict[str, bool] = {}
    for name, answer in answers.items():
        if not facts.against(kept | {name: answer}):
            kept[name] = answer
    return kept
