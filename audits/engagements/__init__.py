"""Engagements: a company lets an auditor firm see one supplier and record audits of it, for a time."""
