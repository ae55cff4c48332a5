"""Reads of the public register, by the role that sees published columns only; a few statements an answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import String, TextClause, func, literal_column, or_, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by

from core import clock, ids
from core.db import db
from core.errors import NotFound
from core.i18n import N_
from licensing.agencies.models import Agency, AgencyName, AgencyPerson, AgencyPhone, NameKind
from licensing.applications.models import Application
from licensing.applications.states import ASKING
from licensing.licences import restrictions
from licensing.licences.models import Licence, LicenceCondition
from licensing.licences.status import LicenceFacts, PublicStatus
from licensing.register import likeness, records
from licensing.register.likeness import Candidate
from licensing.register.question import Question
from screening.names import search_keys

MOST_CANDIDATES = 150
MOST_LISTED = 20
MOST_SIMILAR = 5


@dataclass(frozen=True)
class Answer:
    """What the register answers.

    `key` is ``agency`` (one found, `agency`), ``similar`` or ``many`` (`listed`), ``none``, or a refusal ``empty``,
    ``short``. `by` says what was recognised: ``number``, ``phone`` or ``name``.
    """

    key: str
    by: str = ""
    agency: records.Agency | None = None
    listed: tuple[tuple[records.Agency, str], ...] = ()  # each with the name of it that was found


def find(question: Question) -> Answer:
    """Answer what a worker typed: a number or telephone number first, then an exact name, then names like it."""
    if question.refusal:
        return Answer(question.refusal)
    found = _by_number(question)
    if found:
        return _named(found, "phone" if question.phones and not _numbered(found, question) else "number")
    if not question.name:
        return Answer("none")
    exact = _known(likeness.same(question.name, _bearers(question.name)))
    if exact:
        return _named(exact, "name")
    return _alike(question.name, [*_candidates(question.name), *_containing(question.name)])


def _named(agencies: Sequence[records.Agency], by: str) -> Answer:
    if len(agencies) == 1:
        return Answer("agency", by, agencies[0])
    return Answer("many", by, listed=tuple((agency, agency.name) for agency in agencies[:MOST_LISTED]))


def _alike(name: str, candidates: Sequence[Candidate]) -> Answer:
    likes = likeness.alike(name, candidates)
    names = {like.agency_id: like.name for like in likes[:MOST_LISTED]}
    agencies = _known(names)
    if not agencies:
        return Answer("none")
    listed = tuple((agency, names[agency.id]) for agency in agencies)
    if len(likes) > MOST_LISTED:
        return Answer("many", "name", listed=listed)
    return Answer("similar", "name", listed=listed[:MOST_SIMILAR])


def _known(wanted: Iterable[UUID]) -> list[records.Agency]:
    """Return agencies in the order asked for, without those that were never licensed and do not ask to be."""
    order = list(wanted)[:MOST_LISTED]
    if not order:
        return []
    found = {agency.id: agency for agency in _load(Agency.id.in_(order))}
    return [found[key] for key in order if key in found and found[key].status is not PublicStatus.NONE]


def get(reference: str) -> records.Agency:
    """Return the agency of a public reference, however it was typed. Raises NotFound."""
    found = _load(Agency.reference == (ids.tidy_reference(reference) or reference))
    if not found:
        raise NotFound("agency-not-on-register", N_("There is no such agency on the register. Check the address."))
    return found[0]


def find_by_id(agency_id: UUID) -> records.Agency | None:
    """Return an agency of the register by id, or None."""
    return next(iter(_load(Agency.id == agency_id)), None)


# -------------------------------------------------------------------------------------- ways in


# Written as in the index ix_licence_number_figures, letter for letter, or PostgreSQL would not use it.
_FIGURES: Any = literal_column("ltrim(regexp_replace(licence.number, '[^0-9]', '', 'g'), '0')", String)
_LETTERS: Any = literal_column("regexp_replace(upper(licence.number), '[^A-Z]', '', 'g')", String)


def _by_number(question: Question) -> list[records.Agency]:
    """Return the agencies of a licence number, a reference or a telephone number; one statement."""
    ways: list[Any] = []
    if question.figures:
        holding = select(Licence.agency_id).where(question.figures == _FIGURES)
        if question.letters:
            holding = holding.where(question.letters == _LETTERS)
        ways.append(holding.limit(MOST_LISTED + 1))
    if question.phones:
        ways.append(select(AgencyPhone.agency_id).where(AgencyPhone.e164.in_(question.phones)).limit(MOST_LISTED + 1))
    if question.reference:
        ways.append(select(Agency.id).where(Agency.reference == question.reference))
    if not ways:
        return []
    found = _load(or_(*(Agency.id.in_(way.scalar_subquery()) for way in ways)))
    return [agency for agency in found if agency.status is not PublicStatus.NONE]


def _numbered(agencies: Sequence[records.Agency], question: Question) -> bool:
    """Tell whether the licence number, not the telephone number, was recognised."""
    held = {"".join(c for c in licence.number if c.isdigit()).lstrip("0") for a in agencies for licence in a.licences}
    return bool(question.figures) and question.figures in held


_BEARERS = text("SELECT agency_id, name, kind FROM app.register_bearers(:keys, :most)")
_CANDIDATES = text("SELECT agency_id, name, kind FROM app.register_candidates(:keys, :most)")


def _bearers(name: str) -> list[Candidate]:
    """Return the published names that share every key with `name`: among them those that are equal to it."""
    return _sharing(_BEARERS, search_keys(name, "organisation"))


def _candidates(name: str) -> list[Candidate]:
    """Return the published names that share most keys with `name`, in any of its spellings."""
    keys = (key for spelling in likeness.spellings(name) for key in search_keys(spelling, "organisation"))
    return _sharing(_CANDIDATES, dict.fromkeys(keys))


def _sharing(statement: TextClause, keys: Iterable[str]) -> list[Candidate]:
    rows = db.session.execute(statement, {"keys": list(keys), "most": MOST_CANDIDATES})
    return [Candidate(row.agency_id, row.name, row.kind) for row in rows]


def _containing(name: str) -> list[Candidate]:
    """Return names that hold the first word of `name`, when it has common words only (“Golden”): those have no key."""
    typed = likeness.common_only(name)
    if not typed:
        return []
    statement = select(AgencyName.agency_id, AgencyName.name, AgencyName.kind)
    found = statement.where(AgencyName.name.icontains(typed, autoescape=True)).limit(MOST_CANDIDATES)
    return [Candidate(row.agency_id, row.name, row.kind) for row in db.session.execute(found)]


# ------------------------------------------------------------------------------- one agency, one statement


def _array(what: Any, order: Any, *where: Any, of: Any = Agency) -> Any:
    """Return a column that holds all rows of a table that belong to the row of `of`, as one JSON array."""
    rows = func.jsonb_agg(aggregate_order_by(what, *order))
    return select(func.coalesce(rows, text("'[]'::jsonb"))).where(*where).correlate(of).scalar_subquery()


_CONDITIONS = _array(
    func.jsonb_build_array(LicenceCondition.public_text, LicenceCondition.due_on),
    (LicenceCondition.created_at, LicenceCondition.id),
    LicenceCondition.licence_id == Licence.id, LicenceCondition.satisfied_at.is_(None), of=Licence,
)  # fmt: skip
_LICENCES = _array(
    func.jsonb_build_object(
        "number", Licence.number, "status", Licence.status, "starts", func.lower(Licence.valid),
        "ends", func.upper(Licence.valid) - 1, "class", Licence.class_code, "frozen", Licence.frozen,
        "watched", Licence.watched, "renewal", Licence.renewal_pending_until, "appeal", Licence.under_appeal,
        "destinations", Licence.destinations, "conditions", _CONDITIONS,
        "corridors", Licence.frozen_corridors, "employers", Licence.frozen_employers,
    ),
    (func.lower(Licence.valid).desc(), Licence.number.desc()), Licence.agency_id == Agency.id,
)  # fmt: skip
_PHONES = _array(
    func.jsonb_build_array(AgencyPhone.label, AgencyPhone.e164),
    (AgencyPhone.created_at, AgencyPhone.id), AgencyPhone.agency_id == Agency.id,
)  # fmt: skip
_PEOPLE = _array(
    func.jsonb_build_array(AgencyPerson.name, AgencyPerson.role),
    (AgencyPerson.created_at, AgencyPerson.id), AgencyPerson.agency_id == Agency.id,
)  # fmt: skip
_LOCAL = (
    select(AgencyName.name)
    .where(AgencyName.agency_id == Agency.id, AgencyName.kind == NameKind.LOCAL)
    .order_by(AgencyName.created_at, AgencyName.id).limit(1).correlate(Agency).scalar_subquery()
)  # fmt: skip
_APPLYING = (
    select(Application.id).where(Application.agency_id == Agency.id, Application.status.in_(ASKING))
    .correlate(Agency).exists()
)  # fmt: skip
_AGENCY = select(
    Agency.id, Agency.reference, Agency.legal_name, Agency.city, Agency.country, Agency.address, Agency.website,
    _LOCAL.label("local_name"), _LICENCES.label("licences"), _PHONES.label("phones"), _PEOPLE.label("people"),
    _APPLYING.label("applying"),
).where(Agency.published_at.is_not(None)).order_by(Agency.legal_name, Agency.id).limit(MOST_LISTED + 1)  # fmt: skip


def _load(condition: Any) -> list[records.Agency]:
    rows = db.session.execute(_AGENCY.where(condition)).mappings()
    return [_agency(row, clock.today()) for row in rows]


def _agency(row: Mapping[Any, Any], day: date) -> records.Agency:
    return records.Agency(
        id=row["id"], reference=row["reference"], name=row["legal_name"], town=row["city"], country=row["country"],
        address=row["address"], website=row["website"], local_name=row["local_name"],
        licences=tuple(_licence(told) for told in row["licences"]), applying=row["applying"],
        phones=tuple(records.Phone(*told) for told in row["phones"]),
        people=tuple(records.Person(*told) for told in row["people"]), day=day,
    )  # fmt: skip


def _licence(told: Mapping[str, Any]) -> records.Licence:
    conditions = tuple(records.Condition(words, _day(due)) for words, due in told["conditions"])
    frozen = restrictions.rules(told["corridors"], told["employers"])
    facts = LicenceFacts(
        status=told["status"], starts_on=date.fromisoformat(told["starts"]), ends_on=date.fromisoformat(told["ends"]),
        conditions=bool(conditions), frozen=told["frozen"], watched=told["watched"],
        renewal_pending_until=_day(told["renewal"]), under_appeal=told["appeal"], class_code=told["class"],
        frozen_for=(*told["corridors"], *told["employers"]),
    )  # fmt: skip
    rules = (*(records.Condition(words, None) for words in frozen), *conditions)
    return records.Licence(told["number"], facts, tuple(told["destinations"]), rules)


def _day(told: str | None) -> date | None:
    return date.fromisoformat(told) if told else None
