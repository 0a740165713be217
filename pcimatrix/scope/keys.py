"""Keys of a scope's values as people name them on a command line: `workloads.settlement.pattern=fargate`."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from pcimatrix.errors import InputError, Problem
from pcimatrix.text import MOST_SHOWN, one_line, truncate, typed

Key = tuple[str, ...]
"""The parts of a key: `("workloads", "settlement", "pattern")`."""
_PART = r"""(?:"[^"]*"|'[^']*'|[^.="']+)"""
_KEY = re.compile(rf"{_PART}(?:\.{_PART})*")
_ALIASES = {"edition": "pci_dss"}


class Setting(NamedTuple):
    """A value for a key as it is written, or None if the key goes."""

    key: Key
    text: str | None

    @property
    def name(self) -> str:
        """The key as people name it."""
        return dotted(self.key)


class Step(NamedTuple):
    """One part of a setting's key, by its index: how far down in the file the setting has come."""

    setting: Setting
    at: int

    @property
    def name(self) -> str:
        """The part of the key."""
        return self.setting.key[self.at]

    @property
    def reached(self) -> Key:
        """The key up to here."""
        return self.setting.key[: self.at + 1]

    @property
    def below(self) -> "Step | None":
        """The next part of the key; None at its end."""
        return Step(self.setting, self.at + 1) if self.at + 1 < len(self.setting.key) else None

    @property
    def removes(self) -> bool:
        """Whether the setting removes something."""
        return self.setting.text is None

    def refused(self, found: str, expected: str) -> InputError:
        """Return the error that the setting is refused."""
        return refused(self.setting.name, found, expected)


def settings_of(given: Sequence[str], removed: Sequence[str]) -> list[Setting]:
    """Return what `KEY=VALUE` texts and keys to remove say, in order. Raises `InputError` with all problems."""
    found: dict[Key, Setting] = {}
    problems: list[Problem] = []
    for text, reader in (*((each, setting_of) for each in given), *((each, removal_of) for each in removed)):
        try:
            setting = reader(text)
        except InputError as error:
            problems += error.problems
            continue
        if setting.key in found:
            problems += refused(setting.name, "this key is given twice", "give it once").problems
        found[setting.key] = setting
    if problems:
        raise InputError(dict.fromkeys(problems))
    return list(found.values())


def setting_of(text: str) -> Setting:
    """Return what `KEY=VALUE` sets. Parts of a key with dots or signs are in quotes. Raises `InputError`."""
    found = _KEY.match(text)
    if "=" not in text:
        raise refused(text, "no value", "write KEY=VALUE, or --remove KEY")
    if found is None or text[found.end() :][:1] != "=":
        raise refused(text, "this is not KEY=VALUE", 'put a name with dots or quotes in quotes: workloads."pay.v2"')
    value = text[found.end() + 1 :].strip()
    try:
        text.encode()
    except UnicodeEncodeError:
        raise refused(text, "this is not UTF-8 text", "check the characters") from None
    if not value:
        raise refused(found[0], "the value is empty", "to remove the key, use --remove")
    return Setting(_parts(found[0]), value)


def removal_of(text: str) -> Setting:
    """Return what the removal of `KEY` is. Raises `InputError`."""
    found = _KEY.fullmatch(text)
    if found is None:
        raise refused(text, "this is not a key", 'put a name with dots or quotes in quotes: workloads."pay.v2"')
    return Setting(_parts(found[0]), None)


def dotted(key: Key) -> str:
    """Return a key as people name it."""
    return ".".join(part if re.fullmatch(_PART, part) and part[0] not in "\"'" else f'"{part}"' for part in key)


def refused(key: str, found: str, expected: str) -> InputError:
    """Return the error that a key cannot be set."""
    return InputError([Problem(truncate(one_line(key), MOST_SHOWN) or "an empty key", 0, 0, found, expected)])


def _parts(text: str) -> Key:
    quoted = [part[1:-1] if part[0] in "\"'" else typed(part) for part in re.findall(_PART, text)]
    return (_ALIASES.get(quoted[0], quoted[0]), *quoted[1:])
