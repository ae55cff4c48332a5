"""The table of seals."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class TrailSeal(Model):
    """A digest of a stretch of the trail and of the seal before it, written by the database itself."""

    __tablename__ = "trail_seal"
    __table_args__ = (CheckConstraint("first_entry <= last_entry AND entries > 0", name="span"),)

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    first_entry: Mapped[int] = mapped_column(BigInteger)
    last_entry: Mapped[int] = mapped_column(BigInteger)
    entries: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    sealed_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
