"""Anyone who is shown a receipt can see whether it is genuine."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from core.permit import public
from licensing.payments import receipts, wording
from licensing.payments.blueprint import blueprint
from licensing.payments.forms import VerifyForm


@blueprint.get("/receipt")
@public
def verify() -> ResponseReturnValue:
    """Ask for the code of a receipt, and say what the receipt with this code says."""
    form = VerifyForm(request.args)
    code = (request.args.get("code") or "")[:60]
    found = receipts.verify(code) if code.strip() else None
    return render_template(
        "licensing/payments/verify.html", form=form, code=code.strip(), found=found, kinds=wording.KINDS
    ), 200  # fmt: skip
