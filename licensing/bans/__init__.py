"""Bans of persons from running or working for an agency: decided by three people, for a time, and reviewable."""
