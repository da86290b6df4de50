"""Simulated calls of scripts: their price, their start, their end, what they show about agent and script."""
