"""A broker registers itself: organisation, first person, first session."""
