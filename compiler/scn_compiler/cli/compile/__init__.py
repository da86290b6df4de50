"""Compiles scripts, and writes their payloads."""
