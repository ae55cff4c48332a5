"""What officers read of the state of a measure, a condition and an appeal, with the kind of its tag."""

from core.i18n import N_

MEASURE_STATES: dict[str, tuple[str, str]] = {
    "draft": (N_("Drafted by a rule"), "neutral"),
    "proposed": (N_("Waits"), "wait"),
    "seconded": (N_("Confirmed by one of two"), "wait"),
    "acting": (N_("In effect, waits for a second person"), "warn"),
    "confirmed": (N_("Confirmed"), "good"),
    "declined": (N_("Declined"), "neutral"),
    "withdrawn": (N_("Taken back"), "neutral"),
    "lapsed": (N_("Lapsed"), "neutral"),
}
CONDITION_STATES: dict[str, tuple[str, str]] = {
    "open": (N_("Open"), "wait"),
    "evidence-submitted": (N_("To be judged"), "progress"),
    "satisfied": (N_("Met"), "good"),
    "breached": (N_("Not met in time"), "bad"),
    "waived": (N_("Waived"), "neutral"),
}
APPEAL_STATES: dict[str, tuple[str, str]] = {
    "lodged": (N_("Open"), "wait"),
    "upheld": (N_("The decision stands"), "neutral"),
    "quashed": (N_("The decision is set aside"), "bad"),
    "varied": (N_("Another decision takes its place"), "warn"),
    "withdrawn": (N_("Withdrawn"), "neutral"),
}
SEVERITIES: dict[str, str] = {"minor": N_("Minor"), "major": N_("Major"), "critical": N_("Critical")}
