"""What is missing in an application, a line each with the page that mends it."""

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from licensing.applications import parts, service
from licensing.applications.models import Application
from licensing.applications.parts import Answers, Part

MOST_NAMED = 8
ENDPOINTS = {
    Part.BUSINESS: "business", Part.PEOPLE: "people_index", Part.OFFICES: "offices",
    Part.DESTINATIONS: "destinations", Part.MONEY: "money", Part.PAPERS: "papers_index",
    Part.DECLARATION: "declaration",
}  # fmt: skip


def part_address(application: Application, part: Part, **values: Any) -> str:
    """Return the address of the first page of a part."""
    return url_for(f"applications.{ENDPOINTS[part]}", reference=application.reference, **values)


def missing(application: Application, told: Answers) -> list[dict[str, Any]]:
    """Return what is missing, a line each with its page; a plan that is hardly begun is one line, not fifty names."""
    gaps = parts.obstacles(told)
    unpaid = len(parts.unpaid(told))
    lines = []
    if unpaid > MOST_NAMED:
        gaps = [gap for gap in gaps if gap.part is not Part.MONEY]
        text = _("Money: say who pays for %(number)s items.", number=unpaid)
        lines.append({"text": text, "href": part_address(application, Part.MONEY, back="answers")})
    named = [{"text": service.filled(gap), "href": part_address(application, gap.part, back="answers")} for gap in gaps]
    return [*named, *lines]
