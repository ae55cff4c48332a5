"""Good rows become suppliers: their ids were given with the check, now everything appears at one moment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text

from core import clock, ids
from core.db import db
from supplychain.lists.models import SupplierList, SupplierListRow

SLICE = 20_000  # rows between two lines of progress
# Columns of the template that have a column of their own in the supplier's table; the others are its details.
OWN = ("supplier_name", "local_name", "address", "city", "country", "tier", "external_ref", "broker_name",
       "broker_licence_no", "broker_country", "fee_payer", "broker_regulator", "corridor_from", "corridor_to",
       "workers_via_broker")  # fmt: skip


@dataclass(frozen=True)
class Made:
    """How many suppliers and brokers an import made or updated."""

    suppliers: int
    brokers: int


# Another list of the same company may have made the same supplier since the row was checked: then its id counts.
MEET = """
UPDATE supplier_list_row r SET supplier_id = s.id FROM supplier s
WHERE r.list_id = :list AND r.status = 'accepted' AND s.organisation_id = :organisation
  AND s.match_key = r.content->>'supplier_key' AND r.supplier_id <> s.id
"""
# The first row that names a supplier carries its reference, and alone makes it or brings it up to date.
SUPPLIERS = """
INSERT INTO supplier AS s (id, organisation_id, reference, match_key, external_reference, name, local_name, address,
  city, country, tier, details, list_id, created_at, updated_at)
SELECT r.supplier_id, r.organisation_id, r.content->>'reference',
  r.content->>'supplier_key', v->>'external_ref', v->>'supplier_name', v->>'local_name', v->>'address', v->>'city',
  v->>'country', (v->>'tier')::integer,
  (v - CAST(:own AS text[])) || CASE WHEN r.content->'others' <> '{}'::jsonb
    THEN jsonb_build_object('others', r.content->'others') ELSE '{}'::jsonb END,
  r.list_id, :now, :now
FROM supplier_list_row r, LATERAL (SELECT r.content->'values' AS v) o
WHERE r.list_id = :list AND r.row_number BETWEEN :first AND :last AND r.status = 'accepted'
  AND r.content->>'reference' IS NOT NULL
ON CONFLICT (organisation_id, match_key) DO UPDATE SET
  external_reference = excluded.external_reference, name = excluded.name,
  local_name = coalesce(excluded.local_name, s.local_name), address = excluded.address,
  city = coalesce(excluded.city, s.city), country = excluded.country, tier = coalesce(excluded.tier, s.tier),
  details = s.details || excluded.details, list_id = excluded.list_id, updated_at = excluded.updated_at
"""
BROKERS = """
INSERT INTO supplier_broker AS b (id, organisation_id, supplier_id, match_key, name, licence_number, country, fee_payer,
  agency_id, created_at)
SELECT DISTINCT ON (r.supplier_id, r.content->>'broker_key') (r.content->>'broker_id')::uuid, r.organisation_id,
  r.supplier_id, r.content->>'broker_key', coalesce(v->>'broker_name', v->>'broker_licence_no'),
  v->>'broker_licence_no', v->>'broker_country', v->>'fee_payer', (r.content->>'agency_id')::uuid, :now
FROM supplier_list_row r, LATERAL (SELECT r.content->'values' AS v) o
WHERE r.list_id = :list AND r.status = 'accepted' AND r.content->>'broker_key' IS NOT NULL
ORDER BY r.supplier_id, r.content->>'broker_key', r.row_number DESC
ON CONFLICT (supplier_id, match_key) DO UPDATE SET
  name = excluded.name, licence_number = coalesce(excluded.licence_number, b.licence_number),
  country = coalesce(excluded.country, b.country), fee_payer = coalesce(excluded.fee_payer, b.fee_payer),
  agency_id = coalesce(excluded.agency_id, b.agency_id)
"""


# A reference is short enough to be read out, so that among many suppliers two may be drawn alike.
CLASHES = """
SELECT r.id FROM supplier_list_row r JOIN supplier s ON s.reference = r.content->>'reference'
WHERE r.list_id = :list AND r.status = 'accepted'
"""
RENAME = """
UPDATE supplier_list_row r SET content = r.content || jsonb_build_object('reference', n.reference)
FROM unnest(CAST(:rows AS bigint[]), CAST(:references AS text[])) AS n(id, reference) WHERE r.id = n.id
"""
GOOD = """
SELECT count(*) FROM supplier_list_row
WHERE list_id = :list AND row_number BETWEEN :first AND :last AND status = 'accepted'
"""


def alone(organisation_id: UUID) -> None:
    """Wait until no other import of this company runs; then none does until the end of the transaction."""
    db.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:organisation AS text), 7))"),
        {"organisation": organisation_id},
    )


def _draw_again(values: dict[str, Any]) -> None:
    """Give another reference to suppliers whose own some other supplier has by now."""
    while rows := list(db.session.execute(text(CLASHES), values).scalars()):
        drawn = {"rows": rows, "references": ids.new_references("S", len(rows))}
        db.session.execute(text(RENAME), drawn)


def publish(supplier_list: SupplierList, tell: Callable[[int], None]) -> Made:
    """Upsert every supplier and broker of the list; `tell` is told how many rows are done while more are to come."""
    values = {
        "list": supplier_list.id, "organisation": supplier_list.organisation_id, "now": clock.now(), "own": list(OWN),
    }  # fmt: skip
    db.session.execute(text(MEET), values)
    _draw_again(values)
    numbers = SupplierListRow.row_number
    reach = select(func.min(numbers), func.max(numbers)).where(SupplierListRow.list_id == supplier_list.id)
    lowest, highest = db.session.execute(reach).one()
    suppliers = done = 0
    for first in range(lowest, highest + 1, SLICE):
        last = first + SLICE - 1
        part = {**values, "first": first, "last": last}
        suppliers += db.session.execute(text(SUPPLIERS), part).rowcount  # type: ignore[attr-defined]
        if last < highest:
            done += db.session.execute(text(GOOD), part).scalar_one()
            tell(done)
    brokers = db.session.execute(text(BROKERS), values).rowcount  # type: ignore[attr-defined]
    return Made(suppliers, brokers)
