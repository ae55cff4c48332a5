"""One flagged entity as every format is read into (pure)."""

import codecs
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from core.text import FORBIDDEN
from screening.names import Kind

SCHEMAS = ("Person", "Organization", "Company", "Vessel", "Airplane", "LegalEntity")
NAME_KINDS = ("primary", "aka", "fka", "weak", "original_script")
MAX_NAME = 1_000


class FormatError(ValueError):
    """A file does not have the form it should have.

    Attributes:
        line: line of the file, from 1; 0 when the file as a whole is meant.
        column: name or number of the column; empty when the whole line is meant.
        sentence: what is wrong, in plain words.
        file: name of the file.
    """

    def __init__(self, line: int, column: str, sentence: str, file: str = "") -> None:
        self.line, self.column, self.sentence, self.file = line, column, sentence, file
        place = ", ".join(part for part in (file, line and f"line {line}", column and f"column {column}") if part)
        super().__init__(f"{place}: {sentence}" if place else sentence)


@dataclass(frozen=True, slots=True)
class NameRecord:
    """One name of an entity.

    Attributes:
        name: as published.
        kind: ``primary``, ``aka``, ``fka``, ``weak`` or ``original_script``.
        language: ISO 639 code when the publisher gives one.
    """

    name: str
    kind: str = "primary"
    language: str | None = None


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """A flagged entity.

    Attributes:
        entity_key: the publisher's own key, stable between versions of the list.
        schema: a FollowTheMoney schema; one of ``SCHEMAS``.
        caption: the name to show.
        countries: ISO 3166 alpha-2 codes, as far as they can be derived.
        birth_dates: ISO dates, possibly only year or year and month.
        identifiers: scheme to values, such as ``{"tax_id": ("7707083893",)}``.
        listed_on: ISO date, when the publisher tells it; ``delisted_on`` likewise.
    """

    entity_key: str
    schema: str
    caption: str
    names: tuple[NameRecord, ...]
    programs: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()
    reason: str | None = None
    remarks: str | None = None
    listed_on: str | None = None
    delisted_on: str | None = None
    source_url: str | None = None

    @property
    def kind(self) -> Kind:
        """What `screening.names` treats the entity's names as."""
        return kind_of(self.schema)


def kind_of(schema: str) -> Kind:
    """Return what `screening.names` treats the names of an entity of `schema` as."""
    if schema == "Person":
        return "person"
    return "unknown" if schema == "LegalEntity" else "organisation"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something in a file that became no entity, or was left out of one, and why.

    Attributes:
        line: line of the file, from 1; 0 when lines mean nothing in it.
        text: what was left out, as published.
        reason: a sentence.
    """

    line: int
    text: str
    reason: str


# Called with everything that is left out of a list.
Report = Callable[[Skipped], None]


class LeftOut:
    """Counts what is left out of a list by its reason, with a few examples; to be given to a reader as its report."""

    MOST_REASONS = 20
    MOST_EXAMPLES = 3

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}
        self._examples: dict[str, list[str]] = {}

    def __call__(self, left_out: Skipped) -> None:
        """Take note of one thing that is left out."""
        known = left_out.reason in self._counts or len(self._counts) < self.MOST_REASONS
        reason = left_out.reason if known else "Other reasons."
        self._counts[reason] = self._counts.get(reason, 0) + 1
        examples = self._examples.setdefault(reason, [])
        if left_out.text and len(examples) < self.MOST_EXAMPLES and not FORBIDDEN.search(left_out.text):
            examples.append(left_out.text[:200])

    def as_json(self) -> list[dict[str, Any]]:
        """Return reason, count and examples, the most frequent first."""
        ordered = sorted(self._counts.items(), key=lambda item: -item[1])
        return [{"reason": reason, "count": count, "examples": self._examples[reason]} for reason, count in ordered]


def content_hash(record: EntityRecord) -> str:
    """Return a SHA-256 of what the publisher says; the order of names and values does not count."""
    content = asdict(record)
    content["names"] = sorted((n["name"], n["kind"], n["language"] or "") for n in content["names"])
    content["identifiers"] = {scheme: sorted(values) for scheme, values in content["identifiers"].items()}
    for several in ("programs", "countries", "birth_dates", "addresses"):
        content[several] = sorted(content[several])
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def encoding_of(path: Path) -> str:
    """Return the encoding of a whole text file: UTF-16 by its mark, UTF-8, or Windows-1252 of older publications.

    Raises:
        FormatError: when it is none of these, so that it is no text.
    """
    with path.open("rb") as file:
        if file.read(2) in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
            return "utf-16"
    for encoding, name in (("utf-8", "utf-8-sig"), ("cp1252", "cp1252")):
        if _decodes(path, encoding):
            return name
    sentence = "This is no text in UTF-8, UTF-16 or Windows-1252. Save it as “CSV UTF-8” or fetch it again."
    raise FormatError(0, "", sentence, path.name)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 16):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
