"""Reads of bans: who is banned today, and whether a person is like somebody who is."""

import hashlib
import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, String, cast, or_, select
from sqlalchemy.orm import selectinload

from core import clock, jobs
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from core.paging import Page, Paged, paged
from licensing.bans.models import BanReview, PersonBan
from licensing.bans.states import WAITING, Status
from screening.names import normalise, search_keys
from screening.scoring import ALERT_THRESHOLD, score

CANDIDATES = 200


@dataclass(frozen=True)
class BanMatch:
    """A ban in force that a person may be meant by.

    Attributes:
        ban: the ban.
        score: how strongly the names agree, 0 to 1; 1 where a document is the same.
        same_birth_date: True or False where both are known, else None.
        same_document: a document with the same number was shown.
    """

    ban: PersonBan
    score: float
    same_birth_date: bool | None
    same_document: bool


def matching(name: str, birth_date: date | None = None, documents: Collection[str] = ()) -> list[BanMatch]:
    """Return the bans in force that a person of this name may be meant by, the likeliest first; at most 20.

    Args:
        name: as written, in any script.
        birth_date: where known; another birth date than the banned person's rules a match by name out.
        documents: numbers of identity papers where known, as typed.

    Two queries. A name proves nothing: an officer looks.
    """
    hashes = [document_hash(number) for number in documents]
    keys = list(search_keys(name, "person"))
    asked = normalise(name, "person")
    like: list[ColumnElement[bool]] = []
    if keys:
        like.append(PersonBan.search_keys.op("&&")(cast(keys, ARRAY(String))))
    if hashes:
        like.append(PersonBan.identifiers.op("&&")(cast(hashes, ARRAY(String))))
    if not like:
        return []
    statement = select(PersonBan).where(in_force(clock.today()), or_(*like)).limit(CANDIDATES)
    found = []
    for ban in db.session.execute(statement).scalars():
        same_document = bool(set(ban.identifiers) & set(hashes))
        same_day = None if not (birth_date and ban.birth_date) else birth_date == ban.birth_date
        value = 1.0 if same_document else float(score(asked, normalise(ban.name, "person")).score)
        if same_document or (value >= ALERT_THRESHOLD and same_day is not False):
            found.append(BanMatch(ban, value, same_day, same_document))
    return sorted(found, key=lambda one: (-one.score, one.ban.reference))[:20]


def in_force(day: date) -> ColumnElement[bool]:
    """Return the condition for bans that hold on a day; the dates count even before any job has marked one ended."""
    running = or_(PersonBan.until_on.is_(None), PersonBan.until_on > day)
    return (PersonBan.status == Status.IN_FORCE) & (PersonBan.from_on <= day) & running


def document_hash(number: str) -> str:
    """Return the keyed hash by which equal numbers of identity papers are known, however they are spaced and cased."""
    plain = "".join(sign for sign in number.upper() if sign.isalnum())
    key = hashlib.sha256(b"banned persons' papers:" + jobs.settings().secret_key.encode()).digest()
    return hmac.new(key, plain.encode(), hashlib.sha256).hexdigest()


def get(reference: str, *, lock: bool = False) -> PersonBan:
    """Return a ban with its reviews, by reference. Raises NotFound."""
    statement = select(PersonBan).where(PersonBan.reference == reference).options(selectinload(PersonBan.reviews))
    if lock:
        statement = statement.with_for_update(of=PersonBan).execution_options(populate_existing=True)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("ban-not-found", N_("There is no such ban. Check the reference."))
    return found


def review(ban: PersonBan) -> BanReview | None:
    """Return the review of a ban that waits for a second person, if there is one."""
    statement = select(BanReview).where(BanReview.ban_id == ban.id, BanReview.status == "proposed")
    return db.session.execute(statement).scalar_one_or_none()


def search(status: str, page: Page) -> Paged[PersonBan]:
    """Return one page of bans, newest first; ``waiting`` are those to be confirmed, an empty status means all."""
    statement = select(PersonBan).order_by(PersonBan.proposed_at.desc(), PersonBan.id)
    if status == "waiting":
        statement = statement.where(PersonBan.status.in_(WAITING))
    elif status:
        statement = statement.where(PersonBan.status == status)
    return paged(statement, page)


def every_in_force() -> list[PersonBan]:
    """Return every ban that holds today, for the list that others screen against; at most 50,000."""
    statement = select(PersonBan).where(in_force(clock.today())).order_by(PersonBan.reference).limit(50_000)
    return list(db.session.execute(statement).scalars())


def run_out(limit: int = 500) -> list[PersonBan]:
    """Return bans whose last day has passed and that nobody has marked so, locked."""
    statement = select(PersonBan).where(PersonBan.status == Status.IN_FORCE, PersonBan.until_on <= clock.today())
    locked = statement.order_by(PersonBan.until_on).limit(limit).with_for_update(skip_locked=True)
    return list(db.session.execute(locked).scalars())


def published(page: Page) -> Paged[Any]:
    """Return what the public reads of bans in force: name, days and the public sentence, by name."""
    columns = (PersonBan.reference, PersonBan.name, PersonBan.from_on, PersonBan.until_on, PersonBan.public_text)
    statement: Any = select(*columns).where(in_force(clock.today())).order_by(PersonBan.name, PersonBan.reference)
    return paged(statement, page, scalars=False)


def by_id(ban_id: UUID) -> PersonBan:
    """Return a ban by id. Raises NotFound."""
    found = db.session.get(PersonBan, ban_id)
    if found is None:
        raise NotFound("ban-not-found", N_("There is no such ban. Check the reference."))
    return found
