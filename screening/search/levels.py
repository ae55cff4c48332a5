"""How alike a name must be to be shown: three choices, with what each costs in innocent names (pure)."""

import enum

from core.i18n import N_
from screening.scoring import ALERT_THRESHOLD, MODEL_VERSION, QUALIFY_FLOOR


class Level(enum.StrEnum):
    """How much likeness is asked for."""

    STRICT = "strict"
    NORMAL = "normal"
    WIDE = "wide"


THRESHOLDS: dict[Level, float] = {Level.STRICT: 0.85, Level.NORMAL: ALERT_THRESHOLD, Level.WIDE: QUALIFY_FLOOR}
NAMES: dict[Level, str] = {
    Level.STRICT: N_("Strict: nearly the same name"),
    Level.NORMAL: N_("Normal: as alerts are raised"),
    Level.WIDE: N_("Wide: also what is only a little alike"),
}
# Names of a thousand that are on no list and are shown all the same, against the 30,918 names of the OFAC list of
# January 2024: 9,302 companies and 10,000 persons, by bench/search_levels.py. Of a version that was not measured
# nothing is said.
EXPECTED: dict[str, dict[Level, float]] = {
    "scoring-2": {Level.STRICT: 0.3, Level.NORMAL: 3.1, Level.WIDE: 22.6},
}


def expected(level: Level) -> float | None:
    """Return how many of 1,000 innocent names a level shows, or None when this version was not measured."""
    return EXPECTED.get(MODEL_VERSION, {}).get(level)
