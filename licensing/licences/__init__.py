"""Licences: grant, conditions, measures, status in force."""
