"""Scripts for scenarios that only the platform has."""

from collections.abc import Iterator, Mapping

from scn_compiler.config import Config
from scn_compiler.jsondoc.codec import dump
from scn_compiler.pipeline.compile import compile_text
from scn_compiler.pipeline.decompile import decompile
from scn_compiler.pipeline.names import default_fields, names_of
from scn_compiler.platforms.kit.script_lines import field_of
from scn_compiler.semantics.settings import read_settings
from scn_compiler.sync.canonical import RequestBody, canonical
from scn_compiler.sync.headers import new_secret
from scn_compiler.sync.merge.pieces import NotMergeable
from scn_compiler.sync.script_edits import with_key
from scn_dsl.diagnostic import Severity
from scn_dsl.nodes import Field, Scenario, Script, Setting
from scn_dsl.records import replace
from scn_dsl.source import Source
from scn_grammar.parser import parse
from scn_grammar.printer import print_script


def adopted_script(body: RequestBody, key: str, path: str, platform: str, config: Config) -> str:
    """Write a script for a scenario of a platform, with names instead of ids, and without what the configuration says anyway.

    A scenario with an agent is in the project of that agent, so its script doesn't name the project.

    Args:
        body: The scenario as the platform has it.
        key: The key for the script.
        path: The file that it will be.
        platform: For example `cekura`.
        config: The configuration that applies to that file.

    Raises:
        NotMergeable: if no script says all of it, or it has a header that may be a secret.
    """
    body = {name: value for name, value in body.items() if name != "project" or "agent" not in body}
    if secret := new_secret({}, body):
        raise NotMergeable(secret)
    wanted = canonical(body, platform)
    problem = ""
    for source in (wanted, body):
        read = decompile(dump(source), config=config)
        errors = [each.message for each in read.diagnostics if each.severity is Severity.ERROR]
        if read.text is None or errors:
            why = errors[0] if errors else "scn can't read it"
            problem = problem or f"a script can't say what the platform has: {why}"
            continue
        script = parse(Source(read.text)).script
        for text, settings in (*_variants(script, config), *_variants(script, replace(config, fields=()))):
            if _says(text, path, settings, platform) == wanted:
                return with_key(text, text.count("\n"), key)
    raise NotMergeable(problem or "a script can't say all that the platform has")


def _says(text: str, path: str, config: Config, platform: str) -> RequestBody | None:
    """Return what a script says, in its canonical form; `None` if it can't be sent."""
    compiled = compile_text(text, path=path, config=config)
    if not compiled.ok or len(compiled.payloads) != 1:
        return None
    return canonical(compiled.payloads[0].value, platform)


def _variants(script: Script, config: Config) -> Iterator[tuple[str, Config]]:
    """Yield ways to write a script, the shortest one first, each with the configuration to try it with."""
    shorter = _without_defaults(script, config)
    for each in (shorter, script):
        yield print_script(_without_target(each)), config
        yield print_script(each), config


def _without_target(script: Script) -> Script:
    kept = (each for each in script.defaults if not isinstance(each, Field) or each.name != "target")
    return replace(script, defaults=tuple(kept))


def _without_defaults(script: Script, config: Config) -> Script:
    """Return a script without fields, and entries of lists, that it gets from the configuration."""
    defaults = {each.name: each.value for each in default_fields(config)}
    [scenario] = script.scenarios
    settings = [
        line
        for each in scenario.settings
        for line in (_shortened(each, defaults, config) if isinstance(each, Field) else [each])
    ]
    return replace(script, scenarios=(replace(scenario, settings=tuple(settings)),))


def _shortened(field: Field, defaults: Mapping[str, object], config: Config) -> list[Setting]:
    """Return a field without what the configuration says; nothing if it says all of it."""
    default = defaults.get(field.name)
    if default is None:
        return [field]
    names = names_of(config)
    script = Script(scenarios=(Scenario(settings=(field,)),))
    resolved = names.in_script(script)[0] if names else script
    value = read_settings(resolved.scenarios[0].settings)[0].get(field.name)
    if value == default:
        return []
    if not isinstance(default, tuple) or not isinstance(value, list):
        return [field]
    if value[: len(default)] != list(default):
        return [field]
    if len(value) == len(default):
        return []
    rest = replace(script, scenarios=(Scenario(settings=(field_of(field.name, value[len(default) :]),)),))
    named = names.instead_of_ids(rest) if names else rest
    return list(named.scenarios[0].settings)
