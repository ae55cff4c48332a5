"""Points against licence holders: what they did, how long it counts, and what follows from the sum."""
