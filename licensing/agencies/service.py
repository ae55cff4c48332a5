"""Commands on agencies: who they are, where they are found, under which names and telephone numbers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.organisations import queries as organisations
from core import clock, ids, trail
from core.actor import Actor
from core.db import constraint_of, db
from core.errors import Conflict, Invalid, NotFound, Refused
from core.i18n import N_
from licensing.agencies import entries, facts, holder, queries
from licensing.agencies.facts import Business, Office
from licensing.agencies.models import Agency, AgencyName, AgencyPhone, NameKind
from screening.names import search_keys

MOST_NAMES, MOST_PHONES = 30, 50


def register(registration_number: str, *, by: Actor) -> Agency:
    """Return the agency of the actor's organisation, made from it when it does not exist yet.

    Raises Invalid without a registration number or with that of another agency, Refused when the actor's
    organisation is no broker.
    """
    known = queries.own(by)
    if known is not None:
        return known
    organisation = organisations.get(by.organisation_id) if by.organisation_id else None
    if organisation is None or organisation.kind != "broker":
        raise Refused("not-a-broker", N_("Only a labour broker has an agency to register."))
    told = facts.business(organisation.name, registration_number, organisation.country)
    agency = Agency(
        id=ids.new_id(), organisation_id=organisation.id, reference=ids.new_reference("G"),
        legal_name=told.legal_name, registration_number=told.registration_number, country=told.country,
        city="", address="", created_at=clock.now(),
    )  # fmt: skip
    with _registration_unique():
        db.session.add(agency)
        trail.record("licensing.agency.register", agency, by=by)
    _add_name(agency, told.legal_name, NameKind.LEGAL, by=by)
    return agency


def describe(agency: Agency, told: Business, *, by: Actor) -> None:
    """Change who the agency is; a legal name that workers could already see stays findable as a former one.

    Raises Invalid when the trade register's number is another agency's.
    """
    before = Business(agency.legal_name, agency.registration_number, agency.country)
    if told == before:
        return
    holder.refuse_unasked(agency)
    with _registration_unique():
        agency.registration_number, agency.country = told.registration_number, told.country
        if told.legal_name != agency.legal_name:
            _rename(agency, told.legal_name, by=by)
        trail.record("licensing.agency.describe", agency, by=by, **changes(before, told))
    entries.changed(agency)


def locate(agency: Agency, told: Office, *, by: Actor) -> None:
    """Change where the agency is found."""
    before = Office(agency.address, agency.city, agency.email, agency.website)
    if told == before:
        return
    holder.refuse_unasked(agency)
    agency.address, agency.city = told.address, told.city
    agency.email, agency.website = told.email, told.website
    trail.record("licensing.agency.locate", agency, by=by, **changes(before, told))
    db.session.flush()
    entries.changed(agency)


def publish(agency: Agency, *, by: Actor) -> None:
    """Put the agency on the public register, once: workers can look it up from the first application on."""
    if agency.published_at is None:
        agency.published_at = clock.now()
        trail.record("licensing.agency.publish", agency, by=by)
        db.session.flush()


def add_name(agency: Agency, name: str, kind: str, *, by: Actor) -> AgencyName:
    """Add a trading, former or local name; one that is there already is returned as it is. Raises Invalid."""
    faults: dict[str, str] = {}
    cleaned = facts.line(name, 300, "name", N_("Enter the name."), faults)
    if kind not in {NameKind.TRADING, NameKind.FORMER, NameKind.LOCAL}:
        faults["kind"] = N_("Choose what kind of name this is.")
    facts.refuse(faults)
    present = queries.names(agency.id)
    for known in present:
        if known.name == cleaned and known.kind == kind:
            return known
    if len(present) >= MOST_NAMES:
        raise Invalid("too-many-names", facts.CHECK, {"name": N_("There are 30 names. Remove one first.")})
    holder.refuse_unasked(agency)
    row = _add_name(agency, cleaned, kind, by=by)
    entries.changed(agency)
    return row


def remove_name(agency: Agency, name_id: UUID, *, by: Actor) -> None:
    """Remove a name, but not the legal one; once removed, nothing changes. Raises NotFound, Conflict."""
    row = db.session.get(AgencyName, name_id)
    if row is None or row.agency_id != agency.id:
        removed("agency_name", name_id, by=by)
        return
    if row.kind == NameKind.LEGAL:
        raise Conflict("legal-name-stays", N_("The legal name cannot be removed. Change it under Business."))
    holder.refuse_unasked(agency)
    trail.record("licensing.agency-name.remove", row, by=by, name=row.name, kind=row.kind)
    db.session.delete(row)
    db.session.flush()


def restore_name(agency: Agency, name_id: UUID, *, by: Actor) -> AgencyName:
    """Undo the removal of a name. Raises NotFound when it was not removed here."""
    detail = removed("agency_name", name_id, by=by)
    return add_name(agency, detail["name"], detail["kind"], by=by)


def add_phone(agency: Agency, label: str, typed: str, *, by: Actor) -> AgencyPhone:
    """Add a telephone number; the same number with the same label is returned as it is. Raises Invalid."""
    told = facts.phone(label, typed, country=agency.country)
    present = queries.phones(agency.id)
    for known in present:
        if known.e164 == told.e164:
            if known.label == told.label:
                return known
            _refuse_phone("phone-twice", N_("This number is on the list already."))
    if len(present) >= MOST_PHONES:
        _refuse_phone("too-many-phones", N_("There are 50 numbers. Remove one first."))
    holder.refuse_unasked(agency)
    row = AgencyPhone(
        id=ids.new_id(), organisation_id=agency.organisation_id, agency_id=agency.id, label=told.label,
        typed=told.typed, e164=told.e164, created_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.agency-phone.add", row, by=by, label=told.label, e164=told.e164)
    db.session.flush()
    entries.changed(agency)
    return row


def _refuse_phone(code: str, sentence: str) -> None:
    raise Invalid(code, facts.CHECK, {"phone": sentence})


def remove_phone(agency: Agency, phone_id: UUID, *, by: Actor) -> None:
    """Remove a telephone number. Removing what was removed changes nothing. Raises NotFound."""
    row = db.session.get(AgencyPhone, phone_id)
    if row is None or row.agency_id != agency.id:
        removed("agency_phone", phone_id, by=by)
        return
    holder.refuse_unasked(agency)
    trail.record("licensing.agency-phone.remove", row, by=by, label=row.label, typed=row.typed, e164=row.e164)
    db.session.delete(row)
    db.session.flush()
    entries.changed(agency)


def restore_phone(agency: Agency, phone_id: UUID, *, by: Actor) -> AgencyPhone:
    """Undo the removal of a telephone number. Raises NotFound when it was not removed here."""
    detail = removed("agency_phone", phone_id, by=by)
    return add_phone(agency, detail["label"], detail["e164"], by=by)


def removed(table: str, row_id: UUID, *, by: Actor) -> dict[str, Any]:
    """Return what the trail kept of a row that the actor's organisation removed. Raises NotFound."""
    entry = trail.AuditEntry
    statement = (
        select(entry.detail)
        .where(entry.subject_table == table, entry.subject_id == row_id)
        .where(entry.organisation_id == by.organisation_id, entry.action.endswith(".remove"))
        .order_by(entry.at.desc())
        .limit(1)
    )
    detail: dict[str, Any] | None = db.session.execute(statement).scalar_one_or_none()
    if detail is None:
        raise NotFound("not-here", N_("There is no such entry at this agency."))
    return detail


def _add_name(agency: Agency, name: str, kind: str, *, by: Actor) -> AgencyName:
    row = AgencyName(
        id=ids.new_id(), organisation_id=agency.organisation_id, agency_id=agency.id, name=name, kind=kind,
        search_keys=list(search_keys(name, "organisation")), created_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record("licensing.agency-name.add", row, by=by, name=name, kind=str(kind))
    db.session.flush()
    return row


def _rename(agency: Agency, name: str, *, by: Actor) -> None:
    legal = next((row for row in queries.names(agency.id) if row.kind == NameKind.LEGAL), None)
    agency.legal_name = name
    if legal is None or agency.published_at is not None:
        if legal is not None:
            legal.kind = NameKind.FORMER
            trail.record("licensing.agency-name.retire", legal, by=by, name=legal.name)
        _add_name(agency, name, NameKind.LEGAL, by=by)
        return
    trail.record("licensing.agency-name.change", legal, by=by, before=legal.name, after=name)
    legal.name, legal.search_keys = name, list(search_keys(name, "organisation"))


def changes(before: Any, after: Any) -> dict[str, Any]:
    """Return the fields that differ, for the trail: name → [before, after]."""
    return {name: [old, vars(after)[name]] for name, old in vars(before).items() if old != vars(after)[name]}


@contextmanager
def _registration_unique() -> Iterator[None]:
    """Turn the clash of two agencies over one registration number into a sentence at that field.

    Row-level security hides an agency that is not published, so only the constraint itself can tell.
    """
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        if constraint_of(error) != "uq_agency_registration":
            raise
        sentence = N_("Another agency is registered with this number in this country. Check the number.")
        raise Invalid("registration-taken", sentence, {"registration_number": sentence}) from error
