"""Marking of texts for translation, apart from what translates them: it must cost nothing to import."""


def N_(sentence: str) -> str:  # noqa: N802  the name translators' tools know
    """Mark `sentence` for the catalogue; it is translated where it is shown."""
    return sentence
