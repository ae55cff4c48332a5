"""The words of lists: states of a list and of a row, and what each row finding is about (pure)."""

from core.i18n import N_
from supplychain.lists.states import RowStatus, Status

STATES: dict[str, tuple[str, str]] = {
    Status.UPLOADED: (N_("Being read"), "progress"),
    Status.PARSED: (N_("Choose the columns"), "wait"),
    Status.FAILED: (N_("Could not be read"), "bad"),
    Status.CHECKED: (N_("Waits for you"), "wait"),
    Status.IMPORTING: (N_("Being imported"), "progress"),
    Status.LIVE: (N_("Imported"), "good"),
    Status.CANCELLED: (N_("Cancelled"), "neutral"),
}
ROW_STATES: dict[str, tuple[str, str]] = {
    RowStatus.ACCEPTED: (N_("Good"), "good"),
    RowStatus.REJECTED: (N_("Refused"), "bad"),
    RowStatus.DUPLICATE: (N_("Repeated"), "neutral"),
    RowStatus.BLANK: (N_("Empty"), "neutral"),
}

TOPICS: dict[str, str] = {
    "R01": N_("Needed value is empty"),
    "R02": N_("Text too long"),
    "R03": N_("Country not known"),
    "R04": N_("Country differs from address"),
    "R05": N_("State or province does not fit"),
    "R06": N_("Place not valid"),
    "R07": N_("Place outside the country"),
    "R08": N_("Latitude and longitude swapped"),
    "R09": N_("Identifier not valid"),
    "R10": N_("Identifier of another supplier"),
    "R11": N_("More cells than headings"),
    "R12": N_("Fewer cells than headings"),
    "R13": N_("Invisible characters removed"),
    "R14": N_("Reversed reading direction removed"),
    "R15": N_("Damaged letters"),
    "R16": N_("Zero at the start lost"),
    "R17": N_("Changed by the spreadsheet program"),
    "R18": N_("Looks like a formula"),
    "R19": N_("Error of the spreadsheet program"),
    "R20": N_("Stands for nothing"),
    "R21": N_("Only a post-office box"),
    "R22": N_("Address too short"),
    "R23": N_("Repeats another row"),
    "R24": N_("Nearly the same as another row"),
    "R25": N_("Differs only in a number"),
    "R26": N_("More workers than in all"),
    "R27": N_("Tier does not fit"),
    "R28": N_("Buys from nobody in the file"),
    "R29": N_("Broker without licence number"),
    "R30": N_("Broker's licence not in force"),
    "R31": N_("Workers pay the fee"),
    "R32": N_("Sector or goods code not known"),
    "R33": N_("Personal data in notes"),
    "R34": N_("Looks like a person"),
    "R35": N_("Resembles a flagged entity"),
    "R36": N_("Value not understood"),
}
