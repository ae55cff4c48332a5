"""Licence fees: what is due, how it is paid (Stripe Checkout or bank transfer), refunds, disputes, books, receipts."""
