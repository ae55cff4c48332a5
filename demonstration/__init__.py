"""Loads a demonstration folder by replaying it: each act by its person, at its instant, through the services."""
