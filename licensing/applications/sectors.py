"""Kinds of work that an agency recruits for (pure)."""

from core.i18n import N_

SECTORS: dict[str, str] = {
    "agriculture": N_("Agriculture"),
    "care": N_("Care and health"),
    "cleaning": N_("Cleaning"),
    "construction": N_("Construction"),
    "domestic": N_("Work in private homes"),
    "electronics": N_("Electronics"),
    "fishing": N_("Fishing"),
    "food": N_("Food and seafood processing"),
    "garments": N_("Garments and textiles"),
    "hospitality": N_("Hotels and restaurants"),
    "manufacturing": N_("Other manufacturing"),
    "mining": N_("Mining and quarrying"),
    "security": N_("Security"),
    "transport": N_("Transport and warehouses"),
    "other": N_("Other work"),
}
