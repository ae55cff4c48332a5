"""What the file of a draft holds."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from licensing.applications import holding_schemas as held
from licensing.applications import schemas
from licensing.applications.transfer import FORM, MOST


def rows(of: type[Schema], most: int = MOST) -> Any:
    """Return a bounded list of entries; what a file knows beyond them is passed over."""
    return fields.List(fields.Nested(of, unknown=EXCLUDE), load_default=list, validate=validate.Length(max=most))


class ListsFileSchema(Schema):
    """The lists of an agency beside names, people and phones."""

    companies = rows(held.CompanyInSchema)
    premises = rows(held.PremisesInSchema)
    web = rows(held.WebInSchema)
    sub_agents = fields.List(
        fields.Nested(held.SubAgentInSchema, unknown=EXCLUDE), load_default=list, data_key="sub-agents",
        validate=validate.Length(max=MOST), attribute="sub-agents",
    )  # fmt: skip


class DraftFileSchema(Schema):
    """A draft as a file. Bank accounts and papers are not in it."""

    form = fields.String(required=True, validate=validate.Equal(FORM))
    reference = fields.String()
    class_code = fields.String()
    office = fields.Nested(schemas.OfficeSchema, load_default=None, allow_none=True)
    names = rows(schemas.NameInSchema)
    phones = rows(schemas.PhoneInSchema)
    people = rows(schemas.PersonInSchema)
    lists = fields.Nested(ListsFileSchema, load_default=dict, unknown=EXCLUDE)
    work = fields.Nested(schemas.DestinationsSchema, load_default=None, allow_none=True)
    fee_plan = rows(schemas.PlanLineSchema)
