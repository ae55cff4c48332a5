"""What an alert about a pair would say: of a match with a flagged entity, or of a broker's licence."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core.db import db
from licensing.agencies.models import Agency
from licensing.licences.own_list import CODE as OWN_LIST
from screening.names import MAX_NAME_CHARACTERS
from screening.runs.models import ScreeningMatch, SubjectKind
from screening.runs.parties import digest, plain
from screening.runs.service import Found
from screening.watchlists.models import FlaggedEntity, Watchlist
from supplychain.alerts.drafts import Draft, Raised
from supplychain.alerts.settling import settle
from supplychain.alerts.states import Kind
from supplychain.suppliers import brokers
from supplychain.suppliers.brokers import Judgement
from supplychain.suppliers.models import Supplier, SupplierBroker

Match = Found | ScreeningMatch
IDENTIFIERS = ("lei", "duns", "gln", "os_id", "reg_number")


def raise_for(
    matches: Sequence[Match], *, organisation_id: UUID, cause: str = "new-list", changed: str = "supplier-changed"
) -> Raised:
    """Open alerts for screening matches of suppliers, owners and brokers of one company; idempotent.

    `cause` is written on new alerts, `changed` on those opened again where what was compared does not tell why.
    """
    suppliers, held = _subjects(matches, organisation_id)
    lists = _lists({match.entity_id for match in matches})
    told = _told_by_licence(matches, held)
    drafts = []
    for match in matches:
        if match.id in told:
            continue
        broker = held.get(match.subject_id) if match.subject_kind == SubjectKind.SUPPLIER_BROKER else None
        supplier = suppliers.get(broker.supplier_id if broker else match.subject_id)
        if supplier is not None:
            drafts.append(_flagged(match, supplier, broker, lists[match.entity_id]))
    return settle(drafts, organisation_id=organisation_id, cause=cause, changed=changed)


def _subjects(
    matches: Sequence[Match], organisation_id: UUID
) -> tuple[dict[UUID, Supplier], dict[UUID, SupplierBroker]]:
    if not matches:
        return {}, {}
    wanted = {match.subject_id for match in matches}
    held = select(SupplierBroker).where(
        SupplierBroker.organisation_id == organisation_id, SupplierBroker.id.in_(wanted)
    )
    found_brokers = {row.id: row for row in db.session.execute(held).scalars()}
    wanted |= {row.supplier_id for row in found_brokers.values()}
    found = select(Supplier).where(Supplier.organisation_id == organisation_id, Supplier.id.in_(wanted))
    return {row.id: row for row in db.session.execute(found).scalars()}, found_brokers


def _told_by_licence(matches: Sequence[Match], held: Mapping[UUID, SupplierBroker]) -> set[UUID]:
    """Return the matches of brokers with their own entry in the regulator's list of those not licensed.

    The company is told of that licence by an alert of its own, and is not told twice. Where the licence that it names
    is in force and another of the agency's is not, the entry is all that says so.
    """
    known = [one for one in matches if (row := held.get(one.subject_id)) is not None and row.agency_id]
    if not known:
        return set()
    rows = {held[one.subject_id].id: held[one.subject_id] for one in known}
    named = select(FlaggedEntity.id, Agency.id).join(Agency, Agency.reference == FlaggedEntity.entity_key)
    listed = named.join(Watchlist, Watchlist.id == FlaggedEntity.watchlist_id).where(
        Watchlist.code == OWN_LIST, FlaggedEntity.id.in_([one.entity_id for one in known])
    )
    agency_of = {row[0]: row[1] for row in db.session.execute(listed)}
    if not agency_of:
        return set()
    judged = brokers.judge_all(rows.values())
    return {
        one.id for one in known
        if agency_of.get(one.entity_id) == held[one.subject_id].agency_id and judged[one.subject_id].alarming
    }  # fmt: skip


def _lists(entities: Collection[UUID]) -> dict[UUID, tuple[str, str]]:
    """Return title and code of the list that each entity is on."""
    if not entities:
        return {}
    statement = (
        select(FlaggedEntity.id, Watchlist.title, Watchlist.code)
        .join(Watchlist, Watchlist.id == FlaggedEntity.watchlist_id)
        .where(FlaggedEntity.id.in_(entities))
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(statement)}


def pair_key(kind: str, subject_id: UUID, listed_key: str) -> str:
    """Return the key of a pair: a supplier and its owner have one id, a new version of an entry is the same party."""
    owner = "owner-" if kind == SubjectKind.SUPPLIER_OWNER else ""
    return f"{owner}{subject_id}:{listed_key}"


def customer_key(name: str, country: str) -> str:
    """Return what is the same for one party in whichever upload: its name without case and punctuation, and country."""
    return digest([plain(name[:MAX_NAME_CHARACTERS]), country])


def _flagged(match: Match, supplier: Supplier, broker: SupplierBroker | None, named: tuple[str, str]) -> Draft:
    countries = match.compared.get("our_countries") or [supplier.country]
    return Draft(
        kind=Kind.FLAGGED_ENTITY, pair_key=pair_key(match.subject_kind, match.subject_id, match.listed_key),
        fingerprint=match.fingerprint, supplier_id=supplier.id, broker_id=broker.id if broker else None,
        subject_name=match.subject_name, object_name=match.matched_name, score=match.score,
        evidence={"explanation": match.explanation, "list": named[0], "list_code": named[1],
                  "subject_kind": match.subject_kind},
        entity_id=match.entity_id, listed_key=match.listed_key,
        customer_key=customer_key(match.subject_name, ",".join(countries)), compared=match.compared,
        inputs=match.inputs,
    )  # fmt: skip


def for_licence(broker: SupplierBroker, judged: Judgement) -> Draft:
    """Return the alert about a broker whose licence is not in force, or whose number nobody has."""
    standing = judged.standing
    evidence: dict[str, Any] = {"state": judged.state, "number": broker.licence_number}
    if standing is not None:
        evidence |= {
            "number": standing.number, "agency": standing.legal_name, "ends_on": standing.ends_on.isoformat(),
            "since": standing.since.isoformat() if standing.since else None,
        }  # fmt: skip
    about = str(broker.agency_id or broker.licence_number or "").casefold()
    object_name = evidence["number"] or evidence.get("agency") or broker.name
    compared = {
        "our_name": broker.name, "about": about, "state": str(judged.state), "number": str(evidence["number"] or ""),
    }  # fmt: skip
    said = digest(plain(value) for value in compared.values())
    return Draft(
        kind=Kind.LICENCE, pair_key=f"licence:{broker.id}", fingerprint=said, supplier_id=broker.supplier_id,
        broker_id=broker.id, subject_name=broker.name, object_name=str(object_name), score=1.0, evidence=evidence,
        licence_id=standing.licence_id if standing else None, compared=compared, inputs=said,
    )  # fmt: skip
