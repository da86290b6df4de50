"""The simulated lead's own tools: `caller_tool:` records."""

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.eqho.body import ABSENT, Values, empty_words, nest
from scn_compiler.platforms.eqho.templates import Found
from scn_compiler.platforms.eqho.vocabulary import TOOL_NULLS, TOOL_PARTS, TOOL_PATHS, TOOL_TYPES
from scn_compiler.semantics.settings import RecordEntry, Settings
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Related, Severity
from scn_dsl.suggest import nearest

_ORDER = tuple(dict.fromkeys(place for path in TOOL_PATHS.values() for place in (path[:1], path)))
"""Every place in an action; a part comes before its values."""


def caller_tools(settings: Settings, found: Found) -> Json:
    """Return the tools by slug, with the details that the script sets."""
    tools: dict[str, Json] = {}
    first: dict[str, RecordEntry] = {}
    null_names = [name for name in empty_words(settings) if name in (*TOOL_NULLS, *TOOL_PARTS)]
    for entry in settings.all("caller_tool"):
        key = entry.value.value
        if not isinstance(key, str):
            continue
        if key in tools:
            related = (Related("first given here", first[key].value.span),)
            message = f"duplicate tool `{key}`"
            found.append(
                report(
                    "duplicate-field", entry.value.span, message, "remove one of the tools", related=related
                )
            )
            continue
        first[key] = entry
        tools[key] = _tool(key, {name: value.value for name, value in entry.details.items()}, null_names)
        _check(entry, key, found)
    return tools or ABSENT


def _tool(key: str, details: dict[str, Json], null_names: list[str]) -> Json:
    """Build one action; `null_names` are details that are null unless the script sets them."""
    nothing = dict.fromkeys(name for name in null_names if name in TOOL_NULLS)
    values_by_name = {"title": key, "slug": key} | nothing | details
    values: Values = {TOOL_PATHS[name]: value for name, value in values_by_name.items()}
    for path, value in (TOOL_PARTS[name] for name in null_names if name in TOOL_PARTS):
        if not any(other[:1] == path for other in values):
            values[path] = value
    return nest(values, _ORDER)


def _check(entry: RecordEntry, key: str, found: Found) -> None:
    kind = entry.details.get("kind")
    if kind is None:
        hint = f"add the kind below this line, for example `kind: {key if key in TOOL_TYPES else 'terminate_call'}`"
        found.append(report("bad-field-value", entry.value.name, f"the `{key}` tool needs a `kind:`", hint))
    elif isinstance(kind.value, str) and kind.value not in TOOL_TYPES:
        close = nearest(kind.value, TOOL_TYPES, 0.75)
        if close:
            message, hint = (
                f"`{kind.value}` isn't one of Eqho's documented tool types",
                f"did you mean `{close}`?",
            )
            found.append(report("unknown-tool", kind.span, message, hint, severity=Severity.WARNING))
    settings = entry.details.get("settings")
    if settings and settings.value is not None and not isinstance(settings.value, dict):
        hint = 'write an object, for example `settings: {"number": "+15550100"}`'
        found.append(
            report("bad-field-value", settings.span, "the settings of a tool must be an object", hint)
        )
