"""What an objection turned out to be."""

import enum


class Bearing(enum.StrEnum):
    """What an officer made of an objection."""

    WEIGHED = "weighed"  # it speaks to the case, and was taken into account
    NO_BEARING = "no-bearing"  # it was looked into, and changes nothing
    NOT_ABOUT_THIS = "not-about-this"  # it is about something else; passed on where it belongs
