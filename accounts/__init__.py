"""Sign-in, people, the organisations they act for, and what each role may do."""
