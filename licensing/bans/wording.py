"""What officers read of the state of a ban, with the kind of its tag."""

from core.i18n import N_

STATES: dict[str, tuple[str, str]] = {
    "proposed": (N_("Proposed"), "wait"),
    "seconded": (N_("Confirmed by one of two"), "wait"),
    "in-force": (N_("In force"), "bad"),
    "declined": (N_("Declined"), "neutral"),
    "lifted": (N_("Lifted"), "neutral"),
    "ended": (N_("Ended"), "neutral"),
}
