"""Where higher rooms add to the supplier's page and to the company's first page, without being known here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.actor import Actor
from supplychain.suppliers.models import Supplier


@dataclass(frozen=True)
class Panel:
    """A block of the supplier's page.

    Attributes:
        id: names the block in the page's address, such as ``audits``.
        title: its heading, already translated.
        template: what shows it; it sees `panel` and `supplier`.
        values: whatever the template needs.
        events: things that happened, for the timeline: {title, by, at, text, kind}.
    """

    id: str
    title: str
    template: str
    values: dict[str, Any] = field(default_factory=dict)
    events: Sequence[dict[str, Any]] = ()


PanelMaker = Callable[[Supplier, Actor], Panel | None]
FigureMaker = Callable[[Actor], dict[str, Any] | None]
_panels: list[PanelMaker] = []
_figures: list[FigureMaker] = []


def register(function: PanelMaker) -> PanelMaker:
    """Add a block to every supplier's page; None means that there is nothing for this reader. Usable as a decorator."""
    if function not in _panels:
        _panels.append(function)
    return function


def register_figure(function: FigureMaker) -> FigureMaker:
    """Add a figure ({value, label, href, kind, note}) to the company's first page. Usable as a decorator."""
    if function not in _figures:
        _figures.append(function)
    return function


def panels_of(supplier: Supplier, *, by: Actor) -> list[Panel]:
    """Return the blocks that other rooms show about a supplier."""
    return [panel for make in _panels if (panel := make(supplier, by)) is not None]


def figures_for(by: Actor) -> list[dict[str, Any]]:
    """Return the figures that other rooms show on the company's first page."""
    return [figure for make in _figures if (figure := make(by)) is not None]
