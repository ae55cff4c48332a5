"""Findings of audits: severity, clause, due date."""
