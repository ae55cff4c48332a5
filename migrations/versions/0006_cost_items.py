"""The cost items of fee plans, after the ILO's definition of fees and related costs, as data that all may read."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# Paragraphs are not cited: they were not checked against the text.
INSTRUMENT = (
    "ILO, General principles and operational guidelines for fair recruitment and definition of recruitment"
    " fees and related costs, 2019"
)
EFFECTIVE_FROM = date(2019, 1, 1)

# Items that every fee plan declares: a worker may not be charged, an employer may.
ORDINARY = {
    "FEE": {
        "F01": "Placement or service fee",
        "F02": "Registration or opening a file",
        "F03": "Commission of a sub-agent or village agent",
        "F04": "Introduction fee between agencies",
        "F05": "Advertising, finding and interviewing workers",
        "F06": "Fee for placing a worker with another company",
        "F07": "Fee where the employer recruits directly",
        "F08": "Service charge that comes again and again",
        "F09": "Fee for renewing a contract or hiring again",
        "F10": "Fee for changing to another employer",
        "F12": "Government quota or levy passed on",
    },
    "MED": {
        "M01": "Medical examination before departure",
        "M02": "Vaccination",
        "M03": "Medical examination after arrival",
        "M04": "Repeated medical examination for a permit",
    },
    "INS": {
        "N01": "Life, health or travel insurance that is required",
        "N02": "Joining a migrant welfare fund",
    },
    "SKL": {
        "K01": "Trade or skill test",
        "K02": "Language test",
        "K03": "Checking and attesting certificates",
        "K04": "Licence needed to work at the place",
    },
    "TRN": {
        "T01": "Orientation before departure",
        "T02": "Orientation after arrival",
        "T03": "Training for the job",
        "T04": "Language course that is required",
    },
    "EQP": {
        "E01": "Tools",
        "E02": "Uniform",
        "E03": "Protective equipment",
        "E04": "Telephone or computer needed for work",
    },
    "TRV": {
        "V01": "Travel to interview, test or consulate",
        "V02": "Lodging and food during recruitment",
        "V03": "International ticket",
        "V04": "Border levies and exit tax",
        "V05": "Transfer on arrival",
        "V06": "Quarantine or health stay",
        "V07": "Return journey home",
    },
    "ADM": {
        "A01": "Passport issued or renewed because of the job",
        "A02": "Identity papers, photographs, birth certificate",
        "A03": "Visa",
        "A04": "Work or residence permit",
        "A05": "Renewal of a permit",
        "A06": "Preparing and authenticating the contract",
        "A07": "Police or background check",
        "A08": "Security or exit clearance",
        "A09": "Government labour permit",
        "A10": "Bank account, wage card, sending money home",
        "A11": "Translation and interpretation",
        "A12": "Lawyer, notary or agent",
    },
}
# Never legitimate, for anybody; so no plan declares them.
NEVER = {
    "FEE": {"F11": "Taking back a fee that the employer paid"},
    "MED": {"M05": "Pregnancy or HIV test as a condition"},
    "INS": {"N04": "Extra private policy sold by the broker"},
    "ILL": {
        "X01": "Bribe or speed money",
        "X02": "Kickback to employer, its staff or an agent",
        "X03": "Price of a traded visa",
        "X04": "Deposit or bond from a worker",
        "X05": "Collateral: deeds, cheques, guarantor",
        "X06": "Penalty for leaving, runaway insurance",
        "X07": "Charge for giving papers back",
        "X08": "Charge for a substituted contract",
        "X09": "Undisclosed or inflated mark-up",
        "X10": "Extortion, tribute or gift",
        "X11": "Payment to withdraw a complaint",
    },
    "DBT": {
        "D01": "Loan for fees arranged by the broker",
        "D03": "Wage advance used for fees",
        "D04": "Post-dated cheque or blank note",
    },
}
OTHER = (
    ("D02", "DBT", "Interest on a loan for fees", "prohibited", False),
    ("N03", "OUT", "Worker's share of social insurance after hiring", "statutory", True),
    ("K05", "OUT", "General education the worker chose earlier", "outside", False),
    ("L01", "OUT", "Housing, transport and food after hiring", "outside", True),
)

# A plan that lists a bribe as “paid by the employer” would make it look lawful.
DECLARED_ONLY = """
CREATE FUNCTION app.check_plan_item() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_catalog AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.cost_item i WHERE i.code = NEW.item_code AND i.declared_in_plan) THEN
    RAISE EXCEPTION 'cost item % is not part of a fee plan', NEW.item_code
      USING ERRCODE = 'check_violation', CONSTRAINT = 'plan_item_declared';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER plan_item_declared BEFORE INSERT OR UPDATE OF item_code ON fee_plan_line
  FOR EACH ROW EXECUTE FUNCTION app.check_plan_item();
GRANT SELECT ON cost_item TO fairgate_public;
"""


def rows() -> list[dict[str, object]]:
    found = []
    for category, items in ORDINARY.items():
        found += [(code, category, name, "prohibited", True, True) for code, name in items.items()]
    for category, items in NEVER.items():
        found += [(code, category, name, "never", False, False) for code, name in items.items()]
    found += [(*other, False) for other in OTHER]
    columns = ("code", "category", "name", "worker_verdict", "billable_to_employer", "declared_in_plan")
    rest = {"instrument": INSTRUMENT, "effective_from": EFFECTIVE_FROM, "effective_to": None}
    return [dict(zip(columns, row, strict=True)) | rest for row in found]


def upgrade() -> None:
    texts = [sa.column(name) for name in ("code", "category", "name", "worker_verdict", "instrument")]
    flags = [sa.column(name, sa.Boolean) for name in ("billable_to_employer", "declared_in_plan")]
    days = [sa.column(name, sa.Date) for name in ("effective_from", "effective_to")]
    table = sa.table("cost_item", *texts, *flags, *days)
    op.bulk_insert(table, rows())
    op.execute(DECLARED_ONLY)


def downgrade() -> None:
    op.execute("DROP TRIGGER plan_item_declared ON fee_plan_line")
    op.execute("DROP FUNCTION app.check_plan_item()")
    op.execute("REVOKE SELECT ON cost_item FROM fairgate_public")
    op.execute("DELETE FROM cost_item")
