"""Reads of securities: what is required, what is held, lists and single rows."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from core import clock, ids
from core.db import db
from core.errors import NotFound
from core.files import StoredFile
from core.i18n import N_
from core.paging import Page, Paged, paged
from core.trail import AuditEntry
from licensing.agencies.models import Agency
from licensing.applications.models import Application
from licensing.applications.states import Status as ApplicationStatus
from licensing.licences.models import Licence
from licensing.licences.states import LIVE
from licensing.securities import basis, rules
from licensing.securities.models import (
    Security,
    SecurityCall,
    SecurityFormula,
    SecurityOrder,
    SecurityPaper,
    SecurityRelease,
)
from licensing.securities.rules import Band, Basis, Cover, Formula, Holding, Money
from licensing.securities.states import HELD, STANDING, CallStatus, FormulaStatus, ReleaseStatus, Status

MOST = 200
UNKNOWN = N_("There is no such security, or it is not yours to see. Check the reference.")
ENDED = frozenset({Status.REJECTED, Status.EXPIRED, Status.CALLED, Status.RELEASED})


# ----------------------------------------------------------------------------------------------- the formula


def formula_row(class_code: str, day: date | None = None) -> SecurityFormula | None:
    """Return the version of the formula in force for a class on `day` (today): the newest active one that has begun."""
    day = day or clock.today()
    statement = (
        select(SecurityFormula)
        .where(
            SecurityFormula.class_code == class_code,
            SecurityFormula.status == FormulaStatus.ACTIVE,
            SecurityFormula.effective_from <= day,
        )
        .order_by(SecurityFormula.effective_from.desc(), SecurityFormula.proposed_at.desc())
        .limit(1)
    )
    row = db.session.execute(statement).scalar_one_or_none()
    return None if row is None or (row.effective_to is not None and row.effective_to < day) else row


def formula_of(row: SecurityFormula) -> Formula:
    """Return a version of the formula as the rules take it."""
    bands = tuple(Band(band.workers_from, band.points_from, band.amount_minor) for band in row.bands)
    return Formula(row.id, row.currency, bands, row.per_branch_minor)


def formulas(page: Page) -> Paged[SecurityFormula]:
    """Return one page of all versions, those that wait first, then the newest."""
    statement = select(SecurityFormula).order_by(
        SecurityFormula.status != FormulaStatus.PROPOSED, SecurityFormula.effective_from.desc(), SecurityFormula.id
    )
    return paged(statement, page)


def formula(formula_id: UUID, *, lock: bool = False) -> SecurityFormula:
    """Return one version. Raises NotFound."""
    statement = select(SecurityFormula).where(SecurityFormula.id == formula_id)
    if lock:
        statement = statement.with_for_update(of=SecurityFormula).execution_options(populate_existing=True)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("formula-unknown", N_("There is no such version of the formula."))
    return found


# ------------------------------------------------------------------------------------- required and held


def required(class_code: str, workers_a_year: int | None, points: int = 0, branches: int = 0) -> Money | None:
    """Return what a class must be secured by today, or None when it asks for no security."""
    row = formula_row(class_code)
    if row is None:
        return None
    found = rules.required(formula_of(row), Basis(workers_a_year or 0, points, branches))
    return found if found.amount_minor else None


def holdings(agency_id: UUID, class_code: str) -> list[Holding]:
    """Return what the verified securities of an agency for a class can still give."""
    statement = select(Security).where(
        Security.agency_id == agency_id, Security.class_code == class_code, Security.status.in_(HELD)
    )
    rows = db.session.execute(statement.limit(MOST)).scalars()
    return [Holding(row.left_minor, row.currency, row.last_day) for row in rows]


def cover(agency_id: UUID, class_code: str, fed: Basis, day: date | None = None) -> Cover:
    """Return what is required of an agency for a class, and what is held on `day` (today); two queries."""
    asked = required(class_code, fed.workers, fed.points, fed.branches)
    if asked is None:
        return Cover(None, 0, fed)
    return Cover(asked, rules.held(holdings(agency_id, class_code), asked.currency, day or clock.today()), fed)


def cover_of(licence: Licence, day: date | None = None) -> Cover:
    """Return what is required for a licence today, and what is held for it on `day` (today)."""
    return cover(licence.agency_id, licence.class_code, basis.of_licence(licence), day)


def sufficient(agency_id: UUID, class_code: str, workers_a_year: int | None) -> bool:
    """Tell whether an agency holds the security that a licence of a class for so many workers a year needs."""
    if formula_row(class_code) is None:
        return True
    return cover(agency_id, class_code, basis.of_application(agency_id, class_code, workers_a_year)).sufficient


def wanting(agency_id: UUID) -> list[tuple[Licence | Application, Cover]]:
    """Return the live licences of an agency and its undecided applications for other classes, each with its cover."""
    licences = db.session.execute(
        select(Licence)
        .where(Licence.agency_id == agency_id, Licence.status.in_(LIVE))
        .order_by(Licence.number)
        .limit(20)
    ).scalars()
    found: list[tuple[Licence | Application, Cover]] = [(row, cover_of(row)) for row in licences]
    held = {row.class_code for row, _ in found}
    over = [
        ApplicationStatus.GRANTED, ApplicationStatus.REFUSED, ApplicationStatus.WITHDRAWN, ApplicationStatus.LAPSED,
    ]  # fmt: skip
    applications = db.session.execute(
        select(Application)
        .where(Application.agency_id == agency_id, Application.status.notin_(over))
        .order_by(Application.created_at)
        .limit(20)
    ).scalars()
    for row in applications:
        if row.class_code not in held:
            fed = basis.of_application(agency_id, row.class_code, row.workers_a_year)
            found.append((row, cover(agency_id, row.class_code, fed)))
    return found


def live_licences(agency_id: UUID) -> list[Licence]:
    """Return the licences of an agency that have neither ended nor run out."""
    statement = select(Licence).where(
        Licence.agency_id == agency_id, Licence.status.in_(LIVE),
        or_(func.upper(Licence.valid) > clock.today(), Licence.renewal_pending_until >= clock.today()),
    )  # fmt: skip
    return list(db.session.execute(statement.order_by(Licence.number).limit(MOST)).scalars())


# --------------------------------------------------------------------------------------- single rows and lists


def get(reference: str, *, lock: bool = False) -> Security:
    """Return a security by its reference, however typed; row-level security hides those of others. Or NotFound."""
    statement = select(Security).where(Security.reference == (ids.tidy_reference(reference) or reference))
    if lock:
        statement = statement.with_for_update(of=Security).execution_options(populate_existing=True)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("security-unknown", UNKNOWN)
    return found


def of_agency(agency_id: UUID) -> list[Security]:
    """Return the securities of an agency, those that hold first, then the newest."""
    statement = (
        select(Security)
        .where(Security.agency_id == agency_id)
        .order_by(Security.status.in_(ENDED), Security.lodged_at.desc(), Security.id)
        .options(selectinload(Security.papers), selectinload(Security.calls))
    )
    return list(db.session.execute(statement.limit(MOST)).scalars())


def replaceable(agency_id: UUID, class_code: str) -> list[Security]:
    """Return the securities of an agency and class that another one may replace."""
    statement = select(Security).where(
        Security.agency_id == agency_id, Security.class_code == class_code, Security.status.in_(HELD)
    )
    return list(db.session.execute(statement.order_by(Security.lodged_at).limit(MOST)).scalars())


def search(status: str, page: Page, text: str = "") -> Paged[Security]:
    """Return one page of securities: of one status or, without one, all that have not ended; soonest end first."""
    statement = select(Security).join(Agency, Agency.id == Security.agency_id)
    statement = statement.where(Security.status == status) if status else statement.where(Security.status.notin_(ENDED))
    if text:
        statement = statement.where(
            or_(
                Agency.legal_name.icontains(text, autoescape=True), Security.number.icontains(text, autoescape=True),
                Security.reference == (ids.tidy_reference(text) or text.upper()),
            )
        )  # fmt: skip
    soonest = func.least(Security.expires_on, Security.ends_on)
    return paged(statement.order_by(soonest.asc().nulls_last(), Security.reference), page)


def orders(page: Page, *, standing: bool = True) -> Paged[Any]:
    """Return one page of top-up orders with licence and agency, the most pressing first."""
    statement = (
        select(SecurityOrder, Licence)
        .join(Licence, Licence.id == SecurityOrder.licence_id)
        .order_by(SecurityOrder.due_on, SecurityOrder.reference)
    )
    if standing:
        statement = statement.where(SecurityOrder.status.in_(STANDING))
    return paged(statement, page, scalars=False)  # type: ignore[arg-type]


def standing_order(licence_id: UUID, *, lock: bool = False) -> SecurityOrder | None:
    """Return the order that waits for more security of a licence; there is at most one."""
    statement = select(SecurityOrder).where(SecurityOrder.licence_id == licence_id, SecurityOrder.status.in_(STANDING))
    if lock:
        statement = statement.with_for_update(of=SecurityOrder).execution_options(populate_existing=True)
    return db.session.execute(statement).scalar_one_or_none()


def orders_of(licence_ids: Sequence[UUID]) -> list[SecurityOrder]:
    """Return the orders on some licences, the newest first."""
    statement = select(SecurityOrder).where(SecurityOrder.licence_id.in_(licence_ids))
    return list(db.session.execute(statement.order_by(SecurityOrder.issued_at.desc()).limit(MOST)).scalars())


def call(reference: str, *, lock: bool = False) -> SecurityCall:
    """Return a call by its reference. Raises NotFound."""
    statement = select(SecurityCall).where(SecurityCall.reference == (ids.tidy_reference(reference) or reference))
    if lock:
        statement = statement.with_for_update(of=SecurityCall).execution_options(populate_existing=True)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("call-unknown", N_("There is no such call on a security. Check the reference."))
    return found


def calls(page: Page, status: str = "") -> Paged[SecurityCall]:
    """Return one page of calls, those that wait first."""
    statement = select(SecurityCall)
    if status:
        statement = statement.where(SecurityCall.status == status)
    waits = SecurityCall.status != CallStatus.PROPOSED
    return paged(statement.order_by(waits, SecurityCall.proposed_at.desc(), SecurityCall.reference), page)


def open_release(security_id: UUID, *, lock: bool = False) -> SecurityRelease:
    """Return the release of a security that waits for a second person. Raises NotFound."""
    statement = select(SecurityRelease).where(
        SecurityRelease.security_id == security_id, SecurityRelease.status == ReleaseStatus.PROPOSED
    )
    if lock:
        statement = statement.with_for_update(of=SecurityRelease).execution_options(populate_existing=True)
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise NotFound("release-unknown", N_("No release of this security waits for a decision."))
    return found


def open_calls(security_id: UUID) -> int:
    """Return how many calls on a security are neither declined nor paid."""
    waiting = [CallStatus.PROPOSED, CallStatus.CONFIRMED]
    statement = select(func.count()).where(SecurityCall.security_id == security_id, SecurityCall.status.in_(waiting))
    return db.session.execute(statement).scalar_one()


def file_of(paper_id: UUID) -> tuple[SecurityPaper, StoredFile]:
    """Return a paper of a security with its bytes. Raises NotFound."""
    paper = db.session.get(SecurityPaper, paper_id)
    stored = db.session.get(StoredFile, paper.file_id) if paper else None
    if paper is None or stored is None:
        raise NotFound("paper-unknown", N_("There is no such paper."))
    return paper, stored


def pending_applications(agency_id: UUID) -> list[UUID]:
    """Return the granted applications of an agency that wait for what must come before their licence."""
    statement = select(Application.id).where(
        Application.agency_id == agency_id, Application.status == ApplicationStatus.PENDING_ACTIVATION
    )
    return list(db.session.execute(statement.limit(MOST)).scalars())


def replaced_in_full(security: Security) -> bool:
    """Tell whether a security that holds, and gives at least as much, replaces this one."""
    statement = select(Security.id).where(
        Security.replaces_id == security.id, Security.status.in_(HELD), Security.currency == security.currency,
        Security.amount_minor - Security.drawn_minor >= security.left_minor,
    )  # fmt: skip
    return db.session.execute(statement.limit(1)).scalar_one_or_none() is not None


def replace_by(security: Security) -> date | None:
    """Return the day by which a replacement must be there, or None for a security without an end."""
    if security.last_day is None:
        return None
    return security.last_day - timedelta(days=security.replace_days)


def waiting() -> dict[Any, int]:
    """Return how much waits for somebody: to verify, calls to confirm, releases to decide, orders missed."""
    asked = {
        "lodged": select(func.count()).where(Security.status == Status.LODGED),
        "calls": select(func.count()).where(SecurityCall.status == CallStatus.PROPOSED),
        "releases": select(func.count()).where(SecurityRelease.status == ReleaseStatus.PROPOSED),
        "orders": select(func.count()).where(SecurityOrder.status.in_(STANDING)),
    }
    columns = [query.scalar_subquery().label(name) for name, query in asked.items()]
    return dict(db.session.execute(select(*columns)).mappings().one())


def trail_of(security: Security) -> list[AuditEntry]:
    """Return what happened to a security, its calls and its releases, newest first."""
    subjects = [security.id, *(row.id for row in security.calls), *(row.id for row in security.releases)]
    statement = select(AuditEntry).where(AuditEntry.subject_id.in_(subjects))
    return list(db.session.execute(statement.order_by(AuditEntry.at.desc()).limit(MOST)).scalars())
