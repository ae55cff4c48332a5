"""The house's own words for each kind of letter, used where an installation has loaded no paragraphs of its own.

Each letter is a list of (code, text); the first is its title. Written in English: an authority that writes in another
language loads its paragraphs in it, as its lawyers want them.
"""

Words = list[tuple[str, str]]

_ABOUT = ("about", "This is about the licence {number} of {agency}.")
_REASON = ("reason", "Reason: {reason}")
_GROUND = ("ground", "Legal ground: {ground} ({instrument})")
_SCOPE = ("scope", "It is about: {scope}.")
_PLAN = ("plan", "The workers you have placed are protected like this: {plan}")
_READ = ("read", "Workers now read on the public page: “{status}”.")
_IMMEDIATE = ("immediate", "{immediate}")
_FACTS = ("facts", "If you think that a fact is wrong, ask us to put it right until {facts_by}.")
_APPEAL = ("appeal", "You may appeal until {appeal_by}.")

OWN_WORDS: dict[str, Words] = {
    "measure": [
        ("title", "Licence {number}: {measure}"), _ABOUT, ("done", "{measure}"), _SCOPE, _REASON, _GROUND,
        ("decided", "Decided on {day}."), ("from", "It takes effect on {effective_day}."), _PLAN, _IMMEDIATE, _READ,
        _FACTS, _APPEAL,
    ],
    "show-cause": [
        ("title", "Licence {number}: tell us what speaks against this"), _ABOUT,
        ("proposed", "This is proposed: {measure}"), _REASON, _GROUND,
        ("answer", "You may answer until {answer_by}. We decide after your answer, or after that day."),
    ],
    "acting": [
        ("title", "Licence {number}: {measure}"), _ABOUT, ("done", "{measure} This holds at once."), _SCOPE, _REASON,
        _GROUND, ("lapses", "It ends by itself after {lapses_on} unless a second person confirms it before."), _PLAN,
        _READ, _FACTS,
    ],
    "undone": [
        ("title", "Licence {number}: a measure no longer holds"), _ABOUT,
        ("undone", "What we did on {day} no longer holds. It was: {measure}"), _REASON, _READ,
    ],
    "breach": [
        ("title", "Licence {number}: a condition was not met"), _ABOUT,
        ("breach", "This condition was to be met by {due_day}, and nothing shows that it was: {condition}"),
        ("now", "Hand in at once what shows it. We now consider what must follow."),
    ],
    "appeal": [
        ("title", "Licence {number}: your appeal {reference}"), _ABOUT, ("outcome", "{measure}"), _REASON,
        ("order", "Order: {order}"), _READ,
    ],
}  # fmt: skip
