"""Every list has a bound: pages of rows and their total."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from sqlalchemy import func, select

from core.db import db

if TYPE_CHECKING:
    from sqlalchemy import Select

LARGEST = 200
Row = TypeVar("Row")


@dataclass(frozen=True)
class Page:
    """Which page (from 1) of how many rows (1–200) is wanted."""

    number: int = 1
    size: int = 50

    def __post_init__(self) -> None:
        """Bring foolish numbers within bounds: a page that does not exist is empty, not an error."""
        object.__setattr__(self, "number", min(max(self.number, 1), 1_000_000))
        object.__setattr__(self, "size", min(max(self.size, 1), LARGEST))

    @property
    def offset(self) -> int:
        """Return how many rows come before this page."""
        return (self.number - 1) * self.size


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """One page of rows, with the total over all pages.

    Where counting stopped early, `more` says that the total is only the least there is, and `next` whether another page
    follows this one.
    """

    rows: list[Row] = field(default_factory=list)
    total: int = 0
    page: Page = Page()
    more: bool = False
    next: bool = False

    @property
    def pages(self) -> int:
        """Return the number of pages, at least 1; where counting stopped early, of those that are known."""
        counted = max(1, -(-self.total // self.page.size))
        return max(counted, self.page.number + self.next) if self.more else counted


def paged(statement: "Select[Any]", page: Page, *, scalars: bool = True) -> Paged[Any]:
    """Run `statement` for one page; two queries whatever the length of the list."""
    total = db.session.execute(select(func.count()).select_from(statement.order_by(None).subquery())).scalar_one()
    result = db.session.execute(statement.limit(page.size).offset(page.offset))
    return Paged(list(result.scalars() if scalars else result), total, page)
