"""How letters are shown: the names of their languages, and which are written from right to left."""

from babel import Locale, UnknownLocaleError

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur"})


def language_name(code: str) -> str:
    """Return a language's own name for itself, with its code where nobody knows one."""
    try:
        return (Locale.parse(code, sep="-").get_display_name() or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code
