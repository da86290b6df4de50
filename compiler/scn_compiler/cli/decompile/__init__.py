"""Writes the scripts of payloads."""
