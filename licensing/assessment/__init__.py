"""The regulator's case work: desk, queue, case, checks, recommendation, decision."""
