"""Issuing certificates: a new paper for every change that it shows, and none once the licence is not in force."""

from collections.abc import Sequence
from uuid import UUID

from anyascii import anyascii
from sqlalchemy import select

from core import clock, countries, ids, installation, trail
from core.actor import Actor
from core.db import db
from core.i18n import N_
from licensing.agencies import queries as agencies
from licensing.agencies.models import NameKind
from licensing.applications.models import LicenceClass
from licensing.certificates import paper, queries
from licensing.certificates.content import Content, digest
from licensing.certificates.models import Certificate
from licensing.licences import queries as licences
from licensing.licences.models import Licence
from licensing.licences.status import IN_FORCE

NO_WORKERS_TO = N_("It must not take new workers to %(country)s now.")
NO_WORKERS_FOR = N_("It must not take new workers for %(employer)s now.")
FROZEN = N_("It must not take new workers now.")
CHANGED = N_("What the certificate shows has changed.")
ENDED = N_("The licence is not in force.")


def keep(licence_id: UUID, no_fee: Sequence[tuple[str, str]], *, by: Actor) -> Certificate | None:
    """Bring the paper of a licence in line with what is true today; return the one that holds, or None.

    Idempotent: when nothing that the paper shows has changed, the paper stays. `no_fee` is what every worker must
    know, as (language, text).
    """
    licence = db.session.execute(
        select(Licence).where(Licence.id == licence_id).with_for_update(of=Licence)
    ).scalar_one_or_none()
    if licence is None:
        return None
    present, wanted = queries.current(licence.id), content_of(licence, no_fee)
    told = wanted.as_json() if wanted else None
    if present is not None and told is not None and present.content_hash == digest(told):
        return present
    if present is not None:
        present.superseded_at = clock.now()
        reason = CHANGED if told else ENDED
        trail.record("licensing.certificate.supersede", present, by=by, reason=reason, number=licence.number)
        db.session.flush()
    return _issue(licence, told, by) if told else None


def content_of(licence: Licence, no_fee: Sequence[tuple[str, str]]) -> Content | None:
    """Return what the paper of a licence must say today, or None for a licence that is not in force."""
    if licences.status_of(licence) not in IN_FORCE:
        return None
    agency = licence.agency
    local = [row.name for row in agencies.names(agency.id) if row.kind == NameKind.LOCAL and paper.drawable(row.name)]
    kind = db.session.get_one(LicenceClass, licence.class_code)
    stopped = [FROZEN] if licence.frozen else []
    stopped += [NO_WORKERS_TO % {"country": countries.name(code, "en")} for code in licence.frozen_corridors]
    stopped += [NO_WORKERS_FOR % {"employer": name} for name in licence.frozen_employers]
    rules = [item.public_text for item in licence.conditions if item.satisfied_at is None]
    return Content(
        regulator=shown(installation.facts().get("regulator_name") or "Fairgate"),
        holder=shown(agency.legal_name),
        local_names=tuple(local),
        registration=shown(agency.registration_number),
        town=shown(agency.city),
        number=licence.number,
        licence_class=shown(kind.name),
        first_day=licences.first_day(licence.valid),
        last_day=licences.last_day(licence.valid),
        destinations=tuple(countries.name(code, "en") for code in licence.destinations),
        rules=tuple(shown(text) for text in stopped + rules),
        no_fee=tuple(pair for pair in no_fee if paper.drawable(pair[1])),
    )


def shown(text: str) -> str:
    """Return a text in letters that our fonts hold; where they lack some, the whole in Latin letters."""
    return text if paper.drawable(text) else anyascii(text)


def _issue(licence: Licence, told: dict[str, object], by: Actor) -> Certificate:
    last = db.session.execute(
        select(Certificate.version).where(Certificate.licence_id == licence.id)
        .order_by(Certificate.version.desc()).limit(1)
    ).scalar_one_or_none()  # fmt: skip
    row = Certificate(
        id=ids.new_id(), organisation_id=licence.organisation_id, licence_id=licence.id, version=(last or 0) + 1,
        code=ids.new_code(queries.CODE_LENGTH), content=told, content_hash=digest(told), issued_at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    trail.record(
        "licensing.certificate.issue", row, by=by, number=licence.number, version=row.version, hash=row.content_hash
    )
    db.session.flush()
    return row


def drawn(row: Certificate, base_url: str) -> bytes:
    """Return the PDF of a certificate; the same each time."""
    issued_on = row.issued_at.astimezone(clock.zone()).date()
    address = f"{base_url.rstrip('/')}/v/{row.code}"
    return paper.draw(Content.of_json(row.content), grouped(row.code), issued_on, address)


def grouped(code: str) -> str:
    """Return a code as it is printed, in groups of four."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))
