"""Applications on paper, entered by an officer for the agency."""
