"""Regulators and brokers: applications, licences, what a worker may be charged, the public register."""
