"""FollowTheMoney entities in JSON lines, as OpenSanctions gives them out, and their files of changes (pure).

A list is a graph: a Sanction names the entity it is against, an entity names its Address. What belongs to an entity may
stand before or after it, so the file is read twice, and the belongings are kept in a private file in between.
Layout: https://www.opensanctions.org/docs/bulk/json/ and https://www.opensanctions.org/docs/bulk/delta/
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screening.watchlists.formats import ftm_properties
from screening.watchlists.formats.objects import objects, texts
from screening.watchlists.formats.opening import Opening
from screening.watchlists.records import EntityRecord, FormatError, Report, Skipped

TITLE = "FollowTheMoney JSON lines"
OPERATIONS = ("ADD", "MOD", "DEL")
_DOCUMENTS = ("Passport", "Identification")
Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of a list.

    Attributes:
        op: ``ADD``, ``MOD`` or ``DEL``.
        key: the entity that is added, changed or removed.
        entity: as published; of a removed one only its key.
        record: what it is read as; None for a removal, and for what is no party, such as a Sanction or an Address.
    """

    op: str
    key: str
    entity: Entity
    record: EntityRecord | None


def recognise(opening: Opening) -> bool:
    """Tell whether a file begins with a FollowTheMoney entity."""
    return opening.has_keys("id", "schema", "properties") and not opening.has_keys("op", "entity")


def is_delta(opening: Opening) -> bool:
    """Tell whether a file begins with an operation on an entity."""
    return opening.has_keys("op", "entity")


def read(files: Sequence[Path], report: Report) -> Iterator[EntityRecord]:
    """Yield the entities that can be screened against; what only belongs to them is no entity of its own.

    Raises:
        FormatError: for the first object that is no FollowTheMoney entity.
    """
    with closing(_Belongings(files[0])) as belongings:
        for line, entity in _entities(files[0]):
            schema = ftm_properties.schema(entity["schema"])
            if schema is None:
                continue
            if entity.get("target") is False:
                # by its key: who is only related need not be named
                report(Skipped(line, entity["id"], "It is related to a flagged entity, not flagged itself."))
                continue
            record = belongings.record(entity, schema)
            if record.names:
                yield record
            else:
                report(Skipped(line, record.entity_key, "The entity has no name."))


def _entities(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, entity in objects(path):
        yield line, _checked(entity, line, path.name)


def _checked(entity: Any, line: int, file: str) -> dict[str, Any]:
    if not isinstance(entity, dict):
        raise FormatError(line, "entity", "The value has to be an object.", file)
    for key in ("id", "schema"):
        if not isinstance(entity.get(key), str) or not entity[key].strip():
            raise FormatError(line, key, "The value is missing: every entity has one.", file)
    if not isinstance(entity.get("properties"), dict):
        raise FormatError(line, "properties", "The value has to be an object of lists.", file)
    return entity


class _Belongings:
    """What belongs to entities, kept in a file that only this process sees and that ends with it."""

    def __init__(self, path: Path) -> None:
        self.file = sqlite3.connect("", check_same_thread=False)
        self.file.execute("CREATE TABLE belonging (owner TEXT, kind TEXT, content TEXT)")
        self.file.executemany("INSERT INTO belonging VALUES (?, ?, ?)", self._found(path))
        self.file.execute("CREATE INDEX owned ON belonging (owner)")

    @staticmethod
    def _found(path: Path) -> Iterator[tuple[str, str, str]]:
        for _line, entity in _entities(path):
            properties = ftm_properties.of(entity)
            if entity["schema"] == "Address":
                yield _storable(entity["id"]), "address", _storable(", ".join(texts(properties.get("full"))[:1]))
            elif entity["schema"] == "Sanction" or entity["schema"] in _DOCUMENTS:
                kind = "sanction" if entity["schema"] == "Sanction" else "document"
                for owner in (*texts(properties.get("entity")), *texts(properties.get("holder"))):
                    yield _storable(owner), kind, json.dumps(properties)

    def record(self, entity: Entity, schema: str) -> EntityRecord:
        mine = self._of(entity["id"])
        linked = [found for key in texts(ftm_properties.of(entity).get("addressEntity")) for found in self._of(key)]
        return ftm_properties.record(
            entity, schema,
            sanctions=[json.loads(content) for kind, content in mine if kind == "sanction"],
            documents=[json.loads(content) for kind, content in mine if kind == "document"],
            addresses=[content for kind, content in linked if kind == "address"],
        )  # fmt: skip

    def _of(self, key: str) -> list[tuple[str, str]]:
        rows = self.file.execute(
            "SELECT kind, content FROM belonging WHERE owner = ? ORDER BY rowid", (_storable(key),)
        )
        return rows.fetchall()

    def close(self) -> None:
        self.file.close()


def _storable(text: str) -> str:
    """Return the text without lone surrogates, which no file can hold; they are refused where they name an entity."""
    return text.encode("utf-8", "replace").decode("utf-8")


# ---------------------------------------------------------------------------------------------- changes


def read_delta(path: Path) -> Iterator[Operation]:
    """Yield the operations of a file of changes, in their order.

    An operation on a Sanction or an Address has no record: it changes how another entity reads. To be exact about
    those, merge the changes into the list (`merge`) and read that.

    Raises:
        FormatError: for the first line that is no operation.
    """
    for line, found in objects(path, may_be_empty=True):
        op, entity = found.get("op"), found.get("entity")
        if op not in OPERATIONS:
            raise FormatError(line, "op", f"The operation has to be one of {', '.join(OPERATIONS)}.", path.name)
        if op == "DEL":
            if not isinstance(entity, dict) or not isinstance(entity.get("id"), str) or not entity["id"]:
                raise FormatError(line, "entity", "The entity to be removed has no id.", path.name)
            yield Operation(op, entity["id"], entity, None)
            continue
        entity = _checked(entity, line, path.name)
        schema = ftm_properties.schema(entity["schema"])
        screened = schema is not None and entity.get("target") is not False
        record = ftm_properties.record(entity, schema) if schema and screened else None
        yield Operation(op, entity["id"], entity, record if record and record.names else None)


def read_delta_index(path: Path) -> list[tuple[str, str]]:
    """Return version and address of each file of changes an index names, oldest first.

    Raises:
        FormatError: when it is no such index.
    """
    found = next(objects(path), None)
    versions = found[1].get("versions") if found else None
    if not isinstance(versions, dict) or not all(isinstance(address, str) for address in versions.values()):
        sentence = "The index has no object “versions” with an address for each version."
        raise FormatError(1, "versions", sentence, path.name)
    return sorted(versions.items())


def merge(base: Path, deltas: Iterable[Path], merged: Path) -> None:
    """Write the list that comes of `base` and the files of changes, oldest first, as JSON lines.

    What changes is held in memory, the list is not.

    Raises:
        FormatError: for the first line of any of them that is not as it should be.
    """
    changed: dict[str, Entity | None] = {}
    for delta in deltas:
        for operation in read_delta(delta):
            changed.pop(operation.key, None)
            changed[operation.key] = None if operation.op == "DEL" else operation.entity
    with merged.open("w", encoding="utf-8") as file:
        for _line, entity in _entities(base):
            kept = changed.pop(entity["id"], None) if entity["id"] in changed else entity
            if kept is not None:
                file.write(json.dumps(kept, ensure_ascii=True) + "\n")
        for added in changed.values():
            if added is not None:
                file.write(json.dumps(added, ensure_ascii=True) + "\n")
