"""Triggers compared: what one message fires."""
