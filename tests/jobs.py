"""Runs queued jobs inside a test's transaction, as the worker's database role."""

from core import db as database
from core import jobs


def drain() -> list[str]:
    """Run every waiting job in order, and those they defer; return their names. A failing job raises."""
    database.db.session.remove()
    token = database.own_role.set("fairgate_worker")
    try:
        return jobs.drain()
    finally:
        database.own_role.reset(token)
