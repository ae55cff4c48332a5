"""Who belongs together: agencies that share a phone, place, account or person; phoenix alerts before a decision."""
