"""Changes that a licensed agency asks for under an application: noted, shown beside what is, applied when granted."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from core import clock, ids, trail
from core.actor import SYSTEM, Actor
from core.db import db
from core.errors import Invalid, NotFound
from core.i18n import N_
from licensing.agencies import entries, facts, holder, people, queries, service
from licensing.agencies.facts import Business, Office, PersonFacts
from licensing.agencies.models import Agency, AgencyName, AgencyPerson, AgencyPhone, NameKind
from licensing.agencies.tables import AgencyChange

MOST = 100
UNKNOWN = N_("Choose what is to change.")

# What each act changes, in words.
ACTS: dict[str, str] = {
    "describe": N_("Who the agency is"),
    "locate": N_("Where the main office is"),
    "add-name": N_("A further name"),
    "remove-name": N_("A name that goes"),
    "add-phone": N_("A further telephone number"),
    "remove-phone": N_("A telephone number that goes"),
    "add-person": N_("A further person"),
    "change-person": N_("What is recorded of a person"),
    "remove-person": N_("A person who leaves"),
    "new-principal": N_("Another principal authority"),
}
_ROWS: dict[str, type[Any]] = {
    "remove-name": AgencyName,
    "remove-phone": AgencyPhone,
    "change-person": AgencyPerson,
    "remove-person": AgencyPerson,
}


@dataclass(frozen=True)
class Asked:
    """One change that was asked for, with the words of what is and of what is to be."""

    id: UUID
    act: str
    title: str
    before: str
    after: str


def stage(
    application_id: UUID, agency: Agency, act: str, told: dict[str, Any], *, subject_id: UUID | None = None, by: Actor
) -> AgencyChange:
    """Note a change that is to take effect when `application_id` does; an equal one is returned as it is.

    `told` by act: ``describe`` legal_name, registration_number, country · ``locate`` address, city, email, website ·
    ``add-name`` name, kind · ``add-phone`` label, phone · ``add-person``, ``change-person``, ``new-principal`` name,
    role, nationality, birth_date (ISO), control_percent.
    ``remove-…`` and ``change-person`` name their row as `subject_id`.
    Raises Invalid naming the fields, as the command itself would; NotFound for a row of another agency.
    """
    if act not in ACTS:
        raise Invalid("change-unknown", facts.CHECK, {"act": UNKNOWN})
    if act in _ROWS:
        row = db.session.get(_ROWS[act], subject_id) if subject_id else None
        if row is None or row.agency_id != agency.id:
            raise NotFound("not-here", entries.NOT_HERE)
        if act == "remove-name" and row.kind == NameKind.LEGAL:
            sentence = N_("The legal name cannot be removed. Change it under Business.")
            raise Invalid("legal-name-stays", sentence, {"name": sentence})
    kept = _cleaned(agency, act, told)
    present = asked_rows(application_id)
    for known in present:
        if (known.act, known.told, known.subject_id) == (act, kept, subject_id):
            return known
    if len(present) >= MOST:
        raise Invalid("too-many-changes", facts.CHECK, {"act": N_("There are 100 changes. Withdraw one first.")})
    row = AgencyChange(
        id=ids.new_id(), organisation_id=agency.organisation_id, agency_id=agency.id, application_id=application_id,
        act=act, told=kept, subject_id=subject_id, created_at=clock.now(),
        position=_next_position(application_id),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.agency-change.ask", row, by=by, act=act)
    db.session.flush()
    return row


def _next_position(application_id: UUID) -> int:
    newest = select(func.max(AgencyChange.position)).where(AgencyChange.application_id == application_id)
    return (db.session.execute(newest).scalar_one() or 0) + 1


def unstage(application_id: UUID, change_id: UUID, *, by: Actor) -> None:
    """Withdraw a change; withdrawing again changes nothing. Raises NotFound."""
    row = db.session.get(AgencyChange, change_id)
    if row is None or row.application_id != application_id:
        raise NotFound("not-here", entries.NOT_HERE)
    if row.withdrawn_at is None and row.applied_at is None:
        row.withdrawn_at = clock.now()
        trail.record("licensing.agency-change.withdraw", row, by=by)
        db.session.flush()


def asked_rows(application_id: UUID) -> list[AgencyChange]:
    """Return the changes asked for under an application and not withdrawn, in their order."""
    statement = select(AgencyChange).where(
        AgencyChange.application_id == application_id, AgencyChange.withdrawn_at.is_(None)
    )
    return list(db.session.scalars(statement.order_by(AgencyChange.position, AgencyChange.id).limit(MOST)))


def asked(application_id: UUID) -> list[Asked]:
    """Return the same in words, for the snapshot, the officer's comparison and the broker's list."""
    return [_worded(row) for row in asked_rows(application_id)]


def apply(application_id: UUID, *, by: Actor = SYSTEM) -> int:
    """Carry out what was asked for under a granted application; returns how many. Idempotent: each takes effect once.

    Runs as the worker (the web role may not change a licensed agency). A change that no longer fits, such as a number
    that is there already, is marked applied all the same: what it asked for is so.
    """
    rows = [row for row in asked_rows(application_id) if row.applied_at is None]
    if not rows:
        return 0
    agency = queries.get(rows[0].agency_id)
    with holder.applying(application_id):
        for row in rows:
            fault = ""
            try:
                with db.session.begin_nested():
                    _DO[row.act](agency, row, by)
            except (Invalid, NotFound) as problem:
                fault = problem.code
            row.applied_at = clock.now()
            trail.record("licensing.agency-change.apply", row, by=by, act=row.act, fault=fault)
            db.session.flush()
    return len(rows)


def _cleaned(agency: Agency, act: str, told: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of a change, cleaned as the command itself would. Raises Invalid."""
    if act == "describe":
        told = {name: told.get(name) or "" for name in ("legal_name", "registration_number", "country")}
        return dict(vars(facts.business(**told)))
    if act == "locate":
        return dict(vars(facts.office(**{name: told.get(name) for name in ("address", "city", "email", "website")})))
    if act == "add-name":
        faults: dict[str, str] = {}
        name = facts.line(told.get("name") or "", 300, "name", N_("Enter the name."), faults)
        if told.get("kind") not in {NameKind.TRADING, NameKind.FORMER, NameKind.LOCAL}:
            faults["kind"] = N_("Choose what kind of name this is.")
        facts.refuse(faults)
        return {"name": name, "kind": str(told["kind"])}
    if act == "add-phone":
        number = facts.phone(told.get("label") or "", told.get("phone") or "", country=agency.country)
        return {"label": number.label, "phone": number.e164}
    if act in {"add-person", "change-person", "new-principal"}:
        given = _person(told, role="principal" if act == "new-principal" else told.get("role") or "")
        kept = vars(facts.person(given, today=clock.today()))
        if act == "add-person" and kept["role"] == "principal":
            sentence = N_("Ask for another principal authority instead: there is exactly one.")
            raise Invalid("second-principal", sentence, {"role": sentence})
        day = kept["birth_date"]
        return {**kept, "role": str(kept["role"]), "birth_date": day.isoformat() if day else None}
    return {}


def _person(told: dict[str, Any], *, role: str) -> PersonFacts:
    day = told.get("birth_date")
    try:
        born = date.fromisoformat(day) if isinstance(day, str) and day else day or None
    except ValueError as error:
        sentence = N_("Enter a day of birth such as 1980-05-17.")
        raise Invalid("birth-date", facts.CHECK, {"birth_date": sentence}) from error
    return PersonFacts(
        told.get("name") or "", role, told.get("nationality"), born, float(told.get("control_percent") or 0)
    )


def _subject(row: AgencyChange) -> UUID:
    if row.subject_id is None:
        raise NotFound("not-here", entries.NOT_HERE)
    return row.subject_id


def _change_person(agency: Agency, row: AgencyChange, by: Actor) -> None:
    person = queries.person(agency, _subject(row))
    if person.left_on is None:
        people.change(agency, person, _person(row.told, role=row.told["role"]), by=by)


_DO: dict[str, Callable[[Agency, AgencyChange, Actor], Any]] = {
    "describe": lambda agency, row, by: service.describe(agency, Business(**row.told), by=by),
    "locate": lambda agency, row, by: service.locate(agency, Office(**row.told), by=by),
    "add-name": lambda agency, row, by: service.add_name(agency, row.told["name"], row.told["kind"], by=by),
    "remove-name": lambda agency, row, by: service.remove_name(agency, _subject(row), by=by),
    "add-phone": lambda agency, row, by: service.add_phone(agency, row.told["label"], row.told["phone"], by=by),
    "remove-phone": lambda agency, row, by: service.remove_phone(agency, _subject(row), by=by),
    "add-person": lambda agency, row, by: people.add(agency, _person(row.told, role=row.told["role"]), by=by),
    "change-person": _change_person,
    "remove-person": lambda agency, row, by: people.remove(agency, _subject(row), by=by),
    "new-principal": lambda agency, row, by: people.succeed_principal(
        agency, _person(row.told, role="principal"), by=by
    ),
}


def _worded(row: AgencyChange) -> Asked:
    agency = queries.get(row.agency_id)
    before, after = "", " · ".join(str(value) for value in row.told.values() if value not in (None, "", 0))
    if row.act in _ROWS and row.subject_id is not None:
        subject = db.session.get(_ROWS[row.act], row.subject_id)
        before = str(getattr(subject, "name", None) or getattr(subject, "e164", "")) if subject else ""
    elif row.act == "describe":
        before = f"{agency.legal_name} · {agency.registration_number} · {agency.country}"
    elif row.act == "locate":
        before = " · ".join(part for part in (agency.address, agency.city, agency.email, agency.website) if part)
    elif row.act == "new-principal":
        before = next((person.name for person in queries.people(agency.id) if person.role == "principal"), "")
    return Asked(row.id, row.act, ACTS[row.act], before, after)
