"""Every answer that workers can read, word for word (experience.md 2.2), marked for the catalogues (pure)."""

from dataclasses import dataclass

from core.i18n import N_
from licensing.licences import wording
from licensing.licences.status import ICONS, PublicStatus


@dataclass(frozen=True)
class Text:
    """One answer.

    `icon` is a kind of status box (tick, triangle, stop, clock, info), `title` the page's h1, `body` what holds and
    what to do, `steps` at most three. `%(name)s`, `%(date)s`, `%(country)s`, `%(other)s`, `%(ask)s` are filled in where
    the answer is shown.
    """

    key: str
    icon: str
    title: str
    body: str
    steps: tuple[str, ...] = ()


def _of_licences() -> dict[str, Text]:
    """Return the answers that are the public status of a licence."""
    return {
        key: Text(key, ICONS[key], wording.TITLES[key], wording.TEXTS[key], wording.STEPS.get(key, ()))
        for key in PublicStatus
    }


_OTHERS = (
    Text(
        "banned", "stop", N_("This person is banned"),
        N_("%(name)s must not find jobs for anyone, in any agency, until %(date)s. Do not pay. Walk away if you can."),
    ),
    Text("appeal", "info", wording.APPEAL_TITLE, wording.APPEAL_TEXT),
    Text(
        "similar", "triangle", N_("Be careful. The name is not the same"),
        N_("We did not find this exact name. We found names that look like it. Some cheats copy the name of a real"
           " agency."),
        (
            N_("Look at every word."),
            N_("Look at the number on the paper."),
            N_("Call the agency on the number on this page, not the number the agent gave you."),
        ),
    ),
    Text(
        "many", "info", N_("Many agencies have this name"),
        N_("Pick the one with the same town and the same number. Not sure? Type the licence number."),
    ),
    Text(
        "phone_ok", "tick", N_("This number belongs to them"),
        N_("This phone number is on our list for %(name)s. You must not pay for a job."),
    ),
    Text(
        "phone_no", "stop", N_("This phone number is not theirs"),
        N_("The name has a licence, but this phone number is not on our list for them. A cheat may be using their name."
           " Stop talking to this number. Call the agency on the number on this page."),
    ),
    Text(
        "phone_bad", "stop", N_("Warning about this phone number"),
        N_("People told us about this number before. Do not pay. Do not send your passport."),
    ),
    Text(
        "agent_yes", "tick", N_("This person works for a licensed agency"),
        N_("Ask to see the card with a photo. They must not ask you for money."),
    ),
    Text(
        "agent_no", "stop", N_("This person is not on the list"),
        N_("The agency has a licence, but this person is not on its list. Only people on the list may speak for the"
           " agency. Do not pay. Call the agency."),
    ),
    Text(
        "qr_fake", "stop", N_("This paper is not real"),
        N_("The code on the paper is not from us. Do not pay. Keep the paper if you can do it safely. Take a photo and"
           " tell us."),
    ),
    Text(
        "qr_old", "triangle", N_("This paper is old"),
        N_("The licence has changed since this paper was printed. Look at the answer on this page, not at the paper."),
    ),
    Text(
        "other_country", "info", N_("We do not check this country"),
        N_("We only check agencies in %(country)s. For %(other)s ask %(ask)s. Do not pay until you know."),
    ),
    Text(
        "offline", "clock", N_("You have no internet now"),
        N_("This is a saved answer from %(date)s. It can be out of date. Check again before you pay, sign or travel."),
    ),
    Text(
        "error", "info", N_("Sorry, we could not check"),
        N_("This is our problem, not yours. Do not pay anyone until you can check. Try again, or call us for free."),
    ),
)  # fmt: skip
TEXTS: dict[str, Text] = {**_of_licences(), **{text.key: text for text in _OTHERS}}

# What a worker may be asked to pay, by the rule of the country (installation fact “fee_rule”).
FEE_RULES: dict[str, tuple[str, str]] = {
    "zero": (N_("You must not pay for a job."), N_("The boss pays.")),
    "cap": (
        N_("The law here lets them ask for at most %(amount)s. Not more."),
        N_("The fair rule is: the boss pays."),
    ),
    "unknown": (N_("Ask us before you pay anything."), ""),
}
FEE_LAW = N_("It is against the law to ask a worker for money.")
REFUND = N_("We will try to get your money back.")
RIGHTS = (
    N_("You must not pay for a job."),
    N_("Keep your own passport and bank card."),
    N_("You can say no. You can leave."),
    N_("Your contract must be true and in words you can read."),
    N_("Ask for a paper for any money."),
    N_("You can tell us and not give your name."),
)
EMPTY = N_("Type a name or a number")
SHORT = N_("Type 3 or more letters, or a number")
# TRANSLATORS: text that a worker sends to a friend; %(status)s is a title such as “Licensed”.
SHARE = N_("%(name)s, %(number)s: %(status)s on %(date)s. You must not pay for a job. Check again: %(link)s")
SHARE_UNNUMBERED = N_("%(name)s: %(status)s on %(date)s. You must not pay for a job. Check again: %(link)s")
# Short words for a status in a list of several agencies are the titles themselves.
