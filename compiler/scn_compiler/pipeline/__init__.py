"""The public verbs, one a file: check, compile, decompile, fix, format."""
