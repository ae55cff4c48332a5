"""The public register: one question, one answer, in plain words."""
