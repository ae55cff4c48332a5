"""The regulator's list of agencies: found by name, number, telephone or person."""

from typing import Any

from sqlalchemy import Select, func, or_, select

from core import ids
from core.paging import Page, Paged, paged
from core.text import fold_digits
from licensing.agencies.models import Agency, AgencyName, AgencyPerson, AgencyPhone

SORTS = ("name", "newest")
LONGEST = 120


def search(text: str, sort: str, page: Page) -> Paged[Agency]:
    """Return one page of the agencies that the regulator knows; two queries.

    `text` may be a part of any name, of a person's name, a trade register number, a reference or a telephone number.
    """
    statement = select(Agency)
    if text.strip():
        statement = _named(statement, text.strip()[:LONGEST])
    order = (Agency.created_at.desc(), Agency.id) if sort == "newest" else (func.lower(Agency.legal_name), Agency.id)
    return paged(statement.order_by(*order), page)


def _named(statement: Select[Any], text: str) -> Select[Any]:
    named = select(AgencyName.agency_id).where(AgencyName.name.icontains(text, autoescape=True))
    people = select(AgencyPerson.agency_id).where(AgencyPerson.name.icontains(text, autoescape=True))
    ways = [
        Agency.id.in_(named), Agency.id.in_(people), Agency.reference == (ids.tidy_reference(text) or text),
        Agency.registration_number == text,
    ]  # fmt: skip
    digits = "".join(sign for sign in fold_digits(text) if sign.isdigit())
    if len(digits) >= 6:
        called = select(AgencyPhone.agency_id).where(AgencyPhone.e164.endswith(digits.lstrip("0")))
        ways.append(Agency.id.in_(called))
    return statement.where(or_(*ways))
