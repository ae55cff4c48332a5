"""Names to be screened, one JSON object a line (pure).

What a line holds: ``id`` (text or number, given back), ``type`` (person, org, vessel, aircraft or unknown), ``query``
(the name asked for) and, where two names are compared, ``name`` (the listed name). Other members are ignored.
"""

import json
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from screening.flat_lists import KINDS
from screening.names import MAX_NAME_CHARACTERS, Kind

BATCH = 100_000  # lines held at a time
MAX_LINE = 1_000_000  # bytes


class Question(NamedTuple):
    """A name to be screened; `id` is JSON text, `other` the listed name it is compared with, or empty."""

    id: str
    name: str
    kind: Kind
    other: str = ""


class LineError(ValueError):
    """A line cannot be understood; the message says which and what it should be."""


def batches(stream: BinaryIO, *, paired: bool = False, size: int = BATCH) -> Iterator[list[Question]]:
    """Yield the questions of a stream, `size` at a time; blank lines are skipped.

    Args:
        stream: UTF-8 text, one JSON object a line.
        paired: whether each line also has to hold the listed name.
        size: the most questions of a batch.

    Raises:
        LineError: for the first line that is not as it should be.
    """
    questions = _questions(stream, paired=paired)
    while batch := list(islice(questions, size)):
        yield batch


def _questions(stream: BinaryIO, *, paired: bool) -> Iterator[Question]:
    loads, number = json.loads, 0
    while line := stream.readline(MAX_LINE):
        number += 1
        if line.isspace():
            continue
        try:
            found = loads(line)
            question = Question(
                _id(found["id"]), found["query"], KINDS[found.get("type", "unknown")], found["name"] if paired else ""
            )
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise LineError(f"Line {number}: {_fault(line, paired=paired)}") from error
        for name in question[1:4:2]:
            if not isinstance(name, str):
                raise LineError(f"Line {number}: {_fault(line, paired=paired)}")
            if len(name) > MAX_NAME_CHARACTERS:
                sentence = f"a name has {len(name):,} characters; it can have at most {MAX_NAME_CHARACTERS:,}."
                raise LineError(f"Line {number}: {sentence}")
        yield question


def _id(value: Any) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str | float):
        return json.dumps(value)
    raise TypeError


def _fault(line: bytes, *, paired: bool) -> str:
    """Return what is wrong with a line that could not be read, and how to mend it."""
    if len(line) >= MAX_LINE:
        return f"it is longer than {MAX_LINE:,} bytes; write one JSON object a line."
    try:
        found = json.loads(line)
    except UnicodeDecodeError:
        return "it is not written in UTF-8."
    except (ValueError, RecursionError):
        return "it is not JSON; write one object a line."
    return _missing(found, paired=paired)


def _missing(found: object, *, paired: bool) -> str:
    if not isinstance(found, dict):
        return "it is not a JSON object; write {...} with id, type and query."
    for member in ("query", "name") if paired else ("query",):
        if not isinstance(found.get(member), str):
            return f"“{member}” has to be a text."
    if not isinstance(found.get("id"), str | int | float) or isinstance(found["id"], bool):
        return "“id” has to be a text or a number."
    return f"“type” has to be one of {', '.join(KINDS)}."
