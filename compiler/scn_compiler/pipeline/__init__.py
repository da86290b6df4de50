"""The public functions, one per module: check, compile, decompile, fix, format."""
