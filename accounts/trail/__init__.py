"""Reading the trail: who did what, when, why and under which rule, as far as one's organisation may see it."""
