"""Alerts: a supplier or broker that looks like a flagged entity, or whose broker has no licence in force."""
