"""Commands on securities: lodged by the agency, judged by an officer, notice, replacement, end."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from core import clock, events, files, ids, trail
from core.actor import SYSTEM, Actor
from core.db import db, move
from core.errors import Conflict, Invalid, Refused
from core.files import StoredFile
from core.i18n import N_
from licensing.agencies.models import Agency
from licensing.clocks import service as clocks
from licensing.clocks.states import Kind
from licensing.events import SecurityChanged
from licensing.evidence import papers
from licensing.securities import queries
from licensing.securities.models import Security, SecurityFormula, SecurityPaper
from licensing.securities.states import HELD, Form, Status

LARGEST, MOST_PAPERS = 10_000_000, 10
SHORTEST_NOTE, LONGEST_NOTE = 10, 2000
LARGEST_AMOUNT = 10**15
NOTHING_ASKED = N_("This class of licence asks for no security, so there is nothing to lodge.")
SAME_PERSON = N_("You lodged this security. Someone else must verify it.")
ENDED_RULE = N_("The last day of the security has passed.")


@dataclass(frozen=True)
class Facts:
    """What the agency says of a security; amounts in minor units."""

    form: str
    issuer: str
    number: str
    amount_minor: int
    currency: str
    notice_days: int
    expires_on: date | None


def lodge(
    agency: Agency, class_code: str, facts: Facts, *, papers_sent: list[StoredFile], replaces: Security | None = None,
    by: Actor,
) -> Security:  # fmt: skip
    """Lodge a security for a class of licence; it counts only when an officer has verified it.

    Raises Conflict when the class asks for none, Invalid for facts that cannot be (each names its field), for another
    currency than the formula's, for too short a notice, and without a paper.
    """
    formula = queries.formula_row(class_code)
    if formula is None:
        raise Conflict("no-security-asked", NOTHING_ASKED)
    refuse_unsound(facts, formula)
    if not 1 <= len(papers_sent) <= MOST_PAPERS:
        message = N_("Add the paper that the issuer signed: 1 to %(most)s files.")
        raise Invalid("paper-missing", message, {"paper": message}, most=MOST_PAPERS)
    if replaces is not None and (replaces.agency_id, replaces.class_code) != (agency.id, class_code):
        message = N_("A security replaces one of the same agency and class of licence. Choose one from the list.")
        raise Invalid("replaces-other", message, {"replaces": message})
    row = Security(
        id=ids.new_id(), organisation_id=agency.organisation_id, agency_id=agency.id, class_code=class_code,
        reference=ids.new_reference("S"), status=Status.LODGED, form=facts.form, issuer=facts.issuer.strip(),
        number=facts.number.strip(), amount_minor=facts.amount_minor, drawn_minor=0, currency=facts.currency,
        notice_days=facts.notice_days, expires_on=facts.expires_on, replaces_id=replaces.id if replaces else None,
        lodged_by=by.person_id, lodged_by_name=by.name, lodged_at=clock.now(), replace_days=0, claims_months=0,
    )  # fmt: skip
    db.session.add(row)
    trail.record(
        "licensing.security.lodge", row, by=by, form=facts.form, issuer=row.issuer, number=row.number,
        amount_minor=row.amount_minor, currency=row.currency,
    )  # fmt: skip
    db.session.flush()
    for stored in papers_sent:
        kind = papers.media_type(stored.content)
        assert kind is not None  # noqa: S101  paper() has looked
        db.session.add(
            SecurityPaper(id=ids.new_id(), organisation_id=row.organisation_id, security_id=row.id, file_id=stored.id,
                          media_type=kind, added_at=clock.now())
        )  # fmt: skip
    db.session.flush()
    return row


def paper(stream: object, name: str, *, by: Actor) -> StoredFile:
    """Store one paper of a security. Raises TooLarge, or Invalid for what is no PDF, JPG or PNG by its content."""
    stored = files.accept(stream, name, by=by, most_bytes=LARGEST)  # type: ignore[arg-type]
    if papers.media_type(stored.content) is None:
        raise Invalid("paper-kind", papers.UNKNOWN, {"paper": papers.UNKNOWN})
    return stored


def refuse_unsound(facts: Facts, formula: SecurityFormula) -> None:
    """Raise Invalid, a sentence for each field, when a security could never be accepted."""
    faults: dict[str, str] = {}
    if facts.form not in set(Form):
        faults["form"] = N_("Choose the form of the security from the list.")
    if not 1 <= len(facts.issuer.strip()) <= 200:
        faults["issuer"] = N_("Write the name of the bank, insurer or guarantor in at most 200 characters.")
    if not 1 <= len(facts.number.strip()) <= 80:
        faults["number"] = N_("Write the number on the paper in at most 80 characters.")
    if not 0 < facts.amount_minor <= LARGEST_AMOUNT:
        faults["amount"] = N_("Write the amount as on the paper; it must be more than nothing.")
    if facts.currency != formula.currency:
        faults["currency"] = N_("The security must be in %(currency)s: ask the issuer for one in this currency.")
    if facts.form != Form.CASH:
        faults |= _faults_of_end(facts, formula)
    if facts.notice_days > 3660 or facts.notice_days < 0:
        faults["notice_days"] = N_("The days of notice must be between 0 and 3,660.")
    if faults:
        raise Invalid(
            "security-unsound", next(iter(faults.values())), faults, currency=formula.currency,
            least=formula.least_notice_days,
        )  # fmt: skip


def _faults_of_end(facts: Facts, formula: SecurityFormula) -> dict[str, str]:
    """Return what is wrong with the end of a security and with the notice of it."""
    faults: dict[str, str] = {}
    if facts.expires_on is None:
        faults["expires_on"] = N_("Write the last day on which the security holds.")
    elif facts.expires_on < clock.today():
        faults["expires_on"] = N_("This security has ended already. Lodge one that holds longer.")
    if facts.notice_days < formula.least_notice_days:
        faults["notice_days"] = N_(
            "The issuer must give at least %(least)s days' notice that it ends. Ask the issuer for such a paper."
        )
    return faults


def verify(row: Security, *, note: str | None = None, version: int | None = None, by: Actor) -> Security:
    """Accept a security: from now on it counts, and the one that it replaces does not.

    The terms of the formula in force today are written onto it. Raises Refused (`same-person`) for who lodged it,
    Conflict when it is judged already, has ended, or changed since `version`.
    """
    refuse_stale(row, version)
    refuse_lodger(row, by)
    if row.last_day is not None and row.last_day < clock.today():
        raise Conflict("security-ended", N_("This security has ended already. Reject it and ask for another one."))
    formula = queries.formula_row(row.class_code)
    if formula is not None:
        row.replace_days, row.claims_months = formula.replace_days, formula.claims_months
    judge(row, Status.VERIFIED, note=note, by=by)
    if row.replaces_id is not None:
        former = db.session.get_one(Security, row.replaces_id)
        if former.status in HELD:
            move(former, Status.REPLACED, action="licensing.security.replace", by=by, replaced_by=row.reference)
            clocks.stop(Kind.SECURITY_EXPIRY, former.id, by=by)
    db.session.flush()
    watch_end(row, by=by)
    events.publish(SecurityChanged(row.agency_id))
    return row


def reject(row: Security, *, note: str, version: int | None = None, by: Actor) -> Security:
    """Do not accept a security, with the reason that the agency reads. Raises as `verify` does."""
    refuse_stale(row, version)
    refuse_lodger(row, by)
    judge(row, Status.REJECTED, note=sound_note(note), by=by)
    db.session.flush()
    events.publish(SecurityChanged(row.agency_id))
    return row


def judge(row: Security, to: Status, *, note: str | None, by: Actor) -> None:
    """Write who judged a security, and move it. Raises Conflict when it is judged already."""
    if row.status != Status.LODGED:
        raise Conflict("security-judged", N_("This security has been judged already. Reload the page."))
    row.judged_by, row.judged_by_name, row.judged_at, row.note = by.person_id, by.name, clock.now(), note or None
    verb = "verify" if to is Status.VERIFIED else "reject"
    move(row, to, action=f"licensing.security.{verb}", by=by, reason=note or None)


def give_notice(row: Security, ends_on: date | None, *, reason: str, by: Actor) -> Security:
    """Record that the issuer will not renew: the security holds until `ends_on`, and a replacement is looked for.

    Raises Conflict when it does not hold, Invalid without a day between today and its own last day.
    """
    if row.status not in HELD:
        raise Conflict("security-not-held", N_("Only a security that holds can be given notice of. Reload the page."))
    if ends_on is None:
        message = N_("Write the last day on which it holds.")
        raise Invalid("notice-day", message, {"ends_on": message})
    if ends_on < clock.today() or (row.expires_on is not None and ends_on > row.expires_on):
        message = N_("The last day must be today or later, and not after the last day on the paper.")
        raise Invalid("notice-day", message, {"ends_on": message})
    note = sound_note(reason)
    row.ends_on, row.notice_on = ends_on, clock.today()
    if row.status == Status.VERIFIED:
        move(row, Status.NOTICE, action="licensing.security.notice", by=by, reason=note, ends_on=ends_on.isoformat())
    else:
        trail.record("licensing.security.notice", row, by=by, reason=note, ends_on=ends_on.isoformat())
    db.session.flush()
    watch_end(row, by=by)
    events.publish(SecurityChanged(row.agency_id))
    return row


def take_back_notice(row: Security, *, reason: str, by: Actor) -> Security:
    """Record that the issuer renews after all. Raises Conflict without a notice."""
    if row.status != Status.NOTICE:
        raise Conflict("no-notice", N_("No notice was given of this security. Reload the page."))
    row.ends_on = row.notice_on = None
    move(row, Status.VERIFIED, action="licensing.security.keep", by=by, reason=sound_note(reason))
    db.session.flush()
    watch_end(row, by=by)
    events.publish(SecurityChanged(row.agency_id))
    return row


def watch_end(row: Security, *, by: Actor) -> None:
    """Let the clock of its end run: so many days before its last day a replacement must be there."""
    if row.last_day is None:
        clocks.stop(Kind.SECURITY_EXPIRY, row.id, by=by)
        return
    due = max(row.last_day - timedelta(days=row.replace_days), clock.today())
    started = clocks.start(Kind.SECURITY_EXPIRY, row, by=by, due_on=due)
    if started is not None and started.due_on != due:
        clocks.extend(Kind.SECURITY_EXPIRY, row.id, due, by=by, reason=N_("The end of the security has changed."))


def expire(*, by: Actor = SYSTEM, limit: int = 200) -> int:
    """Mark securities past their last day as expired; return how many. What is held is computed from the days."""
    ended = select(Security).where(
        Security.status.in_([*HELD, Status.REPLACED]),
        db.func.least(Security.expires_on, Security.ends_on) < clock.today(),
    )
    rows = db.session.execute(
        ended.order_by(Security.reference).limit(limit).with_for_update(of=Security, skip_locked=True)
    ).scalars()
    count = 0
    for row in list(rows):
        move(row, Status.EXPIRED, action="licensing.security.expire", by=by, reason=ENDED_RULE)
        clocks.stop(Kind.SECURITY_EXPIRY, row.id, by=by)
        db.session.flush()
        events.publish(SecurityChanged(row.agency_id))
        count += 1
    return count


def refuse_lodger(row: Security, by: Actor) -> None:
    """Raise Refused when `by` lodged the security."""
    if row.lodged_by == by.person_id:
        raise Refused("same-person", SAME_PERSON)


def refuse_stale(row: Security, version: int | None) -> None:
    """Raise Conflict when the security changed since the page of `version` was opened; None asks nothing."""
    if version is not None and row.version != version:
        raise Conflict("changed-meanwhile", N_("This security changed after you opened the page. Look at it again."))


def sound_note(note: str | None, field: str = "note") -> str:
    """Return a note without spaces around it. Raises Invalid when it is too short or too long."""
    sound = (note or "").strip()
    if not SHORTEST_NOTE <= len(sound) <= LONGEST_NOTE:
        message = N_("Write %(least)s to %(most)s characters: what was found, and why.")
        raise Invalid("note-too-short", message, {field: message}, least=SHORTEST_NOTE, most=LONGEST_NOTE)
    return sound
