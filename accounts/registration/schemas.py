"""What the API takes and gives for organisations."""

from marshmallow import Schema, fields, validate


class RegisterSchema(Schema):
    """A broker and its first person."""

    agency_name = fields.String(required=True, validate=validate.Length(1, 300))
    country = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{2}$"))
    name = fields.String(required=True, validate=validate.Length(1, 300))
    email = fields.Email(required=True, validate=validate.Length(3, 320))
    password = fields.String(required=True, load_only=True, validate=validate.Length(12, 200))


class RegisteredSchema(Schema):
    """The new account: sign in with the address and password to go on."""

    organisation = fields.String()
    email = fields.String()
