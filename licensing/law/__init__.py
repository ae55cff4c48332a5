"""The law of the jurisdiction as data: classes of licence and legal grounds."""
