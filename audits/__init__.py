"""Auditors and companies: audits, findings."""
