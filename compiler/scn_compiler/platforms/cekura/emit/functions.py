"""Functions: their declarations and their uses in a scenario's texts (docs 2026-07-16)."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from scn_compiler.jsondoc.codec import Json
from scn_compiler.semantics.block_search import search_blocks
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_compiler.semantics.settings import Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import WORDLESS, Do, FirstMessage, Say, Undecided
from scn_dsl.records import replace
from scn_dsl.suggest import did_you_mean, first
from scn_grammar.markup import Mark, Tag, Template, scan

_PRIVATE = (
    r"https?://(?:[^/@\s]*@)?(localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|10(?:\.\d{1,3}){3}|192\.168(?:\.\d{1,3}){2}"
    r"|172\.(?:1[6-9]|2\d|3[01])(?:\.\d{1,3}){2}|169\.254(?:\.\d{1,3}){2}|\[::1?\]"
    r"|[\w.-]+\.(?:local|localhost|internal|lan|home))(?=[:/?#]|$)"
)
_OUTPUT = r"\s*function\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)\s*"


def check_functions(scenario: ResolvedScenario, *, whole: bool = True) -> Iterator[Diagnostic]:
    """Report uses of undeclared functions, and uses in the wrong place.

    Args:
        whole: Whether the scenario must declare all its functions; those of a fragment may be declared elsewhere.
    """
    declared = scenario.settings.platform.get(("cekura", "functions"))
    outputs = {name: list(mapping) for name, mapping in _mappings(declared.value if declared else [])}
    if declared and isinstance(declared.value, list):
        names = Counter(name for name, _ in _mappings(declared.value))
        for name in sorted(name for name, count in names.items() if count > 1):
            yield report(
                "bad-function", declared.span, f"duplicate function `{name}`", "rename one of the functions"
            )
    for row in search_blocks(scenario, _with_functions):
        for action in row.block.actions:
            if not isinstance(action, WORDLESS) and "function" in action.text.value:
                yield from _uses(row, action, outputs if whole or declared else None)
    if declared and isinstance(declared.value, list):
        yield from _advice(scenario, declared)


def _with_functions(rows: Sequence[ResolvedBlock]) -> list[ResolvedBlock]:
    found: list[ResolvedBlock] = []
    for row in rows:
        for action in row.block.actions:
            if not isinstance(action, WORDLESS) and "function" in action.text.value:
                found.append(row)
                break
    return found


def _advice(scenario: ResolvedScenario, declared: Value) -> Iterator[Diagnostic]:
    """Report problems of declared functions that would otherwise show up only during a call."""
    for entry in declared.value:
        config = entry.get("config") if isinstance(entry, dict) else None
        url = config.get("url") if isinstance(config, dict) else None
        if isinstance(url, str) and (host := re.match(_PRIVATE, url, re.I)):
            message = (
                f"Cekura can't reach the private address `{host[1]}`, so the function fails in every call"
            )
            yield report("private-url", declared.span, message, "use a public address or a tunnel")
    bare = _without_default(declared.value)
    for row in search_blocks(scenario, _with_functions) if bare else ():
        for action in row.block.actions:
            if isinstance(action, Say) and "function" in action.text.value:
                yield from _risks(row, action, bare)


def _without_default(declared: list[Json]) -> set[tuple[str, str]]:
    """Return the outputs without a default, as pairs of function and output."""
    return {
        (name, output)
        for name, mapping in _mappings(declared)
        for output, path in mapping.items()
        if not (isinstance(path, dict) and "default" in path)
    }


def _mappings(declared: Json) -> Iterator[tuple[str, dict[str, Json]]]:
    """Yield the name of each declared function, and its outputs with their paths."""
    for entry in declared if isinstance(declared, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            config = entry.get("config")
            mapping = config.get("response_mapping") if isinstance(config, dict) else None
            yield entry["name"], mapping if isinstance(mapping, dict) else {}


def _risks(row: ResolvedBlock, action: Say, bare: set[tuple[str, str]]) -> Iterator[Diagnostic]:
    for mark in _marks(action.text.value):
        used = re.fullmatch(_OUTPUT, mark.inside) if isinstance(mark, Template) else None
        if used and (used[1], used[2]) in bare:
            span = row.block.place(action.text.locate(mark.start, mark.end))
            message = f"if the call to `{used[1]}` fails, the caller says `{{{{function.{used[1]}.{used[2]}}}}}` literally"
            hint = f'add a default: `"{used[2]}": {{"path": "$.…", "default": "…"}}`'
            yield report("missing-default", span, message, hint)


def _uses(
    row: ResolvedBlock, action: Say | Do | Undecided, outputs: dict[str, list[str]] | None
) -> Iterator[Diagnostic]:
    """Report wrong uses of functions in a text; without `outputs`, the declarations are unknown."""
    for mark in _marks(action.text.value):
        span = row.block.place(action.text.locate(mark.start, mark.end))
        if isinstance(mark, Tag) and mark.name == "function" and mark.complete:
            used = mark.get("name")
            message = _undeclared(used.value, outputs) if used else None
        elif isinstance(mark, Template) and mark.inside.strip().startswith("function"):
            message = _template(mark, outputs, isinstance(action, Do))
        else:
            continue
        hint = _hint(mark, outputs or {}) if message and message.startswith("unknown") else None
        if isinstance(row.block.opening, FirstMessage):
            message, hint = "the first message can't use functions", "move the function to a later block"
        if message:
            yield report("bad-function", span, message, hint)


def _marks(text: str) -> Iterator[Mark]:
    """Yield the marks in a text and the templates in attributes of its tags, placed at the attribute."""
    for mark in scan(text):
        yield mark
        for attribute in mark.attributes if isinstance(mark, Tag) else ():
            for inner in scan(attribute.value):
                if isinstance(inner, Template):
                    yield replace(inner, start=attribute.start, end=attribute.end)


def _undeclared(name: str, outputs: dict[str, list[str]] | None) -> str | None:
    return None if outputs is None or name in outputs else f"unknown function `{name}`"


def _template(mark: Template, outputs: dict[str, list[str]] | None, improvised: bool) -> str | None:
    found = re.fullmatch(_OUTPUT, mark.inside)
    if not found:
        return "a function's output needs the form `{{function.name.output}}`"
    if improvised:
        return "only a `say:` can use a function's output"
    if outputs and found[1] in outputs and found[2] not in outputs[found[1]]:
        return f"unknown output `{found[2]}` of the `{found[1]}` function"
    return _undeclared(found[1], outputs)


def _hint(mark: Tag | Template, outputs: dict[str, list[str]]) -> str | None:
    if isinstance(mark, Tag):
        used = mark.get("name")
        close = did_you_mean(used.value, first(outputs)) if used else None
    else:
        parts = mark.inside.strip().split(".")
        known = outputs.get(parts[1], list(outputs)) if len(parts) > 1 else list(outputs)
        close = did_you_mean(
            parts[-1] if len(parts) > 1 and parts[1] in outputs else parts[min(1, len(parts) - 1)],
            first(known),
        )
    return close or (None if outputs else 'declare the function: `cekura.functions: [{"name": "…", …}]`')
