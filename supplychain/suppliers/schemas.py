"""JSON of suppliers."""

from marshmallow import Schema, fields, validate

from core.api import PageQuery, paged_schema
from supplychain.suppliers.queries import SORTS


class BrokerSchema(Schema):
    """A broker that a list names for a supplier, with the state of its licence today."""

    name = fields.String()
    licence_number = fields.String(allow_none=True)
    country = fields.String(allow_none=True)
    fee_payer = fields.String(allow_none=True)
    licence_state = fields.String(allow_none=True, metadata={"description": "null: not in our register"})
    register_number = fields.String(allow_none=True)


class SupplierSchema(Schema):
    """A supplier site as the company knows it."""

    reference = fields.String()
    external_reference = fields.String(allow_none=True)
    name = fields.String()
    local_name = fields.String(allow_none=True)
    address = fields.String()
    city = fields.String(allow_none=True)
    country = fields.String()
    tier = fields.Integer(allow_none=True)
    created_at = fields.DateTime()
    updated_at = fields.DateTime()


class SupplierDetailSchema(SupplierSchema):
    """A supplier with its brokers and all that its lists say."""

    details = fields.Dict()
    brokers = fields.List(fields.Nested(BrokerSchema))
    alerts_to_decide = fields.Integer()


class SupplierQuery(PageQuery):
    """Which suppliers are wanted."""

    q = fields.String(load_default="", validate=validate.Length(max=200))
    country = fields.String(load_default="", validate=validate.Length(max=2))
    alerts = fields.String(load_default="", validate=validate.OneOf(["", "open"]))
    brokers = fields.String(load_default="", validate=validate.OneOf(["", "named", "none", "worker-pays"]))
    sort = fields.String(load_default="name", validate=validate.OneOf(SORTS))


SupplierPage = paged_schema(SupplierSchema)
