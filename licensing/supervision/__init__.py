"""Supervision of licence holders: conditions and their evidence, appeals, points, and what rules have drafted."""
