"""What the API takes and gives for applications."""

from marshmallow import Schema, fields, validate

from core.api import paged_schema
from licensing.agencies.models import NameKind, PersonRole
from licensing.applications import holding_schemas
from licensing.applications.parts import Part, PartStatus
from licensing.applications.sectors import SECTORS
from licensing.applications.states import Status
from licensing.costs.models import Payer

COUNTRY = {"description": "ISO 3166-1 alpha-2"}
VERSION = {"description": "The version that was read; an older one than the present is refused with 409."}


def one_of(values: object) -> validate.OneOf:
    """Return a validator for the words of an enumeration."""
    return validate.OneOf([str(value) for value in values])  # type: ignore[attr-defined]


def text(longest: int, shortest: int = 1, **settings: object) -> fields.String:
    """Return a text field of bounded length."""
    return fields.String(validate=validate.Length(shortest, longest), **settings)  # type: ignore[arg-type]


class LicenceClassSchema(Schema):
    """A class of licence to apply for."""

    code = fields.String()
    name = fields.String()
    months = fields.Integer()
    instrument = fields.String()


class BeginSchema(Schema):
    """What an application begins with."""

    class_code = text(40, required=True)
    registration_number = text(60, 0, load_default="", metadata={"description": "Needed the first time only."})


class GapSchema(Schema):
    """Something missing."""

    field = fields.String()
    sentence = fields.String()


class PartSchema(Schema):
    """How far a part is."""

    part = fields.String(validate=one_of(Part))
    status = fields.String(validate=one_of(PartStatus))
    missing = fields.List(fields.Nested(GapSchema))


class ApplicationRowSchema(Schema):
    """An application in a list."""

    reference = fields.String()
    class_code = fields.String()
    status = fields.String(validate=one_of(Status))
    created_at = fields.DateTime()
    submitted_at = fields.DateTime(allow_none=True)
    due_on = fields.Date(allow_none=True)
    version = fields.Integer()


class BusinessSchema(Schema):
    """Who the agency is."""

    legal_name = text(300, required=True)
    registration_number = text(60, required=True)
    country = text(2, 2, required=True, metadata=COUNTRY)


class BusinessInSchema(BusinessSchema):
    """Who the agency is, as of a version."""

    version = fields.Integer(required=True, metadata=VERSION)


class OfficeSchema(Schema):
    """Where the agency is found."""

    address = text(500, 0, load_default="")
    city = text(120, 0, load_default="")
    email = text(254, 0, load_default=None, allow_none=True)
    website = text(300, 0, load_default=None, allow_none=True)


class OfficeInSchema(OfficeSchema):
    """Where the agency is found, as of a version."""

    version = fields.Integer(required=True, metadata=VERSION)


class NameInSchema(Schema):
    """Another name of the agency."""

    name = text(300, required=True)
    kind = fields.String(required=True, validate=one_of([kind for kind in NameKind if kind != NameKind.LEGAL]))


class NameSchema(Schema):
    """A name of the agency."""

    id = fields.UUID()
    name = fields.String()
    kind = fields.String()


class PhoneInSchema(Schema):
    """A telephone number, with its country code or as dialled in the agency's country."""

    phone = text(40, required=True)
    label = text(60, required=True)


class PhoneSchema(Schema):
    """A telephone number of the agency."""

    id = fields.UUID()
    label = fields.String()
    typed = fields.String()
    e164 = fields.String()


class PersonInSchema(Schema):
    """A person of the agency."""

    name = text(300, required=True)
    role = fields.String(required=True, validate=one_of(PersonRole))
    nationality = text(2, 2, load_default=None, allow_none=True, metadata=COUNTRY)
    birth_date = fields.Date(load_default=None, allow_none=True)
    control_percent = fields.Float(load_default=0, validate=validate.Range(0, 100))


class PersonSchema(PersonInSchema):
    """A person of the agency, as recorded."""

    id = fields.UUID()


class DestinationsSchema(Schema):
    """Where workers are sent."""

    destinations = fields.List(text(2, 2, metadata=COUNTRY), load_default=list, validate=validate.Length(max=60))
    sectors = fields.List(
        fields.String(validate=one_of(SECTORS)), load_default=list, validate=validate.Length(max=len(SECTORS))
    )
    workers_a_year = fields.Integer(load_default=None, allow_none=True, validate=validate.Range(1, 1_000_000))


class DestinationsInSchema(DestinationsSchema):
    """Where workers are sent, as of a version."""

    version = fields.Integer(required=True, metadata=VERSION)


class PlanLineSchema(Schema):
    """Who pays one cost item. No payer takes the declaration back."""

    item = text(10, required=True, metadata={"description": "Code of a cost item, see /api/v1/cost-items."})
    payer = fields.String(
        load_default=None, allow_none=True, validate=one_of(Payer),
        metadata={"description": "“worker” is a word of the plan so that it can be refused with the rule."},
    )  # fmt: skip
    amount_minor = fields.Integer(
        load_default=None, allow_none=True, validate=validate.Range(0, 10**12),
        metadata={"description": "In minor units of the currency."},
    )  # fmt: skip
    currency = text(3, 3, load_default=None, allow_none=True, metadata={"description": "ISO 4217"})


class PlanInSchema(Schema):
    """Who pays the items named; the others stay as they are."""

    version = fields.Integer(required=True, metadata=VERSION)
    lines = fields.List(fields.Nested(PlanLineSchema), required=True, validate=validate.Length(1, 200))


class SubmitSchema(Schema):
    """The declaration of the person who hands in."""

    version = fields.Integer(required=True, metadata=VERSION)
    declared = fields.Boolean(
        required=True, metadata={"description": "The person declares what GET shows as promises."}
    )


class WithdrawSchema(Schema):
    """Why an application is taken back."""

    reason = text(1000, 0, load_default=None, allow_none=True)


class ApplicationSchema(ApplicationRowSchema):
    """An application with everything it says."""

    returned_note = fields.String(allow_none=True)
    snapshot_hash = fields.String(allow_none=True, metadata={"description": "SHA-256 of what was handed in."})
    promises = fields.List(fields.String())
    parts = fields.List(fields.Nested(PartSchema))
    business = fields.Nested(BusinessSchema)
    office = fields.Nested(OfficeSchema)
    names = fields.List(fields.Nested(NameSchema))
    phones = fields.List(fields.Nested(PhoneSchema))
    people = fields.List(fields.Nested(PersonSchema))
    premises = fields.List(fields.Nested(holding_schemas.PremisesSchema))
    web = fields.List(fields.Nested(holding_schemas.WebSchema))
    companies = fields.List(fields.Nested(holding_schemas.CompanySchema))
    accounts = fields.List(fields.Nested(holding_schemas.AccountSchema))
    sub_agents = fields.List(fields.Nested(holding_schemas.SubAgentSchema))
    work = fields.Nested(DestinationsSchema)
    fee_plan = fields.List(fields.Nested(PlanLineSchema))


class ConditionSchema(Schema):
    """A rule beyond the law."""

    text = fields.String()
    public_text = fields.String()
    due_on = fields.Date(allow_none=True)


class HeldLicenceSchema(Schema):
    """The licence that came of an application."""

    number = fields.String()
    status = fields.String(metadata={"description": "What workers are told today."})
    valid_from = fields.Date()
    last_day = fields.Date()
    destinations = fields.List(fields.String())
    conditions = fields.List(fields.Nested(ConditionSchema))


ApplicationPage = paged_schema(ApplicationRowSchema)
