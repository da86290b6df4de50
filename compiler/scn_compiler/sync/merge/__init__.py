"""Brings changes of a payload into the script that it was compiled from, which keeps its comments and its form."""
