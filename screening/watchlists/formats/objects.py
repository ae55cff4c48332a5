"""JSON objects from a file, one after the other, whether on lines or in one array, with bounded memory (pure)."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NoReturn, TextIO, cast

from screening.watchlists.formats.texts import line as one_line
from screening.watchlists.formats.texts import unique
from screening.watchlists.records import FormatError, encoding_of

# The longest object of a published list has some 100,000 characters.
MAX_OBJECT = 4_000_000
_BLOCK = 1 << 16
_BETWEEN = re.compile(r"[ \t\r\n,]*")


def objects(path: Path, *, may_be_empty: bool = False) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield line and object for each object of a file.

    Args:
        path: JSON lines, objects one after the other, or one array of objects.
        may_be_empty: whether a file without any object is one, as a day without changes is.

    Raises:
        FormatError: for what is no JSON object, and for one that is larger than any in a list.
    """
    with path.open(encoding=encoding_of(path)) as file:
        stream = _Stream(file, path.name)
        yield from stream.objects()
        if not stream.count and not may_be_empty:
            raise FormatError(0, "", "The file is empty: there is no JSON object in it.", path.name)


class _Stream:
    """A text that is read on when the object at hand does not end in what was read."""

    def __init__(self, file: TextIO, name: str) -> None:
        self.file, self.name = file, name
        self.text, self.at = "", 0
        self.line = 1
        self.count = 0
        # NaN and Infinity are no JSON, though Python would take them
        self.decoder = json.JSONDecoder(parse_constant=self._no_constant)

    def objects(self) -> Iterator[tuple[int, dict[str, Any]]]:
        array = self._another() and self._takes("[")
        closed = False
        while self._another():
            if array and self._takes("]"):
                array, closed = False, True
                continue
            if closed:
                raise FormatError(self.line, "", "There is something after the end of the list.", self.name)
            line, found = self.line, self._next()
            self.count += 1
            yield line, found
        if array:
            raise FormatError(self.line, "", "The file ends in the middle of the list. Fetch it again.", self.name)

    def _another(self) -> bool:
        """Pass over what stands between objects; tell whether anything follows."""
        while True:
            end = _BETWEEN.match(self.text, self.at).end()  # type: ignore[union-attr]  # it matches nothing, too
            self._pass(end)
            if end < len(self.text):
                return True
            if not self._more():
                return False

    def _takes(self, sign: str) -> bool:
        found = self.text.startswith(sign, self.at)
        if found:
            self._pass(self.at + 1)
        return found

    def _pass(self, end: int) -> None:
        self.line += self.text.count("\n", self.at, end)
        self.at = end

    def _more(self) -> bool:
        left = len(self.text) - self.at
        block = self.file.read(max(_BLOCK, left))
        self.text, self.at = self.text[self.at :] + block, 0
        return bool(block)

    def _next(self) -> dict[str, Any]:
        if not self.text.startswith("{", self.at):
            raise FormatError(self.line, "", "This is not a JSON object.", self.name)
        while True:
            try:
                found, end = self.decoder.raw_decode(self.text, self.at)
            except RecursionError as error:
                raise FormatError(self.line, "", "The object is nested too deeply.", self.name) from error
            except json.JSONDecodeError as error:
                line = self.line + self.text.count("\n", self.at, error.pos)
                if len(self.text) - self.at > MAX_OBJECT or not self._more():
                    sentence = f"This is not JSON, or the file was cut off ({error.msg}). Fetch it again."
                    raise FormatError(line, "", sentence, self.name) from error
            except ValueError as error:
                raise FormatError(self.line, "", f"This is not JSON: {error}.", self.name) from error
            else:
                self._pass(end)
                return cast("dict[str, Any]", found)  # what begins with a brace

    def _no_constant(self, word: str) -> NoReturn:
        raise ValueError(f"{word} is no value")


def texts(value: object) -> tuple[str, ...]:
    """Return the texts of a value that is one or a list of several; numbers as text, all else left out."""
    if value is None:
        return ()
    values = value if isinstance(value, list) else (value,)
    found = [one_line(str(item)) for item in values if isinstance(item, str | int) and not isinstance(item, bool)]
    return unique(found) if len(found) != 1 or not found[0] else (found[0],)


def text(found: Mapping[str, object], key: str) -> str:
    """Return the first text of a key, or the empty text."""
    return next(iter(texts(found.get(key))), "")
