"""The commands, one module each."""

SECTIONS = {
    "Scripts": {
        "new": "Create a script to start from.",
        "check": "Check scripts for problems, and fix them.",
        "fmt": "Format scripts.",
        "compile": "Compile scripts to payloads.",
        "decompile": "Decompile payloads to scripts.",
        "list": "List scenarios, with their files and tags.",
        "expand": "Print a script without fragments, tables and values.",
        "graph": "Draw a script as a graph.",
        "playground": "Write and try scripts in the browser.",
    },
    "Calls without a platform": {
        "play": "Play a call in the terminal: you are the agent.",
        "test": "Play the tests of scripts.",
        "explore": "Search all calls that a script allows.",
        "replay": "Replay a recorded call against a script.",
        "calibrate": "Learn from recorded calls how the platform plays scripts.",
        "measure": "Measure how often triggers fire in recorded calls.",
        "live": "Let the caller of a script talk to a real agent.",
        "serve": "Serve the caller of a script as a model.",
    },
    "The platform": {
        "plan": "Show what apply would change on the platform.",
        "apply": "Update the platform to match scripts.",
        "pull": "Take others' changes on the platform into scripts.",
        "drift": "Show what others have changed on the platform.",
        "link": "Link a script to a scenario on the platform.",
        "mv": "Give a scenario another key.",
        "rollback": "Restore an earlier revision on the platform.",
        "names": "Look up the names and ids of agents, personalities and metrics.",
        "run": "Place the calls of scripts on the platform.",
        "results": "Show the result of an earlier run.",
        "cost": "Estimate what a run of scripts costs.",
    },
    "Help and editors": {
        "explain": "Explain a rule, a keyword or a concept.",
        "docs": "Open the documentation in a browser.",
        "targets": "List the targets.",
        "schema": "Print the JSON Schema of scn.toml.",
        "lsp": "Run the language server.",
        "mcp": "Run the server for coding agents.",
        "completion": "Generate shell completion.",
    },
}
"""The commands by section of `scn --help`, each with its summary: `NAME` is the function `NAME_command` in `NAME.py`."""

COMMANDS = {name: summary for section in SECTIONS.values() for name, summary in section.items()}
"""All commands, each with its summary."""
