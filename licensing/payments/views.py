"""Pages of fees: what a broker pays, what officers decide, how anyone verifies a receipt."""

from licensing.payments import broker_views, fee_views, public_views, staff_views
from licensing.payments.blueprint import blueprint

__all__ = ["blueprint", "broker_views", "fee_views", "public_views", "staff_views"]
