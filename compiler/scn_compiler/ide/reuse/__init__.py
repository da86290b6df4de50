"""Reuse in an editor: the files that a script needs, and the names in them."""
