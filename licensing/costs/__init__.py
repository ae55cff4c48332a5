"""Employer pays: cost items, who may be charged, fee plans."""
