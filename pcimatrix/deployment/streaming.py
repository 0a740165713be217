"""Large JSON in bounded memory: a document walked through once, of which only what is asked for is kept.

The library ijson does the parsing: 200 MB of JSON as Python objects would take more than a gigabyte.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import ijson

from pcimatrix.deployment.inventory import refuse
from pcimatrix.deployment.source import opened

MAX_DEPTH = 200
"""The deepest nesting that is read: Terraform's own output has about twenty levels."""
_STEP = {"start_map": 1, "start_array": 1, "end_map": -1, "end_array": -1}
_ENDS = frozenset({"end_map", "end_array"})
_STARTS = frozenset({"start_map", "start_array"})
_LOCATED = 32 * 1024 * 1024
"""Of a larger file, the place of an error is not sought: that would read it whole."""


class TooDeepError(Exception):
    """Nesting is deeper than `MAX_DEPTH`."""


class Walk:
    """A walk through one JSON document. At each value, exactly one of its methods is called."""

    def __init__(self, stream: BinaryIO) -> None:
        self._events: Iterator[tuple[str, Any]] = ijson.basic_parse(stream, use_float=True)
        self._depth = 0
        self._pending: tuple[str, Any] | None = None

    def _next(self) -> tuple[str, Any]:
        if self._pending is not None:
            pending, self._pending = self._pending, None
            return pending
        try:
            return next(self._events)
        except StopIteration:
            raise ijson.IncompleteJSONError("the document ends early") from None

    def peek(self) -> str:
        """Return the kind of what comes next, e.g. `start_array`."""
        self._pending = self._next()
        return self._pending[0]

    def _began(self, wanted: str) -> bool:
        event, _ = self._next()
        if event == wanted:
            self._depth += 1
            if self._depth > MAX_DEPTH:
                raise TooDeepError
            return True
        if event in _STARTS:
            self._skip_rest()
        return False

    def names(self) -> Iterator[str]:
        """Yield the keys of the object that comes next; after each, its value has to be walked through or skipped."""
        if not self._began("start_map"):
            return
        while True:
            event, value = self._next()
            if event == "end_map":
                self._depth -= 1
                return
            yield value

    def chosen(self, *wanted: str) -> Iterator[str]:
        """Yield these keys of the object that comes next, as `names` does; the values of all others are skipped."""
        for name in self.names():
            if name in wanted:
                yield name
            else:
                self.skip()

    def items(self) -> Iterator[None]:
        """Yield once for each value of the array that comes next, each of which has to be walked through or skipped.

        What comes next is given back by `value`, `names` and so on, as everywhere.
        """
        if not self._began("start_array"):
            return
        while True:
            event, value = self._next()
            if event == "end_array":
                self._depth -= 1
                return
            self._pending = (event, value)
            yield

    def skip(self) -> None:
        """Leave the value that comes next out."""
        event, _ = self._next()
        if event in _STARTS:
            self._skip_rest()

    def _skip_rest(self) -> None:
        depth, limit, step = 1, MAX_DEPTH - self._depth, _STEP.get
        for event, _ in self._events:
            if change := step(event):
                depth += change
                if not depth:
                    return
                if depth > limit:
                    raise TooDeepError
        raise ijson.IncompleteJSONError("the document ends early")

    def end(self) -> None:
        """Refuse what comes after the document. Raises ijson's error, as for all that is not JSON."""
        if next(self._events, None) is not None:
            raise ijson.JSONError("another document follows")

    def value(self, wanted: Callable[[str], bool] | None = None) -> Any:
        """Return the value that comes next; of an object, only the keys that are wanted."""
        event, value = self._next()
        return self._value(event, value, wanted)

    def _value(self, event: str, value: Any, wanted: Callable[[str], bool] | None = None) -> Any:
        if event not in _STARTS:
            return value
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise TooDeepError
        result: Any = {} if event == "start_map" else []
        while True:
            event, value = self._next()
            if event in _ENDS:
                self._depth -= 1
                return result
            if event == "map_key":
                if wanted is not None and not wanted(value):
                    self.skip()
                else:
                    result[value] = self._value(*self._next())
            else:
                result.append(self._value(event, value))


def walk(path: Path, name: str, read: Callable[[Walk], Any]) -> Any:
    """Return what `read` makes of a JSON document. Raises `InputError` for what is not JSON within bounds."""
    try:
        with opened(path, name) as stream:
            return read(Walk(stream))
    except TooDeepError:
        raise refuse(name, f"nesting is deeper than {MAX_DEPTH} levels", "make the file anew from its source") from None
    except (ijson.JSONError, RecursionError) as error:
        line, column = _place(path, name)
        said = str(error)
        early = "ends early" in said or "premature EOF" in said
        what = "this is not UTF-8 text" if "UTF8" in said else "this is not JSON"
        found = "the JSON ends early" if early else what
        if "trailing garbage" in said or "Additional data" in said or "another document" in said:
            found = "something follows after the end of the JSON document"
        raise refuse(name, found, "make the file anew from its source", line, column) from None


def _place(path: Path, name: str) -> tuple[int, int]:
    """Return line and column of the error in a JSON file, 0 and 0 if it is too large to seek it."""
    with opened(path, name) as stream:
        data = bytearray()
        while len(data) <= _LOCATED and (more := stream.read(1024 * 1024)):
            data += more
    if len(data) > _LOCATED:
        return 0, 0
    text = data.decode("utf-8", errors="replace")
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.lineno, error.colno
    except RecursionError:
        pass
    return 0, 0
