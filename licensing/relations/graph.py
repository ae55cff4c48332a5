"""The link graph: an agency, what it shares, and with whom, in three layers of at most forty nodes (pure).

The picture is the same as the tables beside it (experience.md 2.3 and 6): nodes carry their words, other agencies are
links, and a kind of link is told by its word and by the form of its line, never by colour.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from licensing.relations.states import Kind

MOST_THINGS, MOST_OTHERS = 19, 20
WIDTHS, LEFTS = (220, 270, 270), (2, 300, 648)
ROW, HEIGHT, WIDTH = 60, 48, 920
LONGEST = 34
# How the line of each kind is drawn; its word stands in the node.
DASHES: dict[str, str] = {
    Kind.BANK: "", Kind.PERSON: "", Kind.PHONE: "8 4", Kind.EMAIL: "8 4", Kind.PERSON_NAME: "2 4",
    Kind.ADDRESS: "12 4 2 4", Kind.DOMAIN: "12 4 2 4", Kind.COMPANY: "4 4",
}  # fmt: skip


@dataclass(frozen=True)
class Link:
    """One thing shared with another agency."""

    kind: str
    shown: str
    other_id: UUID
    other: str
    reference: str
    strength: int


@dataclass(frozen=True)
class Node:
    """A box of the picture: `word` says what it is (marked text), `text` which one, `state` how it stands (marked)."""

    x: int
    y: int
    width: int
    word: str
    text: str
    state: str = ""
    reference: str = ""
    kind: str = ""

    @property
    def middle(self) -> int:
        """Where lines meet the box."""
        return self.y + HEIGHT // 2


@dataclass(frozen=True)
class Line:
    """A line from the right side of one box to the left side of another."""

    x1: int
    y1: int
    x2: int
    y2: int
    dash: str


@dataclass(frozen=True)
class Graph:
    """The picture, and how many things and agencies are not in it."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    height: int
    left_out: int
    width: int = WIDTH


def draw(name: str, links: Sequence[Link], words: Mapping[str, str], states: Mapping[UUID, str]) -> Graph:
    """Return the picture of what an agency called `name` shares; the strongest links are drawn first.

    `words` names the kinds, `states` says how other agencies stand (both marked texts).
    """
    things: dict[tuple[str, str], None] = {}
    others: dict[UUID, Link] = {}
    for link in sorted(links, key=lambda one: (-one.strength, one.kind, one.shown)):
        fits = len(things) < MOST_THINGS or (link.kind, link.shown) in things
        if fits and (len(others) < MOST_OTHERS or link.other_id in others):
            things.setdefault((link.kind, link.shown))
            others.setdefault(link.other_id, link)
    height = max(len(things), len(others), 1) * ROW
    first = Node(LEFTS[0], (height - HEIGHT) // 2, WIDTHS[0], words["agency"], shortened(name))
    middle = {
        key: Node(LEFTS[1], y, WIDTHS[1], words[key[0]], shortened(key[1]), kind=key[0])
        for key, y in zip(things, rows(len(things), height), strict=True)
    }
    last = {
        key: Node(LEFTS[2], y, WIDTHS[2], words["agency"], shortened(link.other), states.get(key, ""), link.reference)
        for (key, link), y in zip(others.items(), rows(len(others), height), strict=True)
    }
    drawn = {(link.kind, link.shown, link.other_id) for link in links}
    lines = [_line(first, node) for node in middle.values()]
    lines += [
        _line(middle[kind, shown], last[other])
        for kind, shown, other in sorted(drawn, key=str)
        if (kind, shown) in middle and other in last
    ]
    left = len({(link.kind, link.shown) for link in links} - set(middle)) + len(
        {one.other_id for one in links} - set(last)
    )
    return Graph((first, *middle.values(), *last.values()), tuple(lines), height, left)


def rows(count: int, height: int) -> list[int]:
    """Return where `count` boxes stand, spread over the height."""
    step = height / max(count, 1)
    return [round(step * place + (step - HEIGHT) / 2) for place in range(count)]


def shortened(text: str) -> str:
    """Return a text that fits a box; the table beside it has all of it."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1].rstrip() + "…"


def _line(one: Node, other: Node) -> Line:
    kind = other.kind or one.kind
    return Line(one.x + one.width, one.middle, other.x, other.middle, DASHES.get(kind, ""))
