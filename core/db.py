"""The database: model base, column types, one transaction per request or job, one door for changes of state."""

import enum
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Annotated, Any, ClassVar
from uuid import UUID

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import CheckConstraint, DateTime, MetaData, String, Uuid, event, text
from sqlalchemy.orm import DeclarativeBase, Session, mapped_column

from core import clock, ids
from core.actor import SYSTEM, Actor, acting
from core.errors import Conflict
from core.marking import N_

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Id = Annotated[UUID, mapped_column(Uuid(as_uuid=True), primary_key=True, default=ids.new_id)]
Instant = Annotated[datetime, mapped_column(DateTime(timezone=True), default=clock.now)]
NameText = Annotated[str, mapped_column(String(300))]


class Model(DeclarativeBase):
    """Base of every table: one naming convention, so that each constraint's name is known in advance."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: DateTime(timezone=True)}


# Used thinly: only its engine and scoped session, so that another library could replace it in this one file.
db = SQLAlchemy(disable_autonaming=True, session_options={"expire_on_commit": False})


def one_of(column: str, values: type[enum.StrEnum], name: str | None = None) -> CheckConstraint:
    """Return the CHECK that keeps `column` within an enumeration: the database knows the words too."""
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=name or f"{column}_known")


def within(column: str, longest: int, name: str | None = None) -> CheckConstraint:
    """Return the CHECK that a text is trimmed, not empty and at most `longest` characters."""
    return CheckConstraint(
        f"{column} = btrim({column}) AND char_length({column}) BETWEEN 1 AND {longest}", name=name or f"{column}_within"
    )


def move(
    entity: Any,
    to: enum.StrEnum,
    *,
    action: str,
    by: Actor,
    reason: str | None = None,
    rule: str | None = None,
    **detail: object,
) -> None:
    """Change `entity.status` to `to`: the one guarded door, with its trail entry.

    Raises Conflict when the move is not in the entity's `MOVES`; PostgreSQL has the last word.
    """
    from core import trail

    before = entity.status
    if to not in entity.MOVES.get(before, frozenset()):
        raise Conflict(
            "move-not-allowed", N_("This has moved on, so that step is no longer possible. Reload the page."),
            before=str(before), after=str(to),
        )  # fmt: skip
    entity.status = to
    trail.record(
        action, entity, by=by, reason=reason, rule=rule, detail={**detail, "before": str(before), "after": str(to)}
    )


CONTEXT = text(
    "SELECT set_config('role', :role, true), set_config('app.org', :org, true), set_config('app.kind', :kind, true),"
    " set_config('app.person', :person, true), set_config('app.today', :today, true),"
    " set_config('statement_timeout', :timeout, true), set_config('transaction_read_only', :read_only, true)"
)


# The database role a process works in: its own, unless a test says another.
own_role: ContextVar[str] = ContextVar("own_role", default="none")


def enter(
    actor: Actor | None, *, role: str | None = None, timeout: str = "5s", read_only: bool = False
) -> None:
    """Tell PostgreSQL, for this transaction only, who acts (row-level security reads it) and whether it may write."""
    db.session.execute(
        CONTEXT,
        {
            "role": role or own_role.get(),
            "org": str(actor.organisation_id) if actor and actor.organisation_id else "",
            "kind": actor.organisation_kind if actor else "",
            "person": str(actor.person_id) if actor and actor.person_id else "",
            "today": clock.today().isoformat(),
            "timeout": timeout,
            "read_only": "on" if read_only else "off",
        },
    )


@contextmanager
def transaction(
    *, actor: Actor | None = SYSTEM, read_only: bool = False, role: str | None = None, timeout: str = "5s"
) -> Iterator[Session]:
    """Run a block as one transaction: commit when it returns, roll back when it raises.

    `role` is the database role to take (None keeps the process's own); `timeout` bounds each statement.
    """
    session = db.session()
    with acting(actor), clock.pinned():
        try:
            enter(actor, role=role, timeout=timeout, read_only=read_only)
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            db.session.remove()


def constraint_of(error: Exception) -> str | None:
    """Return the name of the constraint that PostgreSQL named in `error`, if any."""
    diagnostics = getattr(getattr(error, "orig", None), "diag", None)
    return getattr(diagnostics, "constraint_name", None)


def refuse_powerful_role(connection: Any) -> None:
    """Raise RuntimeError when the connected role could ignore row-level security."""
    row = connection.execute(
        text("SELECT current_user, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
    ).one()
    if row[1]:
        message = (
            f"The database role “{row[0]}” is a superuser or may bypass row-level security; Fairgate will not start"
            " with it. Connect as the role that “bin/fairgate database roles” makes."
        )
        raise RuntimeError(message)


@event.listens_for(Session, "before_flush")
def _no_blank_ids(session: Session, *_: object) -> None:
    """Give new rows their id before flush, so that a trail entry can name them in the same statement batch."""
    for entity in session.new:
        column = entity.__table__.columns.get("id")
        if column is not None and isinstance(column.type, Uuid) and entity.id is None:
            entity.id = ids.new_id()
