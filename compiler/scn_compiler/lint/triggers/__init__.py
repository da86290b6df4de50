"""Triggers compared: which ones a single message may fit."""
