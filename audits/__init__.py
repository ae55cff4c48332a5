"""Auditors and companies: visits to suppliers and what they found."""
