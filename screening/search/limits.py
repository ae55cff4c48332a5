"""How many names one person may have compared in a minute: enough for work, too few to copy a list by guessing."""

import math
import threading
import time
from collections import deque
from uuid import UUID

from core.actor import Actor
from core.errors import TooMany
from core.i18n import N_

WINDOW = 60.0  # seconds
MOST_PEOPLE = 10_000


class NameLimit:
    """Counts the names that each person had compared within the window, in this process.

    Each web process counts for itself: with two of them a person may have up to twice as many compared.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._used: dict[UUID, deque[tuple[float, int]]] = {}

    def take(self, person: UUID, names: int) -> None:
        """Count some names. Raises TooMany, whose `values` say in how many seconds there is room again."""
        now = time.monotonic()
        with self._lock:
            used = self._used.setdefault(person, deque())
            while used and used[0][0] <= now - WINDOW:
                used.popleft()
            if sum(count for _, count in used) + names > self.most:
                wait = math.ceil(used[0][0] + WINDOW - now) if used else int(WINDOW)
                raise TooMany(
                    "too-many-names",
                    N_("You have had %(most)s names compared in a minute, which is the most. Wait %(wait)s seconds."),
                    most=self.most, wait=max(wait, 1),
                )  # fmt: skip
            used.append((now, names))
            if len(self._used) > MOST_PEOPLE:
                self._forget(now)

    def _forget(self, now: float) -> None:
        for person in [who for who, used in self._used.items() if not used or used[-1][0] <= now - WINDOW]:
            del self._used[person]


MOST_NAMES = 600
_names = NameLimit(MOST_NAMES)


def take(actor: Actor, names: int) -> None:
    """Count some names that a person has compared. Raises TooMany."""
    if actor.person_id is not None:
        _names.take(actor.person_id, names)
