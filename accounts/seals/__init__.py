"""Seals on the trail."""
