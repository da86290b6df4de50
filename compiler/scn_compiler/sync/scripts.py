"""The scenarios of scripts, as the platforms of their targets would get them."""

import re
from collections.abc import Iterator

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import Compiled, compile_text, file_stem
from scn_compiler.pipeline.listing import list_scenarios
from scn_compiler.pipeline.start_of_tests import as_tests
from scn_compiler.platforms import find_target, target_named
from scn_compiler.platforms.kit.target import Form, Payload
from scn_compiler.semantics.keys import key_from
from scn_compiler.semantics.resolve import ResolvedScript
from scn_compiler.sync.canonical import canonical
from scn_compiler.sync.plan import Local
from scn_compiler.sync.script_edits import with_keys_at
from scn_dsl.diagnostic import Severity
from scn_dsl.file_names import TEST_SUFFIX
from scn_dsl.nodes import Block, Field, PlatformValue, Scenario, Setting
from scn_dsl.records import Record, replace
from scn_dsl.source import Source
from scn_grammar.parser import parse

_VALUE = r"\$\{?\w+\}?"


class SyncedScript(Record):
    """A script, and its scenarios as a platform would get them.

    Attributes:
        file: Its name in messages.
        keyed: The text in which each scenario has a key; it differs from `text` only by new lines.
        compiled: The compilation of `keyed`.
        scenarios: Empty if the script has errors, or no scenario.
        unfit: Why its scenarios can't be stored one by one, though they can run as a suite; empty if they can.
    """

    file: str
    text: str
    keyed: str
    compiled: Compiled
    platform: str
    scenarios: tuple[Local, ...] = ()
    unfit: str = ""


def synced_script(text: str, path: str, config: Config, taken: set[str]) -> SyncedScript:
    """Compile a script for the platform of its target, with a new key for each scenario that has none.

    Args:
        path: The file; its name in messages, and the name of a scenario without a `scenario:` line.
        taken: The keys that exist already; the new ones are added.
    """
    keyed = with_keys(text, path, taken)
    compiled = compile_text(keyed, path=path, config=config)
    target = target_named(compiled.target)
    if target.form is not Form.BODY:
        own, target = compiled, target_named(target.platform)
        compiled = compile_text(keyed, path=path, target=target.name, config=config)
        if own.ok and not compiled.ok:
            why = next(each.message for each in compiled.diagnostics if each.severity is Severity.ERROR)
            return SyncedScript(path, text, text, own, target.platform, unfit=why)
    found = SyncedScript(path, text, keyed, compiled, target.platform)
    if not compiled.ok:  # its problems are told with the lines of the file
        return replace(
            found, keyed=text, compiled=compile_text(text, path=path, target=target.name, config=config)
        )
    if compiled.is_library:
        return found
    lines = [each.line for each in list_scenarios(text, path=path, config=config)]
    return replace(
        found,
        scenarios=tuple(
            _local(payload, line, found) for payload, line in zip(compiled.payloads, lines, strict=True)
        ),
    )


def _local(payload: Payload, line: int, script: SyncedScript) -> Local:
    [scenario] = payload.scenarios
    alone = replace(script.compiled.document, scenarios=(scenario,))
    return Local(
        _key_of(alone),
        payload.name or "",
        payload.value,
        canonical(payload.value, script.platform),
        script.file,
        line,
        _lacking(alone, script.compiled.target),
    )


def _key_of(document: ResolvedScript) -> str:
    settings = document.scenarios[0].settings
    key = settings.fields.get("key") or settings.platform.get(("cekura", "key"))
    return str(key.value) if key else ""


def _lacking(document: ResolvedScript, target: str) -> str:
    """Say which fields a new scenario lacks on its platform; empty if it is complete.

    A platform whose requests for creating and updating differ has a target for each.
    """
    own = target_named(target)
    creating = find_target(f"{own.platform}-create") or own
    found = creating.emit(document).diagnostics
    lacking = (each for each in found if each.severity is Severity.ERROR or each.name == "incomplete-body")
    return next((each.message for each in lacking), "")


def with_keys(text: str, path: str, taken: set[str]) -> str:
    """Return a script in which each scenario has a key, made from its name; all rows of a table share one.

    A script that doesn't parse stays as it is.

    Args:
        taken: The keys that exist already; the new ones are added.
    """
    source = Source(text, path)
    parsed = parse(source)
    if any(each.severity is Severity.ERROR for each in parsed.diagnostics):
        return text
    scenarios = (
        as_tests(parsed, text).script.scenarios if path.endswith(TEST_SUFFIX) else parsed.script.scenarios
    )
    lacking = [each for each in scenarios if _lines(each) and not _has_key(each)]
    chosen = [(source.position(_lines(each)[0].at).line, _new_key(each, path, taken)) for each in lacking]
    return with_keys_at(text, chosen)


def _has_key(scenario: Scenario) -> bool:
    return any(
        (isinstance(each, Field) and each.name == "key")
        or (isinstance(each, PlatformValue) and (each.platform, each.key) == ("cekura", "key"))
        for each in scenario.settings
    )


def _lines(scenario: Scenario) -> tuple[Field | Setting | Block, ...]:
    """Return the title, settings and blocks of a scenario; an empty script has none."""
    title = (scenario.title,) if scenario.title else ()
    return (*title, *scenario.settings, *scenario.blocks)


def _new_key(scenario: Scenario, path: str, taken: set[str]) -> str:
    title = scenario.title.value.value if scenario.title else ""
    name = re.sub(_VALUE, " ", title) if "$" in title else title
    return fresh_key(name, path, taken)


def fresh_key(name: str, path: str, taken: set[str]) -> str:
    """Make a key from the name of a scenario, or else from that of its file.

    Args:
        taken: The keys that exist already; the new one is added.
    """
    key = next(
        each
        for each in _numbered(key_from(name) or key_from(file_stem(path) or "") or "scenario")
        if each not in taken
    )
    taken.add(key)
    return key


def _numbered(key: str) -> Iterator[str]:
    """Yield a key, and the same with numbers."""
    yield key
    number = 2
    while True:
        yield f"{key}-{number}"
        number += 1
