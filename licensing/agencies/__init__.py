"""The broker as a legal person: names, people, premises, phones."""
