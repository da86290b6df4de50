"""What a scenario declares for its words: variables of the test profile, functions and their outputs."""

import re

from scn_compiler.features.context import Context


def variables(context: Context) -> dict[str, str]:
    """The variables of the test profile by how a template names them, and what is known of their values."""
    settings = context.scope.settings()
    found: dict[str, str] = {}
    for holder, table in (("given", settings.given), ("caller", settings.caller)):
        for name, value in table.items():
            plain = re.fullmatch(r"[A-Za-z0-9_-]+", name)
            quote = "'" if "'" not in name else '"'
            path = f"test_profile.{name}" if plain else f"test_profile[{quote}{name}{quote}]"
            if not set(name) & set("{}\n") and (plain or quote not in name):
                found[path] = f"{holder}: {value.value}"[:80]
    for name in context.scope.variables():
        found.setdefault(f"test_profile.{name}", "used elsewhere in this file")
    return found


def functions(context: Context) -> dict[str, dict[str, str]]:
    """The functions that are declared, with their outputs and where in the answer those stand."""
    declared = context.scope.settings().platform.get((context.target.platform, "functions"))
    found: dict[str, dict[str, str]] = {}
    for entry in declared.value if declared and isinstance(declared.value, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            config = entry.get("config")
            mapping = config.get("response_mapping") if isinstance(config, dict) else None
            outputs = mapping if isinstance(mapping, dict) else {}
            found[entry["name"]] = {str(key): str(path) for key, path in outputs.items()}
    return found
