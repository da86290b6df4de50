"""Reads recorded calls from files, as batches of what the agent said."""
