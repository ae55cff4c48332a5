"""How the parser says no. Kept free of imports: it runs inside the child process."""

from typing import Any

Note = tuple[str, int | None, dict[str, Any]]
"""What only the parser could see about a row: code, 0-based column of the file or None, params."""


class Refused(Exception):
    """The file cannot be read; `code` and `params` become a finding about the file."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
