"""Scripts to Cekura's test suites: all scenarios of a file in one document (suite schema v1, 2026-07-31)."""

from collections.abc import Callable, Iterator

from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.platforms.cekura.emit import PayloadBuilder, Shape, check_instructions, conditional_actions
from scn_compiler.platforms.cekura.emit.fields import (
    check_first_message,
    check_required,
    check_unsupported,
    check_values,
    keys_of,
)
from scn_compiler.platforms.cekura.emit.passthrough import (
    CONTENT_KEYS,
    cekura_values,
    contract_of,
    patched,
    put_checked,
    scenario_key,
)
from scn_compiler.platforms.cekura.emit.suite_advice import check_advice
from scn_compiler.platforms.cekura.vocabulary import (
    PROFILE_NAME_LIMIT,
    SUITE_DEFAULT_KEYS,
    SUITE_KEYS,
    SUITE_NAME_LIMIT,
    SUITE_SCENARIOS,
    SUITE_TOP_KEYS,
)
from scn_compiler.platforms.kit.passthrough import PATCH, validate
from scn_compiler.platforms.kit.target import Emitted, Payload
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related, Severity
from scn_dsl.source import NOWHERE, Span

SIZE_LIMIT = 1_000_000

_DEFAULTS = {name: key for name, key in SUITE_KEYS.items() if key in SUITE_DEFAULT_KEYS}
_KNOWN = (*SUITE_KEYS, "profile")
_KNOWN_ABOVE = (*_KNOWN, "purpose")


def emit_suite(shape: Shape) -> Callable[[ResolvedScript], Emitted]:
    """Return an emitter of a test suite for a whole file.

    Shapes:
        suite, purpose           -> `suite.name`, `suite.description`
        fields above scenarios   -> `defaults`
        scenario                 -> an entry of `scenarios`, with the keys of `SUITE_KEYS`
        blocks                   -> `conditional_actions`, see `conditional_actions`
        given, caller, profile   -> `test_profile`

    Raises:
        Nothing: everything that a suite can't express is a diagnostic.

    Source:
        Suite schema v1, 2026-07-31.
    """
    return lambda document: _suite(document, shape)


def _suite(document: ResolvedScript, shape: Shape) -> Emitted:
    defaults = document.defaults
    draft = PayloadBuilder({"version": "1"})
    untitled = [scenario.own for scenario in document.scenarios if scenario.scenario.title is None]
    _info(draft, defaults.over(untitled[0]) if untitled else defaults)
    draft.found.extend(check_values(defaults, suite=True))
    draft.found.extend(check_unsupported(defaults, _KNOWN_ABOVE, "a suite", variables=True))
    above = cekura_values(defaults)
    draft.found.extend(
        put_checked(
            draft.value, {key: value for key, value in above.items() if key in SUITE_TOP_KEYS}, shape.day
        )
    )
    shared = _shared(draft, defaults)
    if shared:
        draft.value["defaults"] = shared
    draft.value["scenarios"] = [_scenario(draft, scenario, shape) for scenario in document.scenarios]
    if PATCH in above:
        draft.value, found = patched(draft.value, above[PATCH], "suite", chains=shape.chains)
        draft.found.extend(found)
    draft.found.extend(_limits(document, draft.value))
    draft.found.extend(_keys(document))
    draft.found.extend(check_advice(document, draft.value))
    _validate(draft, document, shape.day)
    name = draft.value.get("suite", {}).get("name") if isinstance(draft.value.get("suite"), dict) else None
    return Emitted((Payload(name, draft.value, document.scenarios),), tuple(draft.found))


def _info(draft: PayloadBuilder, defaults: Settings) -> None:
    info: dict[str, Json] = {}
    if (name := defaults.fields.get("suite")) is not None:
        info["name"] = name.value
        if isinstance(name.value, str) and len(name.value) > SUITE_NAME_LIMIT:
            message = f"the suite's name has {len(name.value)} characters; Cekura accepts at most {SUITE_NAME_LIMIT}"
            draft.found.append(report("name-too-long", name.span, message, "shorten the name"))
    if (purpose := defaults.get("purpose")) is not None:
        info["description"] = purpose
    if info:
        draft.value["suite"] = info


def _shared(draft: PayloadBuilder, defaults: Settings) -> dict[str, Json]:
    """Return the suite's `defaults`, from the fields above the first scenario."""
    shared = keys_of(defaults, _DEFAULTS, suite=True)
    draft.found.extend(_check_profile(defaults.fields.get("profile"), defaults))
    if (profile := _profile(defaults)) is not None:
        shared["test_profile"] = profile
    values = {key: value for key, value in cekura_values(defaults).items() if key in SUITE_DEFAULT_KEYS}
    draft.found.extend(put_checked(shared, values))
    return shared


def _profile(settings: Settings) -> Json:
    """Return the test profile of a suite or a scenario, as its id or its variables; `None` if it has none."""
    profile = settings.get("profile")
    if isinstance(profile, int):
        return profile
    inline: dict[str, Json] = {} if profile is None else {"name": profile}
    for key, table in (("agent_variables", settings.given), ("caller_variables", settings.caller)):
        if table:
            inline[key] = {name: value.value for name, value in table.items()}
    return inline or None


def _check_profile(profile: Value | None, settings: Settings) -> Iterator[Diagnostic]:
    """Report a profile whose name is too long, or one with both an id and variables."""
    if profile and isinstance(profile.value, str) and len(profile.value) > PROFILE_NAME_LIMIT:
        message = f"the profile's name has {len(profile.value)} characters; Cekura accepts at most {PROFILE_NAME_LIMIT}"
        yield report("name-too-long", profile.span, message, "shorten the name")
    if profile and isinstance(profile.value, int) and (settings.given or settings.caller):
        message = "`profile:` is an id, so this suite can't also set the profile's variables"
        hint = "remove either the id or the `given` and `caller` lines"
        yield report("bad-field-value", profile.span, message, hint)


def _scenario(draft: PayloadBuilder, scenario: ResolvedScenario, shape: Shape) -> Json:
    """Build one scenario: its own fields, and those of the file that a suite's `defaults` can't hold."""
    own, merged = scenario.own, scenario.settings
    draft.found.extend(check_values(own, suite=True))
    draft.found.extend(check_required(scenario, suite=True))
    known = _KNOWN if scenario.scenario.title else _KNOWN_ABOVE
    draft.found.extend(check_unsupported(own, known, "a suite's scenario", variables=True))
    entry = keys_of(own, SUITE_KEYS, suite=True)
    rest = {name: key for name, key in SUITE_KEYS.items() if key not in SUITE_DEFAULT_KEYS}
    entry |= keys_of(merged, rest, suite=True)
    if "tags" in own.fields:
        entry["tags"] = merged.get("tags")  # on the platform, a scenario's tags replace the defaults'
    if scenario.name is not None:
        entry = {"name": scenario.name, **entry}
    if (text := merged.get("instructions")) is not None:
        entry["instructions"] = text
        draft.found.extend(check_instructions(scenario))
    else:
        draft.found.extend(check_first_message(scenario))
        inner = conditional_actions(scenario, shape)
        draft.found.extend(inner.found)
        entry |= {"type": "conditional_actions", "conditional_actions": inner.value}
        if merged.get("language") is not None:
            entry.setdefault("language", merged.get("language"))
    draft.found.extend(_check_profile(merged.fields.get("profile"), own))
    if (profile := _profile(own)) is not None:
        entry["test_profile"] = profile
    values = cekura_values(own)
    above = {
        key: value
        for key, value in cekura_values(scenario.settings).items()
        if key in values or key not in (*SUITE_TOP_KEYS, *SUITE_DEFAULT_KEYS, PATCH)
    }
    draft.found.extend(
        put_checked(entry, {key: above[key] for key in above if key not in (*CONTENT_KEYS, PATCH)})
    )
    if PATCH in values:
        entry, found = patched(entry, values[PATCH], "entry", chains=shape.chains)
        draft.found.extend(found)
    return entry


def _limits(document: ResolvedScript, suite: Json) -> Iterator[Diagnostic]:
    count = len(document.scenarios)
    if count > SUITE_SCENARIOS:
        message = f"this suite has {count} scenarios; Cekura accepts at most {SUITE_SCENARIOS}"
        yield report(
            "too-many-scenarios",
            document.scenarios[SUITE_SCENARIOS].span,
            message,
            "split this suite into several suites",
        )
    elif len(dump(suite, compact=True).encode("utf-8", "replace")) > SIZE_LIMIT:
        where = document.scenarios[-1].span if document.scenarios else NOWHERE
        message = "this suite is larger than 1 MB, Cekura's limit"
        yield report("too-many-scenarios", where, message, "split this suite into several suites")


def _keys(document: ResolvedScript) -> Iterator[Diagnostic]:
    """Report scenarios with the same `key`, by default the name: the platform rejects the second one."""
    seen: dict[str, tuple[Span, bool]] = {}
    for scenario in document.scenarios:
        value = scenario_key(scenario.own)
        key, span = (value.value, value.span) if value else (scenario.name, scenario.span)
        if not isinstance(key, str):
            continue
        first, has_key = seen.setdefault(key, (span, value is not None))
        if first is not span and (value or has_key):  # duplicate names without keys are reported elsewhere
            related = (Related("the first one is here", first),)
            message = f"duplicate key `{key}` in this suite"
            hint = (
                "change this key: `key: …`"
                if value
                else "add a different key, because the name is also the key: `key: …`"
            )
            yield report("duplicate-field", span, message, hint, related=related)


def _validate(draft: PayloadBuilder, document: ResolvedScript, day: str) -> None:
    above = cekura_values(document.defaults)
    own = [cekura_values(scenario.own) for scenario in document.scenarios]
    failed = any(diagnostic.severity is Severity.ERROR for diagnostic in draft.found)
    if failed or not (above or any(own)):
        return

    def of_part(names: tuple[str, ...]) -> tuple[dict[str, Value], Span]:
        inside = len(names) > 1 and names[0] == "scenarios" and names[1].isdecimal()
        number = int(names[1]) if inside and int(names[1]) < len(own) else 0
        return (above | own[number] if inside else above), document.scenarios[number].span

    where = document.scenarios[0].span
    draft.found.extend(validate(draft.value, contract_of("Suite", day), above, where, of_part))
