"""A stand-in for Stripe: the part of its HTTP interface that Fairgate uses, with a pay page where no money moves.

It runs beside the application where no key of Stripe is configured, so that a newcomer can pay a fee, and in tests. It
shares no code with the application and speaks to it only as Stripe does: answers over HTTP and signed messages.
"""
