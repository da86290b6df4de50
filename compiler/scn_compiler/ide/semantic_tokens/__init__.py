"""Semantic tokens: the words of a script and their kinds, for colors."""
