"""The trail can be read by those whose acts it holds, and by nobody else."""

from tests.factories import signed_in


def test_a_regulator_reads_its_trail_and_searches_it(app):
    client = signed_in(app, "officer", name="Amina Otieno")
    page = client.get("/trail", status=200)
    assert "accounts.membership.admit" in page.words or "Nothing found." in page.words
    assert "Nothing found." in client.get("/trail", query_string={"text": "no such action"}).words


def test_the_trail_of_one_company_is_not_the_other_ones(app):
    one = signed_in(app, "analyst", organisation_name="One Company")
    two = signed_in(app, "analyst", organisation_name="Two Company")
    mine = one.get("/trail").queries
    assert mine <= 12
    own = {row["subject_id"] for row in entries(one)}
    other = {row["subject_id"] for row in entries(two)}
    assert own
    assert not own & other


def entries(client) -> list[dict]:
    token = client.http.post(
        "/api/v1/sessions", json={"email": client.member.person.email, "password": "a long enough password"}
    ).json["token"]
    return client.http.get("/api/v1/trail", headers={"Authorization": f"Bearer {token}"}).json["rows"]
