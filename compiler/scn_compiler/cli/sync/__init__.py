"""Syncing on the command line: the scripts of a project, their lock, the platform, and what is printed about them."""
