"""What the API takes and gives for places, web addresses, related companies, bank accounts and sub-agents."""

from marshmallow import Schema, fields, validate

from licensing.agencies.tables import CompanyTie, PremisesKind, SubAgentKind, SubAgentScope, WebKind


def _one_of(values: object) -> validate.OneOf:
    return validate.OneOf([str(value) for value in values])  # type: ignore[attr-defined]


def _text(longest: int, **settings: object) -> fields.String:
    return fields.String(required=True, validate=validate.Length(1, longest), **settings)  # type: ignore[arg-type]


def _country() -> fields.String:
    told = {"description": "ISO 3166-1 alpha-2"}
    return fields.String(required=True, validate=validate.Length(2, 2), metadata=told)


class PremisesInSchema(Schema):
    """A place beside the main office."""

    kind = fields.String(required=True, validate=_one_of(PremisesKind))
    address = _text(500)
    city = _text(120)
    country = _country()
    from_on = fields.Date(load_default=None, allow_none=True)
    to_on = fields.Date(load_default=None, allow_none=True)


class PremisesSchema(PremisesInSchema):
    """A place as recorded."""

    id = fields.UUID()


class WebInSchema(Schema):
    """An address on the web."""

    kind = fields.String(required=True, validate=_one_of(WebKind))
    url = _text(300)


class WebSchema(WebInSchema):
    """An address on the web as recorded."""

    id = fields.UUID()


class CompanyInSchema(Schema):
    """A related company."""

    tie = fields.String(required=True, validate=_one_of(CompanyTie))
    name = _text(300)
    registration_number = fields.String(load_default="", validate=validate.Length(max=60))
    country = _country()
    share_percent = fields.Float(load_default=0, validate=validate.Range(0, 100))


class CompanySchema(CompanyInSchema):
    """A related company as recorded."""

    id = fields.UUID()


class AccountInSchema(Schema):
    """A bank account; of its number the last four signs and a keyed code are kept."""

    bank = _text(200)
    country = _country()
    number = _text(60)


class AccountSchema(Schema):
    """A bank account as recorded."""

    id = fields.UUID()
    bank = fields.String()
    country = fields.String()
    last_four = fields.String()


class SubAgentInSchema(Schema):
    """Someone who works for the agency outside its offices; may never take money."""

    kind = fields.String(required=True, validate=_one_of(SubAgentKind))
    name = _text(300)
    scope = fields.List(
        fields.String(validate=_one_of(SubAgentScope)), required=True,
        validate=validate.Length(1, len(SubAgentScope)),
    )  # fmt: skip
    area = _text(300)
    phone = fields.String(load_default="", validate=validate.Length(max=40))
    birth_date = fields.Date(load_default=None, allow_none=True)
    valid_from = fields.Date(load_default=None, allow_none=True)
    valid_to = fields.Date(required=True)


class SubAgentSchema(Schema):
    """A sub-agent as recorded, with the number of the card."""

    id = fields.UUID()
    kind = fields.String()
    name = fields.String()
    scope = fields.List(fields.String())
    area = fields.String()
    phone = fields.String(attribute="e164", allow_none=True)
    valid_from = fields.Date()
    valid_to = fields.Date()
    card_number = fields.String()
