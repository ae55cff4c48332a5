"""Licensing standards: versioned sets with points, findings per standard on a case, and what the score allows."""
