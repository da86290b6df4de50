"""The commands, one module each."""

COMMANDS = {
    "new": "Create a script to start from.",
    "compile": "Compile scripts to payloads.",
    "decompile": "Decompile payloads to scripts.",
    "check": "Check scripts for problems, and fix them.",
    "fmt": "Format scripts.",
    "list": "List scenarios, with their files and tags.",
    "expand": "Print a script without fragments, tables and values.",
    "play": "Play a call in the terminal: you are the agent.",
    "test": "Play the tests of scripts.",
    "explore": "Search all calls that a script allows.",
    "replay": "Replay a recorded call against a script.",
    "calibrate": "Learn from recorded calls how the platform plays scripts.",
    "live": "Let the caller of a script talk to a real agent.",
    "serve": "Serve the caller of a script as a model.",
    "cost": "Estimate what a run of scripts costs.",
    "graph": "Draw a script as a graph.",
    "explain": "Explain a rule, a keyword or a concept.",
    "docs": "Open the documentation in a browser.",
    "targets": "List the targets.",
    "lsp": "Run the language server.",
    "completion": "Generate shell completion.",
}
"""The commands, each with its summary: `NAME` is the function `NAME_command` in the module `NAME.py`."""
