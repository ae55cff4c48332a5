"""The job that seals the trail."""

from sqlalchemy import text

from core import jobs
from core.db import db, transaction

MOST, ROUNDS = 5000, 1000


@jobs.job("accounts.seals.seal", schedule="*/10 * * * *", transactional=False)
def seal() -> None:
    """Seal what was written since the last time, in stretches; what another sealed meanwhile is not sealed again."""
    for _ in range(ROUNDS):
        with transaction():
            if not db.session.execute(text("SELECT app.seal_trail(:most)"), {"most": MOST}).scalar_one():
                return
