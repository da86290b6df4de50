"""The names that the scripts of a project may write instead of ids."""

from scn_compiler.config import Config
from scn_compiler.reuse.names import Names
from scn_compiler.semantics.defaults import Default
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Script

_LATEST: dict[int, tuple[Config, Names]] = {}
"""The names of the latest configuration: all scenarios of a script, and most scripts of a run, have the same one."""


def names_of(config: Config) -> Names | None:
    """Return the names, with the ids in the chosen environment; `None` without environments."""
    if not config.defined:
        return None
    known = _LATEST.get(id(config))
    if known and known[0] is config:
        return known[1]
    names = Names(config.environment, config.names, config.defined)
    _LATEST.clear()
    _LATEST[id(config)] = config, names
    return names


def default_fields(config: Config) -> tuple[Default, ...]:
    """Return the default fields of a configuration, with ids instead of names."""
    names = names_of(config)
    return names.in_defaults(config.fields)[0] if names else config.fields


def with_ids(script: Script, config: Config) -> tuple[Script, tuple[Default, ...], tuple[Diagnostic, ...]]:
    """Replace names with ids in a script and in the default fields of its configuration; report names without an id."""
    names = names_of(config)
    if names is None:
        return script, config.fields, ()
    script, in_script = names.in_script(script)
    defaults, in_config = names.in_defaults(config.fields)
    return script, defaults, (*in_script, *in_config)
