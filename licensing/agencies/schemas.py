"""JSON of agencies as the regulator sees them."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema
from licensing.agencies import queries, verifying
from licensing.agencies.listing import LONGEST, SORTS
from licensing.agencies.tables import Contact, Method, Verdict


class AgencyQuery(PageQuery):
    """What the list of agencies is narrowed to."""

    q = fields.String(load_default="", validate=validate.Length(max=LONGEST))
    sort = fields.String(load_default="name", validate=validate.OneOf(SORTS))


class AgencyRowSchema(Schema):
    """An agency in a list."""

    reference = fields.String()
    legal_name = fields.String()
    registration_number = fields.String()
    country = fields.String()
    city = fields.String()
    published_at = fields.AwareDateTime(allow_none=True)


class NameSchema(Schema):
    """A name of an agency."""

    name = fields.String()
    kind = fields.String()


class AgencyPersonSchema(Schema):
    """A person of an agency, from and to a day."""

    id = fields.UUID()
    name = fields.String()
    role = fields.String()
    nationality = fields.String(allow_none=True)
    birth_date = fields.Date(allow_none=True)
    control_percent = fields.Float()
    joined_on = fields.Date()
    left_on = fields.Date(allow_none=True)


class ContactSchema(Schema):
    """Something of an agency that an officer can verify, and what was last found."""

    contact = fields.String()
    value = fields.String()
    shown = fields.String()
    label = fields.String()
    verified = fields.Boolean()
    verdict = fields.String(attribute="found.verdict", allow_none=True)
    method = fields.String(attribute="found.method", allow_none=True)
    verified_by = fields.String(attribute="found.by_name", allow_none=True)
    at = fields.AwareDateTime(attribute="found.at", allow_none=True)


class AgencySchema(AgencyRowSchema):
    """An agency with what it says and what was verified of it."""

    address = fields.String()
    email = fields.String(allow_none=True)
    website = fields.String(allow_none=True)
    names = fields.Function(lambda agency: NameSchema(many=True).dump(queries.names(agency.id)))
    people = fields.Function(lambda agency: AgencyPersonSchema(many=True).dump(queries.people_over_time(agency.id)))
    contacts = fields.Function(lambda agency: ContactSchema(many=True).dump(verifying.items(agency)))


class VerificationIn(Schema):
    """What an officer found about one contact of an agency."""

    contact = fields.String(required=True, validate=validate.OneOf([str(item) for item in Contact]))
    value = fields.String(required=True, validate=validate.Length(1, 300))
    verdict = fields.String(required=True, validate=validate.OneOf([str(item) for item in Verdict]))
    method = fields.String(required=True, validate=validate.OneOf([str(item) for item in Method]))
    note = fields.String(required=True, validate=validate.Length(verifying.SHORTEST_NOTE, verifying.LONGEST_NOTE))


class VerificationSchema(Schema):
    """A finding about a contact."""

    contact = fields.String()
    value = fields.String()
    verdict = fields.String()
    method = fields.String()
    note = fields.String()
    by_name = fields.String()
    at = fields.AwareDateTime()


class CardSchema(Schema):
    """The identity card of a sub-agent."""

    number = fields.String(attribute="card_number")
    kind = fields.String()
    name = fields.String()
    scope = fields.List(fields.String())
    area = fields.String()
    valid_from = fields.Date()
    valid_to = fields.Date()
    may_collect_money = fields.Boolean(metadata={"description": "Always false."})
    stopped_at = fields.AwareDateTime(allow_none=True)
    stop_reason = fields.String(allow_none=True)


class StopIn(Schema):
    """Why a card is stopped."""

    reason = fields.String(required=True, validate=validate.Length(10, 2_000))


class PublicCardSchema(Schema):
    """What everyone may read of a card."""

    number = fields.String()
    status = fields.String()
    name = fields.String()
    scope = fields.List(fields.String())
    area = fields.String()
    valid_to = fields.Date()
    agency = fields.String()
    agency_status = fields.String()
    may_collect_money = fields.Boolean(metadata={"description": "Always false."})


AgencyPage = paged_schema(AgencyRowSchema)
