"""The pages of fees, as a broker, officers and a stranger see them."""

import pytest

from core.db import db, transaction
from licensing.payments.models import PaymentReceipt
from stripe_stand_in import actions
from tests.client import counted
from tests.factories import browser_of, member, signed_in
from tests.licensing.cases import application_of, hand_in
from tests.licensing.paying import owed, schedule
from tests.licensing.stand_in import running
from tests.licensing.test_checkout import now, rows


@pytest.fixture
def bank(app):
    with running(app) as made:
        yield made


@pytest.fixture
def payer(app):
    """A broker's browser, and the order that its agency owes."""
    from accounts.sessions.queries import actor_of

    schedule()
    membership = member("broker", name="Sita Rai", organisation_name="Blue River Placement")
    order, _by = owed(actor_of(membership))
    return browser_of(app, membership), order


def test_a_broker_pays_by_card_and_gets_a_receipt_that_anyone_can_verify(app, bank, payer, client, run_jobs):
    browser, order = payer
    page = browser.get(f"/apply/payments/{order.reference}", status=200)
    assert "Application fee: EUR 250.00" in page.h1 and "Never take it from a worker" in page.words
    policy = page.response.headers["Content-Security-Policy"]
    assert f"form-action 'self' {bank.settings.pay_pages};" in policy
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    with app.app_context():
        sent = browser.http.post(f"/apply/payments/{order.reference}/card", data={"csrf_token": token})
    assert (sent.status_code, sent.headers["Location"]) == (303, bank.sessions()[0]["url"])
    back = browser.get(f"/apply/payments/{order.reference}/back")
    assert back.h1 == "Not paid yet"  # the browser is faster than the message, and its word counts nothing
    actions.pay(bank.store, bank.sessions()[0]["id"])
    assert browser.get(f"/apply/payments/{order.reference}/back").h1 == "Not paid yet"
    bank.deliver()
    assert browser.get(f"/apply/payments/{order.reference}/back").h1.startswith("Paid")
    receipt = browser.get(f"/apply/payments/{order.reference}/receipt", status=200)
    assert "This is a test: no money moved." in receipt.words and "Blue River Placement" in receipt.words
    code = rows(PaymentReceipt)[0].code
    shown = client.get("/receipt").submit("Check", code=code.lower().replace("-", " "))
    assert shown.h1 == "This receipt is of a test" and "EUR 250.00" in shown.words
    assert client.get("/receipt", query_string={"code": "AAAA"}).h1 == "We have written no receipt with this code"
    listed = browser.get("/apply/payments", status=200)
    assert order.reference in listed.words and "Paid" in listed.words
    run_jobs()
    with transaction(role="none"):
        letters = db.session.execute(db.text("SELECT subject FROM mail_message")).scalars().all()
    assert any(order.reference in subject for subject in letters)


def test_a_page_at_stripe_that_cannot_be_had_is_said_and_leads_to_the_bank(app, bank, payer):
    browser, order = payer
    bank.store.fail_next = True
    page = browser.get(f"/apply/payments/{order.reference}").submit("by card")
    assert page.status == 503 and "The payment service does not answer now" in page.words
    assert "Pay by bank transfer" in page.words


def test_without_a_key_only_the_bank_transfer_is_offered(app, payer):
    browser, order = payer
    page = browser.get(f"/apply/payments/{order.reference}", status=200)
    assert "by card" not in page.words and "Pay by bank transfer" in page.words


def test_an_application_leads_to_its_fee_or_says_that_nothing_is_due(app, payer):
    from accounts.sessions.queries import actor_of

    browser, order = payer
    other = member("broker")
    reference = hand_in(actor_of(other))
    assert application_of(reference)
    nothing = browser_of(app, other).get(f"/apply/{reference}/pay")
    assert nothing.h1 in {"Nothing to pay", "Application fee: EUR 250.00"}
    stranger = browser_of(app, other)
    assert stranger.get(f"/apply/payments/{order.reference}", check=False).status == 404
    assert browser.get(f"/apply/{reference}/pay", check=False).status == 404


def test_officers_take_a_transfer_and_pay_back_by_two_people_on_the_pages(app, payer):
    _browser, order = payer
    officer, decider = signed_in(app, "officer"), signed_in(app, "decider")
    page = officer.get(f"/staff/payments/orders/{order.reference}", status=200)
    empty = page.submit("Record the transfer", **{"transfer-amount": "1.00"})
    assert empty.status == 422 and empty.errors
    day = {"transfer-received_on-day": "20", "transfer-received_on-month": "11", "transfer-received_on-year": "2026"}
    given = {"transfer-amount": "250.00", "transfer-bank_reference": "S-114", "transfer-payer_name": "Blue River",
             "transfer-payer_is_applicant": "yes", **day}  # fmt: skip
    done = page.submit("Record the transfer", **given)
    assert "Waits for confirmation" in done.words
    assert "Bank transfer" in decider.get("/staff/payments").words
    asked = decider.get(f"/staff/payments/orders/{order.reference}").click("Confirm or decline")
    after = asked.submit("Record the decision", answer="approve")
    assert "Confirmed" in after.words and now(order).status == "paid"
    proposal = officer.get(f"/staff/payments/orders/{order.reference}").submit(
        "Propose the refund", **{"refund-amount": "50.00", "refund-reason_code": "overcharged",
                                 "refund-note": "The wrong band was taken."},
    )  # fmt: skip
    assert "Waits for approval" in proposal.words
    decider.get(f"/staff/payments/orders/{order.reference}").click("Approve or decline").submit(
        "Record the decision", answer="approve"
    )
    sent = officer.get(f"/staff/payments/orders/{order.reference}").submit(
        "Record as paid back", **{"sent-bank_reference": "OUT-1"}
    )
    assert "Paid back" in sent.words and now(order).refunded_minor == 5_000


def test_a_declared_application_waits_for_its_fee_and_the_case_then_shows_it(app, bank, payer, run_jobs):
    from accounts.sessions.queries import actor_of
    from licensing.payments import checkout

    browser, order = payer
    with transaction(role="none"):
        reference = db.session.execute(
            db.text("SELECT reference FROM application WHERE id = :id"), {"id": order.application_id}
        ).scalar_one()
    assert application_of(reference).status == "awaiting-fee"
    assert browser.get(f"/apply/{reference}", status=200).click("Pay the fee").h1 == "Application fee: EUR 250.00"
    checkout.begin(order.reference, settings=bank.settings, by=actor_of(browser.member))
    actions.pay(bank.store, bank.sessions()[0]["id"])
    bank.deliver()
    run_jobs()
    assert application_of(reference).status == "submitted"
    page = signed_in(app, "officer").get(f"/staff/case/{reference}", status=200)
    assert "Application fee" in page.words and "EUR 250.00" in page.words


def test_a_fee_is_proposed_and_approved_on_the_pages(app):
    from tests.licensing.cases import law

    law()
    officer = signed_in(app, "officer")
    form = officer.get("/staff/payments/fees/new", status=200)
    answers = {
        "class_code": "overseas", "kind": "licence-fee", "applies_to": "any", "currency": "kwd", "basis": "workers-a-year",
        "bands": "0 99 100.000\n100 - 250.500", "instrument": "Fees Order, s. 3", "refund_rule": "Never.",
        "refund_threshold": "50", "effective_from-day": "1", "effective_from-month": "1", "effective_from-year": "2027",
    }  # fmt: skip
    wrong = form.submit("Propose this fee", **{**answers, "bands": "0 99 100.0001"})
    assert wrong.status == 422 and wrong.errors
    assert "KWD 250.500" in form.submit("Propose this fee", **answers).words
    for _ in range(2):
        page = signed_in(app, "decider").get("/staff/payments/fees").submit("Approve this fee")
    assert "In force" in page.words


def test_the_list_of_payments_asks_no_more_for_more_of_them(app):
    schedule()
    officer = signed_in(app, "officer")
    owed()
    with counted() as few:
        officer.get("/staff/payments", status=200)
    for _ in range(3):
        owed()
    with counted() as many:
        page = officer.get("/staff/payments", query_string={"status": "due", "text": "P-"}, status=200)
    assert many[0] <= few[0] and page.words.count("Application fee") >= 4


def test_the_json_says_what_the_pages_say(app, bank, payer):
    from accounts.sessions.service import start

    _browser, order = payer
    keys = {}
    for role in ("officer", "decider"):
        membership = member(role)
        with transaction(actor=None):
            keys[role] = {"Authorization": f"Bearer {start(membership).secret}"}
    http = app.test_client()

    def ask(method: str, path: str, role: str, **body):
        with app.app_context():
            return http.open(f"/api/v1/payments{path}", method=method, headers=keys[role], **({"json": body} if body else {}))

    shown = ask("GET", f"/{order.reference}", "officer").get_json()
    assert (shown["amount_minor"], shown["status"], shown["history"][0]["action"]) == (25_000, "due", "licensing.payment.raise")
    made = ask("POST", f"/{order.reference}/transfers", "officer", amount_minor=25_000, received_on="2026-11-20",
               bank_reference="S-9", payer_name="Blue River", payer_is_applicant=True)  # fmt: skip
    assert made.status_code == 201
    path = f"/transfers/{made.get_json()['id']}/decision"
    assert ask("POST", path, "officer", approve=True).status_code == 403
    assert ask("POST", path, "decider", approve=True).get_json()["status"] == "confirmed"
    too_much = ask("POST", f"/{order.reference}/refunds", "officer", amount_minor=25_001, reason_code="other", note="x" * 12)
    assert too_much.status_code == 422 and "amount" in too_much.get_json()["fields"]
    with app.app_context():
        found = http.get("/api/v1/payments/receipt", query_string={"code": rows(PaymentReceipt)[0].code}).get_json()
    assert found["amount_minor"] == 25_000


def test_a_difference_is_settled_with_what_was_found(app, bank, payer):
    browser, order = payer
    from accounts.sessions.queries import actor_of
    from licensing.payments import checkout

    checkout.begin(order.reference, settings=bank.settings, by=actor_of(browser.member))
    actions.pay(bank.store, bank.sessions()[0]["id"])
    bank.store.put({**bank.sessions()[0], "amount_total": 24_999})
    assert bank.deliver() == ["mismatch"]
    officer = signed_in(app, "officer")
    page = officer.get("/staff/payments/differences", status=200).click("A payment differs")
    assert "ours “25000”, Stripe’s “24999”" in page.words
    short = page.submit("Close it", note="short")
    assert short.status == 422
    assert "Everything agrees." in page.submit("Close it", note="Looked up at Stripe, paid back there.").words
    assert "A payment differs" in officer.get("/staff/payments/differences", query_string={"status": "closed"}).words
