"""The one door to identity and randomness: opaque ids, public references, secrets."""

import hashlib
import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random

# Crockford's base 32: no I, L, O, U, so that a reference survives being read aloud or copied by hand.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {sign: value for value, sign in enumerate(ALPHABET, start=1)}
_LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_seeded: ContextVar[Random | None] = ContextVar("seeded_source", default=None)


def new_id() -> uuid.UUID:
    """Return a random identifier (version 4: version 7 would betray when a row was made)."""
    source = _seeded.get()
    return uuid.UUID(int=source.getrandbits(128), version=4) if source else uuid.uuid4()


def new_ids(count: int) -> list[uuid.UUID]:
    """Return many identifiers at once: the system is asked for randomness once, not for each."""
    if _seeded.get():
        return [new_id() for _ in range(count)]
    random = secrets.token_bytes(16 * count)
    return [uuid.UUID(bytes=random[at : at + 16], version=4) for at in range(0, 16 * count, 16)]


def new_reference(prefix: str) -> str:
    """Return a reference a person can read out, such as ``A-7K2M-9QXD``; the last sign checks the rest."""
    return new_references(prefix, 1)[0]


def new_references(prefix: str, count: int) -> list[str]:
    """Return many references at once."""
    signs = _signs(7 * count)
    bodies = [signs[at : at + 7] for at in range(0, 7 * count, 7)]
    return [f"{prefix}-{body[:4]}-{body[4:]}{check_sign(prefix + body)}" for body in bodies]


def check_sign(body: str) -> str:
    """Return the check sign of `body`: catches every single slip and nearly every swap of neighbours."""
    total = 0
    for place, sign in enumerate(body.upper(), start=1):
        total += place * (_VALUES.get(sign) or ord(sign))
    return ALPHABET[total % 31]


def tidy_reference(text: str) -> str | None:
    """Return `text` as the reference it means (separators, case and look-alikes mended), or None."""
    prefix, _, rest = text.strip().upper().partition("-")
    body = rest.replace("-", "").replace(" ", "").translate(_LOOKALIKES)
    if len(body) != 8 or not prefix.isalpha() or check_sign(prefix + body[:7]) != body[7]:
        return None
    return f"{prefix}-{body[:4]}-{body[4:]}"


def new_secret() -> str:
    """Return 256 random bits for a session or token, as text safe in a header."""
    return secrets.token_urlsafe(32)


def new_code(length: int = 20) -> str:
    """Return an unguessable code of `length` signs, five random bits each, that a person can copy by hand."""
    return secrets.token_bytes(length).translate(_SIGNS).decode()


def tidy_code(text: str) -> str:
    """Return `text` as the code it means: separators left out, look-alikes mended."""
    return "".join(sign for sign in text.upper() if sign.isalnum()).translate(_LOOKALIKES)


def digest(secret: str) -> str:
    """Return what is stored of a 256-bit secret: its SHA-256, which needs no salt at that length."""
    return hashlib.sha256(secret.encode()).hexdigest()


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Make ids repeatable while a demonstration is loaded. Secrets never come from here."""
    token = _seeded.set(Random(seed))  # noqa: S311  repeatability is the point; no secret is made of it
    try:
        yield
    finally:
        _seeded.reset(token)


_SIGNS = (ALPHABET * 8).encode()  # what each of the 256 bytes stands for; 32 divides them evenly


def _signs(count: int) -> str:
    source = _seeded.get()
    if source:
        return "".join(ALPHABET[source.randrange(32)] for _ in range(count))
    return secrets.token_bytes(count).translate(_SIGNS).decode()
