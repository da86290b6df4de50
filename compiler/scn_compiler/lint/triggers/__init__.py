"""Comparison of triggers: pairs that a single message can match."""
