"""Acts on lists of flagged entities, supplier lists and alerts, as lines of ``history.csv`` name them."""

from datetime import date

from sqlalchemy import or_, select

from core import files
from core.actor import Actor
from core.db import db
from core.errors import Invalid
from core.i18n import N_
from demonstration.folder import Act, Folder
from screening.watchlists import formats
from screening.watchlists import service as watchlists
from supplychain.alerts import service as alerts
from supplychain.alerts.models import Alert
from supplychain.alerts.states import ReasonCode, Verdict
from supplychain.lists import jobs
from supplychain.lists import service as lists
from supplychain.lists.columns import Mapping
from supplychain.lists.models import SupplierList
from supplychain.suppliers.models import Supplier
from supplychain.suppressions import service as suppressions


def import_list(act: Act, folder: Folder, by: Actor) -> None:
    """Import a version of a list of flagged entities from the folder's file."""
    known = folder.of("watchlists", "code", act.subject)[0]
    path = folder.path / act.ground
    format_code = formats.detect(path)
    watchlists.import_snapshot(
        act.subject, known["title"], known["publisher"], formats.read(path, format_code), format=format_code,
        source_hash=watchlists.hash_of([path]), published_on=act.at.date(), by=by,
        source_url=known["source_url"] or None,
    )  # fmt: skip


def upload(act: Act, folder: Folder, by: Actor) -> None:
    """Upload a supplier list; the next two acts confirm its columns and import its good rows."""
    path = folder.path / act.ground
    with path.open("rb") as stream:
        stored = files.accept(stream, path.name, by=by)
    supplier_list = lists.receive(stored, act.text, by=by)
    jobs.defer(jobs.parse, supplier_list.id)


def confirm_columns(act: Act, _folder: Folder, by: Actor) -> None:
    """Take the columns as proposed."""
    supplier_list = _newest(act, by)
    proposed = Mapping.from_json(supplier_list.mapping)
    lists.confirm_columns(supplier_list, dict(enumerate(proposed.columns)), by=by)
    jobs.defer(jobs.check, supplier_list.id)


def accept(act: Act, _folder: Folder, by: Actor) -> None:
    """Import the good rows."""
    supplier_list = _newest(act, by)
    lists.accept(supplier_list, by=by)
    jobs.defer(jobs.import_rows, supplier_list.id)


def _newest(act: Act, by: Actor) -> SupplierList:
    statement = (
        select(SupplierList)
        .where(SupplierList.organisation_id == by.organisation_id)
        .order_by(SupplierList.created_at.desc())
        .limit(1)
    )
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        raise Invalid("no-list", N_("%(where)s: nothing was uploaded before."), where=act.where)
    return found


def assign(act: Act, _folder: Folder, by: Actor) -> None:
    """Take an alert on."""
    alerts.assign(_alert(act, by), by=by)


def decide(act: Act, _folder: Folder, by: Actor) -> None:
    """Decide an alert; ``ground`` is ``verdict:reason code``."""
    verdict, _, reason = act.ground.partition(":")
    alerts.decide(_alert(act, by), Verdict(verdict), ReasonCode(reason), act.text, by=by)


def confirm(act: Act, _folder: Folder, by: Actor) -> None:
    """Confirm as the second person that it is the same."""
    alerts.confirm(_alert(act, by), act.text, by=by)


def suppress(act: Act, _folder: Folder, by: Actor) -> None:
    """Ask that a pair is not shown; ``ground`` is the last day."""
    suppressions.propose(_alert(act, by), date.fromisoformat(act.ground), act.text, by=by)


def _alert(act: Act, by: Actor) -> Alert:
    """Return the alert about a supplier (by the company's own reference) and, where given, the other side's name."""
    statement = (
        select(Alert)
        .join(Supplier, Supplier.id == Alert.supplier_id)
        .where(Alert.organisation_id == by.organisation_id, Supplier.external_reference == act.subject)
        .where(or_(*(name.contains(act.more, autoescape=True) for name in (Alert.object_name, Alert.subject_name))))
        .order_by(Alert.kind, Alert.opened_at, Alert.reference)  # on a list before about its licence
        .limit(1)
    )  # fmt: skip
    found = db.session.execute(statement).scalar_one_or_none()
    if found is None:
        message = N_("%(where)s: there is no alert about %(supplier)s and “%(other)s”.")
        raise Invalid("no-alert", message, where=act.where, supplier=act.subject, other=act.more)
    return found


# An upload is three acts of one person with the worker's jobs between them.
ACTS = {
    "import": (import_list,),
    "upload": (upload, confirm_columns, accept),
    "assign-alert": (assign,),
    "decide-alert": (decide,),
    "confirm-alert": (confirm,),
    "suppress-alert": (suppress,),
}
