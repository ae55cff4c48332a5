"""Names against flagged entities; used by licensing and by supplychain."""
