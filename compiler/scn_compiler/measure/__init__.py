"""Measures on real transcripts how often each condition of a script would have fired."""
