"""Uploads: bounded while read, known by content and hash, kept in PostgreSQL so that web processes hold nothing."""

import hashlib
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import BigInteger, LargeBinary, String, UniqueConstraint, Uuid, select
from sqlalchemy.orm import Mapped, deferred, mapped_column

from core import clock
from core.actor import Actor
from core.db import Id, Instant, Model, db
from core.errors import Invalid, NotFound, TooLarge
from core.i18n import N_
from core.text import FORBIDDEN, clean_line

CHUNK = 64 * 1024
MEGABYTE = 1_000_000


class StoredFile(Model):
    """The exact bytes somebody sent, never changed afterwards."""

    __tablename__ = "stored_file"
    __table_args__ = (UniqueConstraint("organisation_id", "id", name="uq_stored_file_tenant"),)

    id: Mapped[Id]
    organisation_id: Mapped[UUID] = mapped_column(Uuid)
    name: Mapped[str] = mapped_column(String(300))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
    created_at: Mapped[Instant]
    created_by: Mapped[UUID | None] = mapped_column(Uuid)


def accept(stream: BinaryIO, name: str, *, by: Actor, most_bytes: int = 10 * MEGABYTE) -> StoredFile:
    """Store an upload of at most `most_bytes`; what it holds is judged later, in a limited child process.

    Raises TooLarge as soon as the bound is passed, Invalid when the file is empty.
    """
    parts, size = [], 0
    while chunk := stream.read(CHUNK):
        size += len(chunk)
        if size > most_bytes:
            raise TooLarge(
                "file-too-large", N_("The file is larger than %(most)s MB. Split it and send the parts."),
                most=most_bytes // MEGABYTE,
            )  # fmt: skip
        parts.append(chunk)
    content = b"".join(parts)
    if not content:
        message = N_("The file is empty. Choose another one.")
        raise Invalid("file-empty", message, {"file": message})
    stored = StoredFile(
        organisation_id=by.organisation_id, name=plain_name(name),
        size=size, sha256=hashlib.sha256(content).hexdigest(), content=content, created_at=clock.now(),
        created_by=by.person_id,
    )  # fmt: skip
    db.session.add(stored)
    db.session.flush()
    return stored


def plain_name(name: str) -> str:
    """Return the name of an uploaded file without folders and without what cannot be shown, at most 300 characters."""
    return clean_line(FORBIDDEN.sub("", name.replace("\\", "/").rsplit("/", 1)[-1]))[:300].strip() or "file"


def get(file_id: UUID) -> StoredFile:
    """Return a stored file of the actor's organisation. Raises NotFound."""
    found = db.session.execute(select(StoredFile).where(StoredFile.id == file_id)).scalar_one_or_none()
    if found is None:
        raise NotFound("file-not-found", N_("There is no such file."))
    return found
