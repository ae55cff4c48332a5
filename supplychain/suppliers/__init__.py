"""Suppliers of a company and the brokers that feed them."""
