"""Papers of an application: which are asked for and why, what was sent, and whether an officer accepts it."""
