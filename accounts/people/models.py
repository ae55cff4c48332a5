"""Table of persons."""

from sqlalchemy import Boolean, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Id, Instant, Model, NameText, within


class Person(Model):
    """One human being; every account of the same human is this row, so that four eyes are four eyes."""

    __tablename__ = "person"
    __table_args__ = (Index("uq_person_email", text("lower(email)"), unique=True), within("name", 300))

    id: Mapped[Id]
    name: Mapped[NameText]
    email: Mapped[str] = mapped_column(String(320))
    password_hash: Mapped[str] = mapped_column(String(200))
    locale: Mapped[str | None] = mapped_column(String(8))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[Instant]
