"""Fields as keys of Cekura's documents, and checks of their values."""

import re
from collections.abc import Iterator, Mapping

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.cekura.vocabulary import (
    DURATION_RANGE,
    KEY_LIMIT,
    LANGUAGES,
    NAME_LIMIT,
    OLD_TOOL_IDS,
    SUITE_METRICS,
    SUITE_TAG_LENGTH,
    SUITE_TAGS,
    SUITE_TOOL_COUNT,
    SUITE_TOOLS,
    TOOL_IDS,
)
from scn_compiler.platforms.kit.names import blank_name
from scn_compiler.platforms.kit.unsupported import unsupported_details, unsupported_settings
from scn_compiler.semantics.defaults import is_default
from scn_compiler.semantics.field_values import naming_hint
from scn_compiler.semantics.languages import language_code
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean

_CONTENT = ("role", "instructions")


def keys_of(settings: Settings, table: Mapping[str, str], *, suite: bool) -> dict[str, Json]:
    """Return the keys of a document that `settings` set, for the fields in `table`."""
    keys: dict[str, Json] = {}
    for name, key in table.items():
        value = settings.fields.get(name)
        if value and not (is_default(value) and ("cekura", key) in settings.platform):
            keys[key] = _wire(name, settings.fields[name].value, suite)
    return keys


def _wire(name: str, value: Json, suite: bool) -> Json:
    if name == "expect" and isinstance(value, list):
        return "\n".join(value)
    if name == "tools" and not suite and isinstance(value, list):
        return [TOOL_IDS.get(tool, tool) for tool in value]
    return value


def check_values(settings: Settings, *, suite: bool) -> Iterator[Diagnostic]:
    """Report field values that Cekura rejects."""
    for name, value in settings.fields.items():
        if value.value is None:
            continue
        match name:
            case "scenario":
                yield from _name(value)
            case "key" if suite:
                yield from _key(value)
            case "language":
                yield from _language(value)
            case "folder":
                yield from _folder(value)
            case "max_duration":
                yield from _duration(value, suite)
            case "tools":
                yield from _tools(value, suite)
            case "tags" if suite:
                yield from _suite_tags(value)
            case "metrics" if suite:
                yield from _suite_metrics(value)
            case "metrics":
                yield from _metrics(value)
            case "personality" | "profile" if suite and isinstance(value.value, int) and value.value < 1:
                yield _bad(
                    value,
                    f"a {name} id can't be `{value.value}`",
                    f"write the {name}'s id, 1 or higher",
                )
            case "profile" if not suite and not isinstance(value.value, int):
                hint = f"{naming_hint('profile', value.value)}, or compile to a suite (`-t cekura-suite`)"
                yield _bad(
                    value, f"a request body needs a test profile's id, not its name `{value.value}`", hint
                )


def _bad(value: Value, message: str, hint: str | None = None) -> Diagnostic:
    return report("bad-field-value", value.span, message, hint)


def _name(value: Value) -> Iterator[Diagnostic]:
    if len(value.value) > NAME_LIMIT:
        message = f"the name has {len(value.value)} characters; Cekura accepts at most {NAME_LIMIT}"
        yield report("name-too-long", value.span, message, "shorten the name")
    elif not value.value.strip():
        yield blank_name(value.span)


def _key(value: Value) -> Iterator[Diagnostic]:
    if len(value.value) > KEY_LIMIT:
        message = f"the key has {len(value.value)} characters; Cekura accepts at most {KEY_LIMIT}"
        yield _bad(value, message, "shorten the key")
    elif not value.value.strip():
        yield _bad(value, "the key is empty", "write a word, for example `key: book-a-table`")


def _language(value: Value) -> Iterator[Diagnostic]:
    code = value.value
    if code in LANGUAGES:
        return
    base = language_code(code) or ""
    hint = f"replace with `{base}`" if base in LANGUAGES else did_you_mean(code, LANGUAGES)
    hint = hint or "write a two-letter code, for example `en`, or `multi` for several languages"
    plain = base in LANGUAGES and value.span.end - value.span.start == len(code)
    fix = Fix(f"replace with `{base}`", (Edit(value.span, base),), safe=False) if plain else None
    yield report(
        "bad-field-value", value.span, f"Cekura doesn't support the language `{code}`", hint, fix=fix
    )


def _folder(value: Value) -> Iterator[Diagnostic]:
    if not re.fullmatch(r"[^.]+(\.[^.]+)*", value.value):
        message = f"`{value.value}` isn't a folder path"
        yield report("bad-folder", value.span, message, "separate the levels with dots: `Sales.Inbound`")
    elif "/" in value.value and "." not in value.value:
        message = "Cekura separates folder levels with dots, not slashes"
        hint = f"write `{value.value.strip('/').replace('/', '.')}`"
        yield report("bad-folder", value.span, message, hint, severity=Severity.WARNING)


def _duration(value: Value, suite: bool) -> Iterator[Diagnostic]:
    low, high = DURATION_RANGE
    if suite and value.value < 1:
        yield _bad(
            value, "`max_duration:` must be at least 1 second", "write a longer time, for example `10m`"
        )
    elif not suite and not low <= value.value <= high:
        yield _bad(
            value,
            f"`max_duration:` must be from {low} to {high} seconds on Cekura, not {value.value}",
            "write a time in this range, for example `10m`",
        )


def _tools(value: Value, suite: bool) -> Iterator[Diagnostic]:
    known = SUITE_TOOLS if suite else tuple(TOOL_IDS)
    if suite and len(value.value) > SUITE_TOOL_COUNT:
        yield _bad(
            value,
            f"a suite's scenario can have at most {SUITE_TOOL_COUNT} tools, not {len(value.value)}",
            f"keep at most {SUITE_TOOL_COUNT} tools",
        )
    for tool in value.value:
        if tool in known:
            continue
        ids = {id_: name for name, id_ in TOOL_IDS.items()}
        name = ids.get(OLD_TOOL_IDS.get(tool, tool))
        listed = "write one of " + ", ".join(f"`{name}`" for name in known)
        hint = f"write `{name}`" if name else did_you_mean(tool, known) or listed
        yield report("unknown-tool", value.span, f"unknown Cekura tool `{tool}`", hint)


def _suite_tags(value: Value) -> Iterator[Diagnostic]:
    if len(value.value) > SUITE_TAGS:
        yield _bad(
            value,
            f"a suite's scenario can have at most {SUITE_TAGS} tags, not {len(value.value)}",
            f"keep at most {SUITE_TAGS} tags",
        )
    for tag in value.value:
        if len(tag) > SUITE_TAG_LENGTH:
            yield _bad(
                value,
                f"the `{tag}` tag has {len(tag)} characters; Cekura accepts at most {SUITE_TAG_LENGTH}",
                "shorten the tag",
            )


def _suite_metrics(value: Value) -> Iterator[Diagnostic]:
    if len(value.value) > SUITE_METRICS:
        yield _bad(
            value,
            f"a suite's scenario can have at most {SUITE_METRICS} metrics, not {len(value.value)}",
            f"keep at most {SUITE_METRICS} metrics",
        )
    for metric in value.value:
        if isinstance(metric, str) and not re.fullmatch(r"[a-z0-9_]+", metric):
            hint = "write a short name of lowercase letters, digits and `_`, for example `greeting_by_name`"
            yield _bad(value, f"a suite needs a metric's id or short name, not `{metric}`", hint)
        elif isinstance(metric, int) and metric < 1:
            yield _bad(value, f"a metric id can't be `{metric}`", "write the metric's id, 1 or higher")


def _metrics(value: Value) -> Iterator[Diagnostic]:
    for metric in value.value:
        if not isinstance(metric, int):
            yield _bad(
                value,
                f"a request body needs metric ids, not `{metric}`",
                naming_hint("metrics", metric),
            )


def check_required(scenario: ResolvedScenario, *, suite: bool) -> Iterator[Diagnostic]:
    """Report a missing name or language."""
    settings = scenario.settings
    if scenario.name is None and ("cekura", "name") not in settings.platform:
        severity = Severity.ERROR if suite else Severity.WARNING
        message = "this scenario has no name, and Cekura " + (
            "requires one in a suite" if suite else "can't create a scenario without one"
        )
        yield report(
            "missing-name", scenario.span, message, "write a name after `scenario:`", severity=severity
        )
    if not scenario.rows:
        return
    if "language" not in settings.fields:
        if suite:
            message = "this scenario has no language, and Cekura requires one in a suite"
            yield report("missing-language", scenario.span, message, "add the language, for example `language: en`",
                         severity=Severity.ERROR)  # fmt: skip
        elif (
            "personality" not in settings.fields and ("cekura", "scenario_language") not in settings.platform
        ):
            message = "this scenario has neither a language nor a personality that sets its language"
            yield report(
                "missing-language", scenario.span, message, "add the language, for example `language: en`"
            )


def check_creation(body: dict[str, Json], span: Span) -> Iterator[Diagnostic]:
    """Report a finished body that can update a scenario but not create one (API reference, 2026-11-29)."""
    owned = any(body.get(key) for key in ("agent", "project", "assistant_id"))
    lacking = (
        [] if owned else [("an agent, a project or an assistant", "`agent:`, `project:` or `assistant:`")]
    )
    lacking += [] if body.get("personality") else [("a personality", "`personality:`")]
    if lacking:
        needs, lines = (", and ".join(each) for each in zip(*lacking, strict=True))
        hint = f"add {lines} here, or in `[fields]` of scn.toml for all scripts"
        yield report("incomplete-body", span, f"to create this scenario, Cekura requires {needs}", hint)


def check_first_message(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report a passed-through first message together with blocks: Cekura overwrites it (OpenAPI, 2026-08-20)."""
    value = scenario.settings.platform.get(("cekura", "first_message"))
    if value:
        message = "Cekura overwrites `first_message` in a scenario with blocks"
        hint = "remove this line, and write `say:` below `FIRST_MESSAGE`"
        yield report("unsupported-by-target", value.name, message, hint)


def check_role(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report a missing or blank role, which conditional actions require (OpenAPI `required`, 2026-08-20)."""
    role = scenario.settings.fields.get("role")
    blank = role is None or (isinstance(role.value, str) and not role.value.strip())
    if scenario.rows and blank:
        hint = "add `role: …` to describe the caller in one sentence"
        yield report("missing-role", scenario.span, "the caller has no role", hint)


def check_unsupported(
    settings: Settings,
    known: tuple[str, ...],
    what: str,
    *,
    variables: bool,
    severity: Severity = Severity.WARNING,
) -> Iterator[Diagnostic]:
    """Report lines without an equivalent in `what`; the payload means the same without them."""
    taken = (*known, *_CONTENT, *(("given", "caller") if variables else ()))
    profile = (
        "put the variable in a test profile and write the profile's id, for example `profile: 12`, "
        "or compile to a suite (`-t cekura-suite`)"
    )
    hints = {"given": profile, "caller": profile}
    return unsupported_settings(settings, taken, what, severity=severity, hints=hints)


def check_details(scenario: ResolvedScenario) -> Iterator[Diagnostic]:
    """Report details of blocks, none of which conditional actions support."""
    for row in [row for row in scenario.rows if row.details]:
        name, value = row.details[0]
        if name in ("ask", "answer") and not row.block.actions:
            message = (
                f"`{name}:` has no equivalent in a Cekura condition; write the caller's words after `say:`"
            )
            fix = Fix("replace with `say:`", (Edit(value.name, "say"),))
            yield report("unsupported-by-target", value.name, message, "replace with `say:`", fix=fix,
                         severity=Severity.ERROR)  # fmt: skip
        else:
            yield from unsupported_details(row, (), "a Cekura condition")
