"""The commands, one module each."""

COMMANDS = (
    "new", "compile", "decompile", "check", "fmt", "graph", "explain", "docs", "targets", "lsp", "completion",
)  # fmt: skip
"""The commands: `NAME` is the function `NAME_command` in the module `NAME.py`."""
