"""Regulators and brokers: agencies, applications, licences, employer-pays, the public register."""
