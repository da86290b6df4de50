"""Decides which findings are reported: selection, suppression, baseline, one per line."""
