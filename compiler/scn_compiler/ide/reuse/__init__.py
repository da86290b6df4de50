"""Reuse in an editor: which files a script needs, what its names stand for, and where else they are."""
