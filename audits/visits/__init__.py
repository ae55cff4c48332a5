"""Audits: plan, conduct, submit (ISO 19011 terms)."""
