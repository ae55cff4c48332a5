"""The API's description against the API: nothing a stranger sends breaks it, and every answer is one it describes."""

import re
import warnings

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from accounts.permissions import ROLE_PERMISSIONS, Role
from accounts.sessions.service import start
from core.db import transaction
from core.permit import access_of
from tests.client import Browser
from tests.factories import member

EXAMPLES = 6


@pytest.fixture(scope="module")
def specification(application) -> dict:
    app, _engine = application
    return Browser(app, app.response_class).get("/api/v1/openapi.json").get_json()


def test_the_description_is_openapi_and_names_every_json_route(application, specification):
    app, _engine = application
    described = {
        (method.upper(), path) for path, operations in specification["paths"].items() for method in operations
        if method in {"get", "post", "put", "patch", "delete"}
    }  # fmt: skip
    served = {
        (method, described_path(rule.rule))
        for rule in app.url_map.iter_rules() if rule.endpoint.startswith("api_")
        for method in rule.methods & {"GET", "POST", "PUT", "PATCH", "DELETE"}
    }  # fmt: skip
    assert served - described == set()
    assert specification["openapi"].startswith("3.1")


def test_every_problem_is_described_as_problem_json(specification):
    for name, response in specification["components"]["responses"].items():
        assert list(response.get("content", {"application/problem+json": 0})) == ["application/problem+json"], name


def described_path(rule: str) -> str:
    """Return a Flask rule as OpenAPI writes it: ``<uuid:id>`` is ``{id}``."""
    return re.sub(r"<(?:[^:<>]+:)?([^<>]+)>", r"{\1}", rule)


def tokens() -> dict[Role, str]:
    found = {}
    for role in Role:
        membership = member(role)
        with transaction(actor=None):
            found[role] = start(membership).secret
    return found


def test_whatever_is_sent_no_route_breaks_and_no_answer_is_undescribed(app, specification):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # schemathesis and hypothesis warn of their own deprecations
        import schemathesis

        schema = schemathesis.openapi.from_dict(specification)
        held = tokens()
        faults = []
        for found in schema.get_all_operations():
            operation = found.ok()
            attempt = trial(app, operation, held[role_for(app, operation)])
            try:
                attempt()
            except BaseExceptionGroup as error:  # every fault is collected, and the test fails with all of them
                faults.append(
                    f"{operation.method.upper()} {operation.path}: {error.exceptions[0]!r:.300} {str(error)[-900:]}"
                )
    assert faults == [], "\n\n".join(faults)


def trial(app, operation, token: str):
    """Return a function that sends a few requests to an operation and checks each answer against its description."""

    from schemathesis import checks

    # What a valid body may still break is a rule of the trade, so a 422 is an answer, not a fault.
    held_to = [
        checks.not_a_server_error,
        *checks.CHECKS.get_by_names(
            ["status_code_conformance", "content_type_conformance", "response_schema_conformance"]
        ),
    ]

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def attempt(case) -> None:
        case.call_and_validate(app=app, headers={"Authorization": f"Bearer {token}"}, checks=held_to)

    return attempt


def role_for(app, operation) -> Role:
    """Return a role that may enter the operation's route."""
    for rule in app.url_map.iter_rules():
        if described_path(rule.rule) == operation.path and operation.method.upper() in rule.methods:
            permission = access_of(app.view_functions[rule.endpoint]).permission
            return next(role for role in Role if permission is None or permission in ROLE_PERMISSIONS[role])
    raise AssertionError(f"no route for {operation.path}")
