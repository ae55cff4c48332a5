"""Lists, flagged entities and licensed agencies for tests of the supply-chain rooms."""

import io
from datetime import timedelta

from sqlalchemy import insert, text

from core import clock, ids
from core.db import db, transaction
from screening.watchlists.models import FlaggedEntity, FlaggedName, Watchlist, WatchlistSnapshot
from tests.factories import actor

HEAD = "external_ref,supplier_name,address,city,country,broker_name,broker_licence_no,broker_country,fee_payer"
GOOD = (
    "V-1,Peel & Pack Ltd,14 Mill Road Unit 2,Gazipur,Bangladesh,Sunrise Overseas,RA-00017,Nepal,employer",
    "V-2,Golden Thread Garments,9 River Street North,Dhaka,Bangladesh,,,,",
    "V-3,Kuznetsov Heavy Machinery OOO,Lenina 12 building 4,Perm,Russia,,,,",
)
BAD = "V-4,Lost Factory,1 Long Street West,Doha,Qatra,,,,"


def csv(*rows: str, head: str = HEAD) -> bytes:
    return ("\r\n".join([head, *rows]) + "\r\n").encode()


def upload(client, content: bytes, name: str = "suppliers.csv"):
    page = client.get("/co/lists/new", status=200)
    return page.submit("Upload and check", files={"paper": (io.BytesIO(content), name)})


def flagged(*names: str, country: str = "RU", code: str = "test-list", key: str = "e-1") -> FlaggedEntity:
    """Put one entity on the current version of a list."""
    with transaction(role="fairgate_worker"):
        from core import trail
        from core.actor import SYSTEM

        watchlist = db.session.execute(db.select(Watchlist).where(Watchlist.code == code)).scalar_one_or_none()
        if watchlist is None:
            watchlist = Watchlist(id=ids.new_id(), code=code, title="Test list of the bench", publisher="Bench",
                                  created_at=clock.now())  # fmt: skip
            snapshot = WatchlistSnapshot(
                id=ids.new_id(), watchlist=watchlist, sequence=1, status="current", format="fairgate_csv",
                source_hash="0" * 64, imported_at=clock.now(), imported_by_name="test", entities=1, names=len(names),
                added=1, changed=0, removed=0,
            )  # fmt: skip
            db.session.add_all([watchlist, snapshot])
            trail.record("screening.snapshot.import", snapshot, by=SYSTEM)
            db.session.flush()
        entity = FlaggedEntity(
            id=ids.new_id(), watchlist_id=watchlist.id, entity_key=key, schema="Company", caption=names[0],
            programs=["FORCED-LABOUR"], countries=[country], birth_dates=[], identifiers={}, addresses=[],
            reason="Named for forced labour", content_hash="0" * 64, from_sequence=1,
        )  # fmt: skip
        db.session.add(entity)
        db.session.flush()
        for at, name in enumerate(names):
            row = {"entity_id": entity.id, "position": at, "name": name, "kind": "primary", "weak": False}
            db.session.execute(insert(FlaggedName.__table__).values(row))
    return entity


def relisted(entity: FlaggedEntity, sequence: int, *, names: tuple[str, ...] = (), **changed: object) -> FlaggedEntity:
    """Give an entity another version, as an import of its list does; with `gone=True` take it off. The house is told."""
    from core import events
    from core.actor import SYSTEM
    from screening.events import WatchlistChanged

    with transaction(role="fairgate_worker", actor=SYSTEM):
        old = db.session.get(FlaggedEntity, entity.id)
        old.to_sequence = sequence - 1
        db.session.flush()
        new = old
        if not changed.pop("gone", False):
            held = db.session.execute(db.select(FlaggedName.name).where(FlaggedName.entity_id == old.id)).scalars()
            values = {
                column.key: getattr(old, column.key) for column in FlaggedEntity.__table__.columns
                if column.key not in ("id", "from_sequence", "to_sequence")
            }  # fmt: skip
            names = names or tuple(held)
            told = {**values, "caption": names[0], **changed}
            new = FlaggedEntity(id=ids.new_id(), from_sequence=sequence, **told)
            db.session.add(new)
            db.session.flush()
            for at, name in enumerate(names):
                row = {"entity_id": new.id, "position": at, "name": name, "kind": "primary", "weak": False}
                db.session.execute(insert(FlaggedName.__table__).values(row))
        snapshot(old.watchlist_id, sequence)
        events.publish(WatchlistChanged(old.watchlist_id, sequence))
    return new


def snapshot(watchlist_id, sequence: int) -> None:
    """Make a version of a list the one in use."""
    from core import trail
    from core.actor import SYSTEM

    held = db.select(WatchlistSnapshot).where(WatchlistSnapshot.watchlist_id == watchlist_id)
    for row in db.session.execute(held).scalars():
        if row.status == "current":
            db.session.execute(
                text("UPDATE watchlist_snapshot SET status = 'superseded' WHERE id = :id"), {"id": row.id}
            )
            trail.record("screening.watchlist_snapshot.supersede", row, by=SYSTEM)
    made = WatchlistSnapshot(
        id=ids.new_id(), watchlist_id=watchlist_id, sequence=sequence, status="current", format="fairgate_csv",
        source_hash=f"{sequence:064d}", imported_at=clock.now(), imported_by_name="test", entities=1, names=1, added=1,
        changed=0, removed=0,
    )  # fmt: skip
    db.session.add(made)
    trail.record("screening.snapshot.import", made, by=SYSTEM)
    db.session.flush()


def licensed(*, name: str = "Sunrise Overseas", number: str = "RA-00017", status: str = "active", days: int = 365):
    """An agency of our register with a licence, as if it had been granted: written past the laws of licensing.

    Returns (agency id, licence id).
    """
    agency, licence, organisation = ids.new_id(), ids.new_id(), actor("broker").organisation_id
    actor("officer")  # there is a regulator, so that the register has a country
    today = clock.today()
    with transaction(role="none") as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(
            text(
                "INSERT INTO agency (id, organisation_id, reference, legal_name, registration_number, country, city,"
                " address, created_at, published_at, version) VALUES (:id, :org, :ref, :name, :reg, 'NP', 'Kathmandu',"
                " 'Ring Road', :now, :now, 1)"
            ),
            {"id": agency, "org": organisation, "ref": ids.new_reference("A"), "name": name,
             "reg": ids.new_reference("R"), "now": clock.now()},
        )  # fmt: skip
        session.execute(
            text(
                "INSERT INTO agency_name (id, organisation_id, agency_id, name, kind, search_keys, created_at)"
                " VALUES (:id, :org, :agency, :name, 'legal', '{}', :now)"
            ),
            {"id": ids.new_id(), "org": organisation, "agency": agency, "name": name, "now": clock.now()},
        )
        session.execute(
            text(
                "INSERT INTO licence (id, organisation_id, agency_id, application_id, number, class_code, status, valid,"
                " frozen, watched, under_appeal, destinations, granted_at, version) VALUES (:id, :org, :agency, :app,"
                " :number, 'general', :status, daterange(:first, :last), false, false, false, '{}', :now, 1)"
            ),
            {"id": licence, "org": organisation, "agency": agency, "app": ids.new_id(), "number": number,
             "status": status, "first": today - timedelta(days=100), "last": today + timedelta(days=days),
             "now": clock.now()},
        )  # fmt: skip
    return agency, licence


def set_licence(licence, status: str) -> None:
    """Change the state of a licence and tell the house, as a confirmed measure does."""
    from core import events
    from licensing.events import LicenceStatusChanged

    with transaction(role="none") as session:
        session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text("UPDATE licence SET status = :status WHERE id = :id"), {"status": status, "id": licence})
        session.execute(text("SET LOCAL session_replication_role = origin"))
        events.publish(LicenceStatusChanged(licence))


def imported(client, run_jobs, *rows: str, head: str = HEAD):
    """Upload rows and go on until their suppliers are screened; returns the page of the result."""
    page = upload(client, csv(*rows, head=head))
    run_jobs()
    client.get(page.path).submit("Check every row")
    run_jobs()
    page = client.get(page.path)
    page = page.submit("Import ")
    run_jobs()
    return client.get(page.path)


def bearer(client) -> dict[str, str]:
    """The header of a member's API session."""
    answer = client.http.post(
        "/api/v1/sessions", json={"email": client.member.person.email, "password": "a long enough password"}
    )
    return {"Authorization": f"Bearer {answer.json['token']}"}
