"""Clocks of licensing: how long each step may take, in the working days of the jurisdiction."""
