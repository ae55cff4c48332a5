"""How a sample is drawn, so that anyone can draw it again (pure; licensing.md 1.1: about 10 % of the workers)."""

import hashlib
import math
from collections.abc import Sequence

SHARE, FLOOR = 10, 5  # per cent, and at least so many, unless the installation states otherwise (proposal)
MOST_ENTRIES = 5_000
LONGEST_ENTRY = 40


def size(entries: int, *, share: float = SHARE, floor: int = FLOOR) -> int:
    """Return how many of `entries` are drawn: `share` per cent rounded up, at least `floor`, at most all."""
    return min(entries, max(floor, math.ceil(entries * share / 100)))


def draw(entries: Sequence[str], seed: str, *, share: float = SHARE, floor: int = FLOOR) -> list[str]:
    """Return the sample: entries ordered by the SHA-256 of ``seed:entry``, the first of them.

    The database draws it in the same way as it writes the row, with a seed of its own; nobody can choose either.
    """
    ordered = sorted(entries, key=lambda entry: (hashlib.sha256(f"{seed}:{entry}".encode()).hexdigest(), entry))
    return ordered[: size(len(entries), share=share, floor=floor)]


def digest(entries: Sequence[str]) -> str:
    """Return the SHA-256 of a list as it was declared: its entries, one a line."""
    return hashlib.sha256("\n".join(entries).encode()).hexdigest()


def listed(text: str) -> list[str]:
    """Return the entries of a list typed one a line, each once, in the order typed."""
    return list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
