"""The public verbs, one per module: check, compile, decompile, fix, format."""
