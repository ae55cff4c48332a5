"""Look-ups in the public register: by number, telephone, name, or the reference in its address."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from core.db import db
from licensing.agencies.models import Agency, AgencyPhone
from licensing.licences.models import Licence
from licensing.register import likeness
from licensing.register.entries import Entry, load
from licensing.register.likeness import Piece
from screening.names import search_keys

CANDIDATES = 300
MOST_LISTED = 20
MOST_SIMILAR = 5
_FIGURES: Any = func.ltrim(func.regexp_replace(Licence.number, "[^0-9]", "", "g"), "0")
_CANDIDATES = text("SELECT agency_id, name, kind FROM app.register_candidates(:keys, :most)")


@dataclass(frozen=True)
class Similar:
    """An agency whose name is like what was typed: which letters and words are different."""

    entry: Entry
    pieces: list[Piece]
    different: list[str]


@dataclass(frozen=True)
class Found:
    """What a look-up found: the very agencies, else those with a similar name; `more` says that not all are here."""

    entries: list[Entry]
    similar: list[Similar]
    more: bool = False


def by_reference(reference: str) -> Entry | None:
    """Return one published agency with everything that is public about it."""
    row = db.session.execute(select(Agency.id).where(Agency.reference == reference)).scalar_one_or_none()
    return next(iter(load([row], whole=True)), None) if row else None


def by_number(figures: str) -> Found:
    """Find the holder of a licence by the figures of its number, without leading zeros."""
    return _exactly(db.session.execute(select(Licence.agency_id).where(figures == _FIGURES)).scalars())


def by_phone(e164: str) -> Found:
    """Find the agencies that gave a telephone number as theirs."""
    return _exactly(db.session.execute(select(AgencyPhone.agency_id).where(AgencyPhone.e164 == e164)).scalars())


def by_name(asked: str) -> Found:
    """Find agencies by name: those that bear it exactly, else those whose name is like it, likest first."""
    keys = list(search_keys(asked, "organisation"))
    if not keys:
        return Found([], [])
    rows = db.session.execute(_CANDIDATES, {"keys": keys, "most": CANDIDATES}).all()
    exact = {row.agency_id for row in rows if likeness.same(asked, row.name)}
    if exact:
        return _exactly(exact)
    best: dict[UUID, tuple[float, str]] = {}
    for row in rows:
        score = likeness.alike(asked, row.name)
        if score >= likeness.SHOWN_FROM and score > best.get(row.agency_id, (0.0, ""))[0]:
            best[row.agency_id] = (score, row.name)
    order = sorted(best, key=lambda agency: (-best[agency][0], best[agency][1]))
    shown = {entry.id: entry for entry in load(order[:MOST_LISTED])}
    if len(order) > MOST_LISTED:
        return Found([], [_similar(asked, shown[key], best[key][1]) for key in order[:MOST_LISTED]], more=True)
    return Found([], [_similar(asked, shown[key], best[key][1]) for key in order[:MOST_SIMILAR] if key in shown])


def _similar(asked: str, entry: Entry, name: str) -> Similar:
    return Similar(entry, likeness.pieces(asked, name), likeness.different_words(asked, name))


def _exactly(agencies: Iterable[UUID]) -> Found:
    ids = sorted(set(agencies))
    return Found(load(ids[:MOST_LISTED], whole=len(ids) == 1), [], more=len(ids) > MOST_LISTED)
