"""Fields and forms: what is typed, what is refused and in which sentence, where the error link leads."""

from datetime import date
from io import BytesIO
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from flask import Flask, render_template_string
from werkzeug.datastructures import FileStorage, MultiDict

from core import assets, forms, i18n
from core.errors import Invalid


@pytest.fixture
def small():
    """An application with templates and languages, and nothing else."""
    app = Flask("small", template_folder=str(assets.ROOT / "templates"), static_folder=None)
    app.config.update(SECRET_KEY="only for this test, forty signs of it", SETTINGS=SimpleNamespace(demo=True))
    i18n.register(app)
    assets.register(app)
    with app.test_request_context("/", method="POST"):
        yield app


def ask(field, *answers, **extra):
    """Return the bound form after it was sent with `answers` in a field named "it"."""
    form_class = type("Asked", (forms.OpenForm,), {"it": field})
    form = form_class(formdata=MultiDict([*(("it", answer) for answer in answers), *extra.items()]))
    form.validate()
    return form


def page(source, form, **values):
    source = '{% import "components/ui.html" as ui %}' + source
    return BeautifulSoup(render_template_string(source, form=form, **values), "html.parser")


def test_text_is_trimmed_and_an_empty_answer_is_nothing(small):
    assert ask(forms.TextField("Name"), "  Gulf\u200f  Star ").it.data == "Gulf Star"
    form = ask(forms.TextField("Name"), "   ")
    assert form.it.data is None
    assert form.summary() == [("“Name” is missing. Fill it in.", "#it")]
    assert ask(forms.TextField("Name", missing="Enter your name."), "").summary()[0][0] == "Enter your name."
    assert not ask(forms.TextField("Name", optional=True), "").errors


@pytest.mark.parametrize("junk", ["a\x00b", "a\x1bb", "\x85\x84"])
def test_control_characters_are_refused(small, junk):
    assert "cannot be shown" in ask(forms.TextField("Name"), junk).summary()[0][0]
    assert "cannot be shown" in ask(forms.LongTextField("Note"), junk).summary()[0][0]


def test_length_is_bounded_on_both_sides(small):
    field = forms.TextField("Name", min_length=3, max_length=5)
    assert ask(field, "ab").summary()[0][0] == "“Name” must have at least 3 characters. Make it longer."
    assert ask(field, "abcdef").summary()[0][0] == "“Name” may have at most 5 characters. Shorten it."
    assert not ask(field, "abcd").errors


def test_lines_survive_in_long_text(small):
    assert ask(forms.LongTextField("Note"), "one \r\n\r\ntwo").it.data == "one\n\ntwo"


def test_a_password_is_taken_as_typed_and_never_shown(small):
    form = ask(forms.PasswordField("Password", autocomplete="new-password"), " my secret ")
    assert form.it.data == " my secret "
    assert "secret" not in str(page("{{ ui.render(form.it) }}", form))


@pytest.mark.parametrize("typed", ["worker", "a@b", "a b@c.org", "@c.org", "a@@c.org"])
def test_what_is_no_address_is_refused(small, typed):
    expected = "Enter an e-mail address such as name@example.org."
    assert ask(forms.EmailField("E-mail"), typed).summary()[0][0] == expected


def test_phone_numbers_of_any_script_become_one_form(small):
    for typed in ("01-4000000", "+977 1 4000000", "००९७७-१-४००००००"):
        form = ask(forms.PhoneField("Phone", region="NP"), typed)
        assert not form.errors, typed
        assert form.it.data == "+97714000000"
    assert ask(forms.PhoneField("Phone"), "4000000").errors
    assert ask(forms.PhoneField("Phone", region="NP"), "12").errors


@pytest.mark.parametrize(("typed", "number"), [("12", 12), ("1,250", 1250), ("٣٤", 34), ("0", 0), ("-5", -5)])
def test_whole_numbers_are_read_in_any_digits(small, typed, number):
    form = ask(forms.IntegerField("Staff"), typed)
    assert not form.errors
    assert form.it.data == number


@pytest.mark.parametrize("typed", ["ten", "1.5", "9" * 16, "--1"])
def test_what_is_no_whole_number_is_refused_and_shown_again(small, typed):
    form = ask(forms.IntegerField("Staff"), typed)
    assert form.summary() == [("“Staff” must be a whole number, such as 12.", "#it")]
    assert page("{{ ui.render(form.it) }}", form).find("input")["value"] == typed


def test_numbers_out_of_bounds_are_refused(small):
    assert ask(forms.IntegerField("Staff", minimum=0), "-1").summary()[0][0] == "“Staff” must be 0 or more."
    expected = "“Staff” must be 1,000 or less."
    assert ask(forms.IntegerField("Staff", maximum=1000), "1001").summary()[0][0] == expected


@pytest.mark.parametrize(
    ("currency", "typed", "minor"),
    [
        ("QAR", "1,250", 125_000),
        ("QAR", "99.5", 9_950),
        ("INR", "12,34,567.89", 123_456_789),
        ("KWD", "1.125", 1_125),
        ("JPY", "500", 500),
        ("QAR", "١٬٢٥٠٫٥٠", 125_050),
        ("QAR", "0", 0),
    ],
)
def test_money_is_kept_in_minor_units_of_its_currency(small, currency, typed, minor):
    form = ask(forms.MoneyField("Fee", currency=currency), typed)
    assert not form.errors
    assert (form.it.data, form.it.currency) == (minor, currency)


@pytest.mark.parametrize(("currency", "typed"), [("QAR", "1.255"), ("JPY", "1.5"), ("QAR", "1,2"), ("QAR", "QAR 5")])
def test_doubtful_amounts_are_refused(small, currency, typed):
    expected = "“Fee” must be an amount in figures, such as 1,250 or 99.50."
    assert ask(forms.MoneyField("Fee", currency=currency), typed).summary()[0][0] == expected


def test_the_chosen_currency_decides_and_a_strange_one_is_refused(small):
    field = forms.MoneyField("Price", currencies=[("QAR", "QAR"), ("KWD", "KWD")])
    form = ask(field, "1.125", **{"it-currency": "KWD"})
    assert (form.it.data, form.it.currency) == (1_125, "KWD")
    assert ask(field, "1", **{"it-currency": "XXX"}).summary()[0][0] == "Choose the currency of “Price” from the list."


def test_recorded_money_is_shown_in_whole_units(small):
    form = type("Asked", (forms.OpenForm,), {"it": forms.MoneyField("Fee", currency="KWD")})(
        formdata=None, data={"it": 1_125_500}
    )
    assert page("{{ ui.render(form.it) }}", form).find("input")["value"] == "1,125.500"


def days(**boxes):
    return {f"it-{part}": text for part, text in boxes.items()}


def test_a_day_comes_from_three_boxes(small):
    form = ask(forms.DateField("Start"), **days(day="31", month="٣", year="2026"))
    assert form.it.data == date(2026, 3, 31)
    assert not form.errors


@pytest.mark.parametrize(
    ("boxes", "target"),
    [
        ({"day": "", "month": "", "year": ""}, "#it-day"),
        ({"day": "31", "month": "", "year": "2026"}, "#it-month"),
        ({"day": "31", "month": "3", "year": ""}, "#it-year"),
        ({"day": "31", "month": "2", "year": "2026"}, "#it-day"),
        ({"day": "3", "month": "2", "year": "26"}, "#it-day"),
        ({"day": "x", "month": "2", "year": "2026"}, "#it-day"),
    ],
)
def test_the_error_link_of_a_day_leads_into_a_box(small, boxes, target):
    form = ask(forms.DateField("Start"), **days(**boxes))
    ((_sentence, found),) = form.summary()
    soup = page("{{ ui.form_errors(form) }}{{ ui.render(form.it) }}", form)
    assert found == target
    assert soup.find("a")["href"] == target
    assert soup.find(id=target[1:]).name == "input"
    assert soup.find(id=target[1:])["value"] == boxes[target.rpartition("-")[2]]


def test_a_day_outside_its_bounds_is_refused(small):
    field = forms.DateField("Birth", earliest=date(1900, 1, 1), latest=lambda: date(2026, 11, 21))
    late = ask(field, **days(day="22", month="11", year="2026"))
    assert late.summary()[0][0] == "“Birth” must be 21 November 2026 or earlier."
    assert ask(field, **days(day="1", month="1", year="1899")).errors


CHOICES = [("labour", "Labour broker"), ("au-pair", "Au pair agency", "Young people in families.")]


@pytest.mark.parametrize("kind", [forms.ChoiceField, forms.MultiChoiceField])
def test_the_error_link_of_a_group_leads_to_its_first_choice(small, kind):
    form = ask(kind("Kind", choices=CHOICES))
    soup = page("{{ ui.form_errors(form) }}{{ ui.render(form.it) }}", form)
    assert soup.find("a").text.strip() == "Choose an answer to “Kind”."
    assert soup.find(id=soup.find("a")["href"][1:])["value"] == "labour"
    assert soup.find("legend").text.strip() == "Kind"


@pytest.mark.parametrize("kind", [forms.ChoiceField, forms.MultiChoiceField, forms.SelectField])
def test_only_what_was_offered_can_be_chosen(small, kind):
    assert ask(kind("Kind", choices=CHOICES), "other").summary()[0][0] == "Choose one of the answers to “Kind”."
    assert not ask(kind("Kind", choices=lambda: CHOICES), "au-pair").errors


def test_choices_stay_ticked(small):
    form = ask(forms.ChoiceField("Kind", choices=CHOICES), "au-pair")
    soup = page("{{ ui.render(form.it) }}", form)
    assert [box["value"] for box in soup.find_all("input", checked=True)] == ["au-pair"]
    form = ask(forms.SelectField("Kind", choices=CHOICES), "au-pair")
    assert page("{{ ui.render(form.it) }}", form).find("option", selected=True)["value"] == "au-pair"


@pytest.mark.parametrize(("sent", "data"), [("yes", True), ("no", False)])
def test_no_is_an_answer(small, sent, data):
    form = ask(forms.YesNoField("Is there a contract?"), sent)
    assert not form.errors
    assert form.it.data is data
    assert ask(forms.YesNoField("Is there a contract?")).errors


def test_a_declaration_must_be_ticked(small):
    form = ask(forms.ConfirmField("I declare that this is true.", missing="Tick the box to declare."))
    assert form.summary() == [("Tick the box to declare.", "#it")]
    assert not ask(forms.ConfirmField("I declare."), "yes").errors


def upload(name, content):
    form_class = type("Asked", (forms.OpenForm,), {"it": forms.FileField("List", accept=[".csv"], max_bytes=1_000_000)})
    form = form_class(formdata=MultiDict([("it", FileStorage(BytesIO(content), filename=name))]))
    form.validate()
    return form


def test_files_are_bounded_in_kind_and_size(small):
    assert not upload("A.CSV", b"x").errors
    assert upload("a.exe", b"x").summary()[0][0] == "Choose a file of one of these kinds: CSV."
    assert (
        upload("a.csv", b"x" * 1_000_001).summary()[0][0]
        == "The file is larger than 1 MB. Split it and send the parts."
    )
    assert upload("", b"").summary()[0][0] == "Choose a file for “List”."
    assert page("{% call ui.form(form) %}{% endcall %}", upload("a.csv", b"x")).form["enctype"] == "multipart/form-data"


def test_what_is_not_needed_says_so_without_an_asterisk(small):
    form = ask(forms.TextField("Fax", optional=True), "")
    label = page("{{ ui.render(form.it) }}", form).find("label")
    assert " ".join(label.text.split()) == "Fax (optional)"


def test_a_heading_label_is_the_only_heading(small):
    form = ask(forms.ChoiceField("Where is the office?", choices=CHOICES), "labour")
    soup = page("{{ ui.render(form.it, heading=true) }}", form)
    assert soup.find("legend").find("h1").text.strip() == "Where is the office?"


def test_labels_and_answers_cannot_bring_markup(small):
    evil = '"><script>alert(1)</script>'
    form = ask(forms.TextField(evil, hint=evil, optional=True), evil)
    form.it.errors = [evil]
    soup = page("{{ ui.form_errors(form) }}{{ ui.render(form.it) }}", form)
    assert soup.find("script") is None
    assert soup.find("input")["value"] == evil
    for kind in (forms.ChoiceField, forms.SelectField, forms.MultiChoiceField):
        form = ask(kind(evil, choices=[(evil, evil, evil)]), evil)
        assert page("{{ ui.render(form.it) }}", form).find("script") is None


def test_own_checks_see_only_sound_answers(small):
    class Asked(forms.OpenForm):
        """Two numbers, the second not below the first."""

        least = forms.IntegerField("Least")
        most = forms.IntegerField("Most")

        def validate_most(self, field):
            if self.least.data is not None and field.data < self.least.data:
                raise forms.Fault("“Most” must not be below “Least”.")

    wrong = Asked(formdata=MultiDict([("least", "5"), ("most", "3")]))
    assert not wrong.validate()
    assert wrong.summary() == [("“Most” must not be below “Least”.", "#most")]
    empty = Asked(formdata=MultiDict([("least", "5"), ("most", "")]))
    assert not empty.validate()
    assert empty.summary() == [("“Most” is missing. Fill it in.", "#most")]


def test_a_refusal_is_shown_beside_its_field_and_the_rest_above(small):
    form = ask(forms.TextField("Name"), "Gulf Star")
    forms.add_problem(form, Invalid("taken", "Check what you entered.", {"it": "This name is taken.", "x": "No seat."}))
    assert form.summary() == [("No seat.", None), ("This name is taken.", "#it")]
    form = ask(forms.TextField("Name"), "Gulf Star")
    forms.add_problem(form, Invalid("late", "Send it before %(day)s.", day="Monday"))
    assert form.summary() == [("Send it before Monday.", None)]
    assert form.errors


def test_a_refusal_reaches_a_field_inside_a_list(small):
    from wtforms import FieldList, Form, FormField

    class Cost(Form):
        """One line of a plan."""

        payer = forms.ChoiceField("Who pays", choices=[("worker", "Worker")])

    form_class = type("Plan", (forms.OpenForm,), {"costs": FieldList(FormField(Cost), min_entries=2)})
    form = form_class(formdata=MultiDict([("costs-0-payer", "worker"), ("costs-1-payer", "worker")]))
    assert form.validate()
    forms.add_problem(form, Invalid("banned", "", {"costs-1-payer": "The law forbids this."}))
    assert form.summary() == [("The law forbids this.", "#costs-1-payer")]


def test_signed_in_forms_need_their_token_and_public_ones_set_no_cookie(small):
    form = type("Kept", (forms.FairgateForm,), {"it": forms.TextField("Name")})(formdata=MultiDict([("it", "x")]))
    assert not form.validate()
    assert form.summary()[0] == (
        "This page was open too long. Send it again: what you typed is still here.",
        None,
    )
    assert 'name="csrf_token"' in str(page("{% call ui.form(form) %}{% endcall %}", form))
    assert "csrf_token" not in ask(forms.TextField("Name"), "x").data


def test_answers_leave_the_token_out(small):
    form = type("Kept", (forms.FairgateForm,), {"it": forms.TextField("Name"), "v": forms.HiddenField()})(
        formdata=MultiDict([("it", "x"), ("v", "3")])
    )
    assert form.answers() == {"it": "x", "v": "3"}
    assert page("{% call ui.form(form) %}{% endcall %}", form).find("input", attrs={"name": "v"})["value"] == "3"
