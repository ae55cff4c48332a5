"""What a paper is worth when its code is looked up."""

import enum


class Verdict(enum.StrEnum):
    """The answer to a code: a certificate is never changed, only followed by a newer one or by none."""

    CURRENT = "current"  # what it says is what the register says
    OLD = "old"  # real, but the licence has changed since
    UNKNOWN = "unknown"  # not from us
