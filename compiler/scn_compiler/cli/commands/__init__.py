"""The commands, one a file; `COMMANDS` in the package above lists them."""
