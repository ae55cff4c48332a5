"""The exact words that workers read for each public status, marked for translation."""

from core.i18n import N_
from licensing.licences.status import PublicStatus as P

TITLES: dict[P, str] = {
    P.LICENSED: N_("Licensed"),
    P.CONDITIONS: N_("Licensed with rules"),
    P.FROZEN: N_("No new workers"),
    P.WATCHED: N_("Licensed. We are watching this agency"),
    P.PENDING: N_("Not licensed yet"),
    P.RENEWING: N_("Licensed while we decide"),
    P.SUSPENDED: N_("Stopped for now"),
    P.REVOKED: N_("Licence taken away"),
    P.CANCELLED: N_("Licence was not real"),
    P.EXPIRED: N_("Licence has ended"),
    P.SURRENDERED: N_("No longer licensed"),
    P.NONE: N_("No licence found"),
}
# %(date)s: for renewing the last day it may work, for expired the last day of the licence.
TEXTS: dict[P, str] = {
    P.LICENSED: N_(
        "This agency has a licence today. You must not pay for a job. A licence does not mean they will be fair."
    ),
    P.CONDITIONS: N_(
        "This agency has a licence, but it must follow extra rules. Check the rules below before you say"
        " yes. You must not pay for a job."
    ),
    P.FROZEN: N_(
        "This agency has a licence, but it must not take new workers now. Do not sign with them now. Do not"
        " pay. If you already work through them, they must still pay you and help you."
    ),
    P.WATCHED: N_("It broke some rules before. Be careful. Do not pay. Tell us if they ask for money."),
    P.PENDING: N_(
        "This agency has asked for a licence. We have not said yes. It must not find you a job now. Do not"
        " pay. Do not give your passport."
    ),
    P.RENEWING: N_(
        "The licence ended, but the agency asked in time. It may work until %(date)s. Check again before"
        " you go. You must not pay."
    ),
    P.SUSPENDED: N_(
        "This agency must not find jobs for anyone now. Do not pay. Do not give your passport. Did you pay"
        " already? Tell us."
    ),
    P.REVOKED: N_(
        "We took away the licence of this agency. It must not find jobs for anyone. Do not pay. Do not give"
        " your passport. Leave if you can do it safely. Tell us if they still ask people to work for them."
    ),
    P.CANCELLED: N_(
        "We cancelled this licence. It was got by a lie. Do not pay. Do not give your passport. Tell us if you paid."
    ),
    P.EXPIRED: N_(
        "The licence ended on %(date)s. This agency must not find jobs for you now. Do not pay. Ask us"
        " again before you go."
    ),
    P.SURRENDERED: N_(
        "This agency gave its licence back. It must not find jobs for anyone now. Do not pay. If it placed"
        " you before, it must still help you. Tell us."
    ),
    P.NONE: N_(
        "We did not find this name or number. Do not pay. Do not give your passport. Look at the paper"
        " again. Type the licence number or the phone number. If you still find nothing, ask us. You can"
        " call or send a photo."
    ),
}
STEPS: dict[P, tuple[str, ...]] = {
    P.LICENSED: (
        N_("Use only the phone number on this page."),
        N_("Say no if they ask for money."),
        N_("Keep your passport. Get your contract in a language you can read."),
    ),
}
APPEAL_TITLE = N_("The agency does not agree")
APPEAL_TEXT = N_(
    "It has asked a judge to look again. This can take time. Today the answer is still the one at the top of this page."
)
