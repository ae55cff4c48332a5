"""Screening of subjects against the flagged entities: matches with their evidence."""
