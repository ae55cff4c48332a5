"""Refusals: raised by services with a code and a sentence, rendered once at the edge."""

from collections.abc import Mapping

from core.marking import N_


class Problem(Exception):
    """A refusal a person can act on (RFC 9457).

    `code` is stable and machine-readable, `detail` one plain sentence (a marked catalogue sentence; `values` fill
    its %(names)s), `fields` maps field names to what is wrong with each and how to mend it.
    """

    status = 400
    title = N_("The request could not be understood")

    def __init__(self, code: str, detail: str = "", fields: Mapping[str, str] | None = None, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.fields = dict(fields or {})
        self.values = values


class Unauthenticated(Problem):
    """Nobody is signed in, or the session has ended."""

    status = 401
    title = N_("Sign in first")


class Refused(Problem):
    """The person is known and may not do this."""

    status = 403
    title = N_("You may not do this")


class NotFound(Problem):
    """There is no such thing, or it is not this person's to see: the two are not told apart."""

    status = 404
    title = N_("Not found")


class Conflict(Problem):
    """The thing is no longer in a state that allows this."""

    status = 409
    title = N_("This has changed")


class TooLarge(Problem):
    """The upload is larger than the bound."""

    status = 413
    title = N_("Too large")


class Invalid(Problem):
    """What was sent cannot be accepted; `fields` say why."""

    status = 422
    title = N_("Check what you entered")


class TooMany(Problem):
    """Too many tries in a short time."""

    status = 429
    title = N_("Too many tries")


class Unavailable(Problem):
    """Something this depends on does not answer now."""

    status = 503
    title = N_("Not available now")
