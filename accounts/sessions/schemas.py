"""What the API takes and gives for sessions."""

from marshmallow import Schema, fields, validate


class SignInSchema(Schema):
    """Address and password."""

    email = fields.String(required=True, validate=validate.Length(1, 320))
    password = fields.String(required=True, validate=validate.Length(1, 200), load_only=True)


class SessionSchema(Schema):
    """A session: send `token` as ``Authorization: Bearer …``."""

    token = fields.String(metadata={"description": "Shown once."})
    expires_at = fields.DateTime()
    person = fields.String()
    organisation = fields.String()
    role = fields.String()


class WhoSchema(Schema):
    """Who the token stands for."""

    person = fields.String()
    organisation = fields.String()
    organisation_kind = fields.String()
    role = fields.String()
    permissions = fields.List(fields.String())
