"""Signing in: sessions of a person acting for an organisation."""
