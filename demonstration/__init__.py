"""Loads a folder of demonstration data by replaying it: each act by its person, at its instant, through the services."""
