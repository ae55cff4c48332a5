"""Notices to the regulator: a licence holder, or one of its people, is like a party on a flagged list."""
