"""Good rows become suppliers: ids are given chunk by chunk, then everything appears at one moment."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, text

from core import clock, ids
from core.db import db
from supplychain.lists.models import SupplierList, SupplierListRow
from supplychain.lists.reading import as_text
from supplychain.lists.states import RowStatus

# Columns of the template that have a column of their own in the supplier's table; the others are its details.
OWN = ("supplier_name", "local_name", "address", "city", "country", "tier", "external_ref", "broker_name",
       "broker_licence_no", "broker_country", "fee_payer", "broker_regulator", "corridor_from", "corridor_to",
       "workers_via_broker")  # fmt: skip


@dataclass(frozen=True)
class Made:
    """How many suppliers and brokers an import made or updated."""

    suppliers: int
    brokers: int


def stage(supplier_list: SupplierList, size: int) -> int:
    """Give the next good rows the id and reference of their supplier and the id of their broker."""
    statement = (
        select(SupplierListRow.id, SupplierListRow.content["supplier_key"].astext)
        .where(
            SupplierListRow.list_id == supplier_list.id, SupplierListRow.status == RowStatus.ACCEPTED,
            SupplierListRow.supplier_id.is_(None),
        )
        .order_by(SupplierListRow.row_number)
        .limit(size)
    )  # fmt: skip
    rows = [(row_id, key) for row_id, key in db.session.execute(statement)]
    if not rows:
        return 0
    known = _known(supplier_list, sorted({key for _row, key in rows}))
    changes = []
    for row_id, key in rows:
        supplier_id, reference = known.setdefault(key, (ids.new_id(), ids.new_reference("S")))
        changes.append(
            {"id": row_id, "supplier": str(supplier_id), "reference": reference, "broker": str(ids.new_id())}
        )
    db.session.execute(
        text(
            "UPDATE supplier_list_row r SET supplier_id = c.supplier, content = r.content ||"
            " jsonb_build_object('reference', c.reference, 'broker_id', c.broker)"
            " FROM jsonb_to_recordset(CAST(:changes AS jsonb)) AS"
            " c(id bigint, supplier uuid, reference text, broker text) WHERE r.id = c.id"
        ),
        {"changes": as_text(changes)},
    )
    return len(rows)


# Joined, not compared one by one: PostgreSQL would walk through all keys for each row.
KNOWN = """
SELECT k.key, s.id, s.reference FROM unnest(CAST(:keys AS text[])) AS k(key)
JOIN supplier s ON s.organisation_id = :organisation AND s.match_key = k.key
"""
STAGED = """
SELECT DISTINCT ON (k.key) k.key, r.supplier_id, r.content->>'reference' FROM supplier_list_row r
JOIN unnest(CAST(:keys AS text[])) AS k(key) ON k.key = r.content->>'supplier_key'
WHERE r.list_id = :list AND r.supplier_id IS NOT NULL ORDER BY k.key
"""


def _known(supplier_list: SupplierList, keys: list[str]) -> dict[str, tuple[UUID, str]]:
    """Return id and reference of suppliers by key: those the company has, and those staged by this list before."""
    values = {"keys": keys, "organisation": supplier_list.organisation_id, "list": supplier_list.id}
    found: dict[str, tuple[UUID, str]] = {}
    for statement in (STAGED, KNOWN) if supplier_list.processed else (KNOWN,):
        found.update({row[0]: (row[1], row[2]) for row in db.session.execute(text(statement), values)})
    return found


# Another list of the same company may have made the same supplier since the row was staged: then its id counts.
MEET = """
UPDATE supplier_list_row r SET supplier_id = s.id FROM supplier s
WHERE r.list_id = :list AND r.status = 'accepted' AND s.organisation_id = :organisation
  AND s.match_key = r.content->>'supplier_key' AND r.supplier_id <> s.id
"""
SUPPLIERS = """
INSERT INTO supplier AS s (id, organisation_id, reference, match_key, external_reference, name, local_name, address,
  city, country, tier, details, list_id, created_at, updated_at)
SELECT DISTINCT ON (r.content->>'supplier_key') r.supplier_id, r.organisation_id, r.content->>'reference',
  r.content->>'supplier_key', v->>'external_ref', v->>'supplier_name', v->>'local_name', v->>'address', v->>'city',
  v->>'country', (v->>'tier')::integer,
  (v - CAST(:own AS text[])) || CASE WHEN r.content->'others' <> '{}'::jsonb
    THEN jsonb_build_object('others', r.content->'others') ELSE '{}'::jsonb END,
  r.list_id, :now, :now
FROM supplier_list_row r, LATERAL (SELECT r.content->'values' AS v) o
WHERE r.list_id = :list AND r.status = 'accepted'
ORDER BY r.content->>'supplier_key', r.row_number
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


def publish(supplier_list: SupplierList) -> Made:
    """Upsert every supplier and broker of the list, one import of a company at a time."""
    values = {
        "list": supplier_list.id, "organisation": supplier_list.organisation_id, "now": clock.now(), "own": list(OWN),
    }  # fmt: skip
    db.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(CAST(:organisation AS text), 7))"), values
    )
    db.session.execute(text(MEET), values)
    suppliers = db.session.execute(text(SUPPLIERS), values).rowcount  # type: ignore[attr-defined]
    brokers = db.session.execute(text(BROKERS), values).rowcount  # type: ignore[attr-defined]
    return Made(suppliers, brokers)
