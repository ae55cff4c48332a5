"""Passwords: Argon2id with OWASP's memory profile; nothing else about them is kept."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
# 19 MiB, two passes, one lane: 25 ms here, against 249 ms and 64 MiB of the library's defaults.
_strong = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_profile = [_strong]


def use_quick_profile() -> None:
    """Hash cheaply from now on: for tests only, where a thousand sign-ins must not take a minute."""
    _profile[0] = _quick


def make(password: str) -> str:
    """Return the Argon2id hash of `password`."""
    return _profile[0].hash(password)


def matches(stored: str, password: str) -> bool:
    """Tell whether `password` is the one hashed as `stored`."""
    try:
        return _profile[0].verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


# Verified when the address is unknown, so that an unknown address takes as long to refuse as a wrong password.
NOBODY = _strong.hash("nobody has this password")
