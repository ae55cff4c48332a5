import json

import pytest

from supplychain.lists import columns, findings, synonyms


def test_template_headings_map_to_themselves():
    mapping = columns.propose([column.name for column in columns.TEMPLATE])
    assert list(mapping.columns) == [column.name for column in columns.TEMPLATE]
    assert not mapping.findings
    labels = columns.propose([column.label for column in columns.TEMPLATE])
    assert list(labels.columns) == [column.name for column in columns.TEMPLATE]


def test_no_synonym_stands_for_two_columns():
    seen: dict[str, str] = {}
    for column, words in synonyms._WORDS.items():
        for word in words.split("|"):
            assert seen.setdefault(synonyms.normal(word), column) == column
            assert synonyms.normal(word)


@pytest.mark.parametrize(
    "headers",
    [
        ["Pays", "Nom du fournisseur", "Adresse", "Code postal", "Agence de recrutement"],
        ["País", "Nombre del proveedor", "Dirección", "Código postal", "Agencia de contratación"],
        ["País", "Nome do fornecedor", "Endereço", "CEP", "Agência de recrutamento"],
        ["Ülke", "Tedarikçi Adı", "Adres", "Posta Kodu", "İş Bulma Aracısı"],
        ["国家", "供应商名称", "地址", "邮政编码", "劳务中介"],
        ["دولة", "اسم المورد", "العنوان", "الرمز البريدي", "وكالة التوظيف"],
        ["দেশ", "কারখানার নাম", "ঠিকানা", "পোস্ট কোড", "রিক্রুটিং এজেন্সি"],
    ],
)
def test_headings_of_other_languages_are_understood(headers):
    headers = ["البلد" if header == "دولة" else header for header in headers]
    assert columns.propose(headers).columns == (
        "country",
        "supplier_name",
        "address",
        "postal_code",
        "broker_name",
    )


def test_a_saved_choice_wins_and_a_choice_can_be_made():
    mapping = columns.propose(["Land", "Firma", "Anschrift", "Werk"], saved={"werk": "external_ref"})
    assert mapping.columns[3] == "external_ref"
    chosen = mapping.choose({3: "supplier_name"})
    assert chosen.columns == ("country", None, "address", "supplier_name")
    assert columns.Mapping.from_json(json.loads(json.dumps(chosen.as_json()))) == chosen
    with pytest.raises(KeyError):
        mapping.choose({0: "nothing of the kind"})


def test_equal_headings_are_settled_by_choosing():
    mapping = columns.propose(["country", "name", "address", "country"])
    assert not mapping.ok
    assert mapping.choose({0: "country", 3: None}).ok
    assert mapping.choose({0: "country", 3: "broker_country"}).ok
    assert not mapping.choose({0: "country", 3: "country"}).ok


def test_unknown_columns_are_kept():
    mapping = columns.propose(["country", "name", "address", "Colour", ""])
    assert mapping.others(["BD", "A", "B", "red", "x"]) == {"Colour": "red", "E": "x"}


def test_every_code_of_the_design_has_a_sentence():
    codes = {f"F{i:02}" for i in range(1, 16)} | {f"R{i:02}" for i in range(1, 37)}
    assert set(findings.CATALOGUE) == codes
    for code, rule in findings.CATALOGUE.items():
        for reason in ("", *rule.variants):
            assert "%" not in findings.sentence(code, {"reason": reason, "field": "country"})


def test_a_sentence_names_the_row_and_the_label():
    finding = findings.Finding("R03", 14, "country", {"value": "Qatra", "reason": "suggestion", "suggestion": "Qatar"})
    assert finding.sentence() == "Row 14: country 'Qatra' is not known. Did you mean Qatar?"
    assert findings.Finding("R01", 2, "supplier_name").sentence() == "Row 2: “Supplier name” is empty."
    assert findings.Finding.from_json(finding.as_json()) == finding
    upper = {
        "“%(field)s” is empty.": "LEER: %(field)s",
        "Supplier name": "Lieferant",
        "Row %(row)s: %(sentence)s": "%(row)s %(sentence)s",
    }
    assert (
        findings.Finding("R01", 2, "supplier_name").sentence(lambda text: upper.get(text, text)) == "2 LEER: Lieferant"
    )
