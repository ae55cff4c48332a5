"""What an objection turned out to be, in an officer's words (pure)."""

from core.i18n import N_
from licensing.hearings.states import Bearing

BEARINGS: dict[Bearing, str] = {
    Bearing.WEIGHED: N_("It speaks to the case, and is taken into account"),
    Bearing.NO_BEARING: N_("It was looked into, and changes nothing"),
    Bearing.NOT_ABOUT_THIS: N_("It is about something else, and was passed on"),
}
