"""Numbered migrations; HEAD names the newest."""
