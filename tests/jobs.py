"""Runs queued jobs inside a test's transaction, as the worker's database role."""

from sqlalchemy import text

from core import db as database
from core import jobs

LIMIT = 500


def drain() -> list[str]:
    """Run every waiting job in order, and those they defer; return their names. A failing job raises."""
    done = []
    for _ in range(LIMIT):
        database.db.session.remove()
        token = database.own_role.set("none")
        try:
            with database.transaction(timeout="60s"):
                row = database.db.session.execute(
                    text("SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id LIMIT 1")
                ).one_or_none()
                if row is not None:
                    database.db.session.execute(
                        text("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = :id"), {"id": row.id}
                    )
        finally:
            database.own_role.reset(token)
        if row is None:
            return done
        token = database.own_role.set("fairgate_worker")
        try:
            jobs.perform(row.task_name, **row.args)
        finally:
            database.own_role.reset(token)
        done.append(row.task_name)
    message = f"more than {LIMIT} jobs: one of them defers itself for ever"
    raise AssertionError(message)
