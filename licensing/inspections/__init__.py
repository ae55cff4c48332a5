"""Inspections: planned visits, samples that the system draws, what was found, and the agency's answer."""
