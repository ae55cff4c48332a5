"""Sentences for the codes of an explanation, marked for translation; pages translate and show them."""

from core.i18n import N_

REASONS: dict[str, str] = {
    "exact": N_("the same word"),
    "same_sound": N_("another spelling of the same sound"),
    "same_consonants": N_("the same consonants with other vowels"),
    "similar_sound": N_("one letter different after transliteration"),
    "one_edit": N_("one letter different"),
    "two_edits": N_("two letters different"),
    "alike": N_("partly alike"),
    "initial": N_("initial of the name"),
    "abbreviation": N_("short for the word"),
    "short_name": N_("short form of the given name"),
    "plural": N_("singular and plural"),
    "particle": N_("written with and without the article"),
    "joined": N_("written as one word or as two"),
    "same_identifier": N_("the same identifier"),
}
LEGAL_RELATIONS: dict[str, str] = {
    "none": N_("neither name has a legal form"),
    "same": N_("the same legal form"),
    "missing": N_("only one of the names has a legal form"),
    "same_family": N_("legal forms of the same kind"),
    "other_country": N_("legal forms of the same kind, from different countries"),
    "other_family": N_("legal forms of different kinds"),
}
CONTRIBUTIONS: dict[str, str] = {
    "agreement": N_("Start: words of both names agree"),
    "identifier": N_("The same identifier"),
    "spelling": N_("Words spelled differently"),
    "unmatched_query": N_("Words that the listed name does not have"),
    "unmatched_entry": N_("Words that only the listed name has"),
    "conflict": N_("Each name has words that the other does not have"),
    "little_evidence": N_("Few or common words agree"),
    "legal_form": N_("Legal forms differ"),
    "weak_alias": N_("The listed name is a weak alias"),
    "other_kind": N_("One is a person, the other an organisation"),
    "transliterated": N_("One is written in a script that can be read in several ways"),
    "country": N_("Countries"),
    "birth_date": N_("Dates of birth"),
    "limit": N_("Held within its limits"),
}
VARIANTS: dict[str, str] = {
    "whole": N_("the name as written"),
    "former_name": N_("the former name"),
    "also_known_as": N_("the other name given with it"),
    "trading_as": N_("the trading name"),
    "in_english": N_("the name put into English"),
    "identifier": N_("an identifier"),
}
QUALIFIERS: dict[tuple[str, str], str] = {
    ("country", "agrees"): N_("A country is the same"),
    ("country", "differs"): N_("No country is the same"),
    ("birth_date", "agrees"): N_("The date of birth is the same"),
    ("birth_date", "year_agrees"): N_("The year of birth is the same"),
    ("birth_date", "near"): N_("The years of birth are close"),
    ("birth_date", "differs"): N_("The dates of birth differ"),
}
