"""The columns of a supplier list: one row is one supplier site, with one labour broker if it has one."""

from dataclasses import dataclass

from core.i18n import N_


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the template: machine name, label, rule in plain words, example, need."""

    name: str
    label: str
    rule: str
    example: str
    required: bool = False


TEMPLATE: tuple[Column, ...] = (
    Column(
        "external_ref",
        N_("Your reference"),
        N_("Your own number for this supplier, up to 64 characters"),
        "V-1042",
    ),
    Column(
        "supplier_name",
        N_("Supplier name"),
        N_("Up to 300 characters, in any script"),
        "Example Garments Ltd",
        required=True,
    ),
    Column(
        "local_name",
        N_("Name in the local language"),
        N_("Up to 300 characters, in any script"),
        "এক্সাম্পল গার্মেন্টস",
    ),
    Column(
        "address",
        N_("Address"),
        N_("Street and number of the site, up to 500 characters"),
        "14 Mill Road, Unit 2",
        required=True,
    ),
    Column("city", N_("City"), N_("Up to 120 characters"), "Gazipur"),
    Column("subdivision", N_("State or province"), N_("Name or ISO 3166-2 code"), "BD-C"),
    Column("postal_code", N_("Postal code"), N_("As text, so that zeros at the start stay"), "01704"),
    Column(
        "country",
        N_("Country"),
        N_("Name in any common language, or a code of two or three letters"),
        "Bangladesh",
        required=True,
    ),
    Column("lat", N_("Latitude"), N_("Decimal degrees from -90 to 90"), "23.9999"),
    Column("lng", N_("Longitude"), N_("Decimal degrees from -180 to 180"), "90.4203"),
    Column("reg_number", N_("Company registration number"), N_("As the register writes it"), "C-123456"),
    Column("reg_scheme", N_("Company register"), N_("Name of the register that gave the number"), "RJSC"),
    Column("lei", N_("LEI"), N_("20 characters with check digits (ISO 17442)"), "FAIRGATEEXAMPLE00128"),
    Column(
        "os_id",
        N_("Open Supply Hub ID"),
        N_("15 characters, starting with the country code"),
        "BD2021068Q5ZKW7",
    ),
    Column("gln", N_("GLN"), N_("13 digits with a check digit (GS1)"), "4012345000009"),
    Column("duns", N_("D-U-N-S number"), N_("9 digits"), "123456789"),
    Column("isic", N_("ISIC code"), N_("Revision 4: section, division, group or class"), "1410"),
    Column("sector_text", N_("Sector"), N_("What the site does, in words"), "Apparel"),
    Column("products", N_("Products"), N_("Several values with | or ; between them"), "Shirts | Trousers"),
    Column(
        "hs_codes",
        N_("HS codes"),
        N_("2, 4 or 6 digits; several values with | or ; between them"),
        "6205;6203",
    ),
    Column("tier", N_("Tier"), N_("A whole number; 1 sells to you directly"), "1"),
    Column("buys_from_ref", N_("Buys from"), N_("The reference of another row of this file"), "V-2001"),
    Column("parent_company", N_("Parent company"), N_("Up to 300 characters"), "Example Holding plc"),
    Column("parent_country", N_("Country of the parent company"), N_("Name or code"), "Singapore"),
    Column("workers_total", N_("Workers"), N_("A whole number or a range such as 100-500"), "420"),
    Column("workers_migrant", N_("Migrant workers"), N_("A whole number or a range"), "60"),
    Column("workers_agency", N_("Agency workers"), N_("A whole number or a range"), "35"),
    Column("workers_female", N_("Women workers"), N_("A whole number or a range"), "250"),
    Column(
        "broker_name",
        N_("Labour broker"),
        N_("One broker a row; repeat the supplier for a second one"),
        "Bright Path Recruiting",
    ),
    Column(
        "broker_licence_no",
        N_("Broker's licence number"),
        N_("As printed on the licence"),
        "L-7K2M-9QXD",
    ),
    Column(
        "broker_regulator",
        N_("Broker's regulator"),
        N_("The authority that gave the licence"),
        "Ministry of Labour",
    ),
    Column("broker_country", N_("Country of the broker"), N_("Name or code"), "Nepal"),
    Column("corridor_from", N_("Workers recruited in"), N_("Country name or code"), "Nepal"),
    Column("corridor_to", N_("Workers placed in"), N_("Country name or code"), "Malaysia"),
    Column("workers_via_broker", N_("Workers through this broker"), N_("A whole number or a range"), "35"),
    Column(
        "fee_payer",
        N_("Who pays the recruitment fee"),
        N_("employer, worker, shared or unknown"),
        "employer",
    ),
    Column("relationship_start", N_("Supplier since"), N_("A date as YYYY-MM-DD"), "2021-03-01"),
    Column("relationship_end", N_("Supplier until"), N_("A date as YYYY-MM-DD"), "2026-12-31"),
    Column(
        "notes",
        N_("Notes"),
        N_("Up to 2,000 characters, without names of workers"),
        "Visited in spring",
    ),
)

LABELS: dict[str, str] = {column.name: column.label for column in TEMPLATE}
REQUIRED: tuple[str, ...] = tuple(column.name for column in TEMPLATE if column.required)
