"""Persons: sign-in, sessions, registration."""
