"""How officers share the work: views they keep, who is in which case, and what the figures say."""
