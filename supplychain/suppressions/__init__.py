"""Rules of a company that keep a pair from being shown as an alert until a day."""
