"""Findings that only follow from a line that doesn't parse: the mistake in that line is the one to report."""

import re
from bisect import bisect_left
from collections.abc import Iterable

from scn_dsl.diagnostic import OUTSIDE_BLOCK, Diagnostic, Edit, Fix, Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.source import Origin, Source, Span

_FOLLOWING = frozenset(
    (
        "unused-label",
        "undefined-label",
        "no-endcall",
        "no-first-message",
        "second-first-message",
        "duplicate-field",
        "stray-line",
        "bad-platform-value",
        "two-actions",
    )
)
_ABOUT_VALUES = ("bad-field-value", "unknown-name", "unknown-tool", "bad-attribute-value")
_MISSING = {"missing-language": "language", "missing-role": "role", "missing-name": "scenario"}
_HANGS_UP = lazy_pattern(r"end[ _-]?(?:the[ _])?call|hang[ _-]?up|hangup", re.IGNORECASE)
_BEGINS = lazy_pattern(r"first[ _-]?message|greeting", re.IGNORECASE)
_AGENT = lazy_pattern(r"\s*agent\s*:\s*[^\W\d]")
_REJECTS = lazy_pattern(r"\w+ rejects `(?P<key>\w+)`:")
_HEAD = lazy_pattern(r"\s*(?P<name>\w+)")
_ACTS = lazy_pattern(r"[ \t]+(?:say|do|wait|end call)\b")
_KNOWN = lazy_pattern(r"\s*(?:(?:@\S+\s+)?(?:WHEN|THEN|AFTER|FIRST_MESSAGE)|say|do|wait|end call)\b")
_OPENS = lazy_pattern(r"^\s*@|\b(?:WHEN|THEN|AFTER|FIRST_MESSAGE)\b", re.IGNORECASE)


def without_consequences(found: list[Diagnostic], text: str) -> list[Diagnostic]:
    """Drop findings that only follow from a line of `text` that doesn't parse.

    Shapes:
        a refused line that names a label   -> no report that the label is unused or unknown
        a refused line that ends a call     -> no report that nothing ends the call
        a refused line that starts the call -> no report that nothing starts it
        a dialogue, from its first line on  -> no report that its other lines are outside a block
        a refused line of a field           -> no report that the platform rejects the field's key, which has no value
        any refused line above an action    -> no report that the action is a second one: a block may start there
        a value with a `$name` that nothing declares -> no report that the value, with its `$name`, is wrong
        a comment with the missing field    -> the report that it is missing is moved to the comment

    Raises:
        Nothing.
    """
    found = _without_undeclared(_at_its_comment(each, text) for each in found)
    if not any(each.name in _FOLLOWING for each in found):
        return found
    source = Source(text)
    refused = {
        source.position(each.span.start).line for each in found if each.origin is None and _is_misread(each)
    }
    lines = {number: source.line(number) for number in refused}
    fixable = {source.position(each.span.start).line for each in found if each.fix and each.fix.safe}
    broken = {number: line for number, line in lines.items() if number not in fixable}
    unknown = {number: line for number, line in broken.items() if not _KNOWN.match(line)}
    dialogue = _dialogue(lines)
    return (
        [each for each in found if not _follows(each, lines, broken, unknown, dialogue, source)]
        if lines
        else found
    )


def _without_undeclared(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Drop findings about values with a `$name` that nothing declares, which is an error of its own."""
    kept = list(found)
    undeclared: dict[Origin | None, list[int]] = {}
    for each in kept:
        if each.name == "undeclared-value" and each.severity is Severity.ERROR:
            undeclared.setdefault(each.origin, []).append(each.span.start)
    for starts in undeclared.values():
        starts.sort()

    def follows(each: Diagnostic) -> bool:
        starts = undeclared.get(each.origin, []) if each.name in _ABOUT_VALUES else []
        at = bisect_left(starts, each.span.start)
        return at < len(starts) and starts[at] < each.span.end

    return [each for each in kept if not follows(each)] if undeclared else kept


def _is_misread(found: Diagnostic) -> bool:
    """Return whether a line isn't what it was meant to be: the grammar refuses it, or its text contains an action."""
    return (found.severity is Severity.ERROR and found.code < "SCN200") or found.name == "action-in-text"


def _at_its_comment(found: Diagnostic, text: str) -> Diagnostic:
    """Move `found` to the comment that has the missing field: `# language: fr`."""
    field = _MISSING.get(found.name)
    if field is None or found.origin is not None:
        return found
    end = text.find("\nscenario", found.span.start + 1)
    whole = text[: len(text) if end == -1 else end]
    title = max(whole.rfind("\nscenario"), 0)
    first = text.find("\nscenario")
    matches = re.finditer(rf"^[ \t]*(?P<mark>#+[ \t]*){field}[ \t]*:[ \t]*[^\s.…].*$", whole, re.MULTILINE)
    comment = next((each for each in matches if each.start() >= title or each.start() <= first), None)
    if comment is None:
        return found
    span = Span(comment.start("mark"), comment.end())
    line = text[comment.end("mark") : comment.end()].rstrip()
    fix = Fix("uncomment the line", (Edit(Span(*comment.span("mark")), ""),), safe=False)
    return replace(
        found, span=span, hint=f"remove the `#` to turn the comment into a field: `{line[:60]}`", fix=fix
    )


def _follows(
    found: Diagnostic,
    lines: dict[int, str],
    broken: dict[int, str],
    unknown: dict[int, str],
    dialogue: set[int],
    source: Source,
) -> bool:
    """Return whether `found` follows from one of the refused `lines`, by number.

    Args:
        broken: Those without a safe fix, which might become anything.
        unknown: Those of them that start with no keyword.
        dialogue: Those that belong to a dialogue, see `_dialogue`.
    """
    match found.name:
        case "unused-label" | "undefined-label":
            label = source.text[found.span.start : found.span.end].lstrip("@")
            own = source.position(found.span.start).line
            word = re.compile(rf"(?<![\w-]){re.escape(label)}(?![\w-])", re.IGNORECASE)
            return any(
                number != own and _OPENS.search(line) and word.search(line) for number, line in lines.items()
            )
        case "no-endcall":
            return any(_HANGS_UP.search(line) for line in lines.values())
        case "no-first-message":
            return any(_BEGINS.search(line) for line in broken.values()) or _opens_a_block(broken, source)
        case "second-first-message":
            return any(_BEGINS.search(line) for line in unknown.values()) or _opens_a_block(unknown, source)
        case "duplicate-field" | "stray-line":
            number = source.position(found.span.start).line
            headless = found.case == OUTSIDE_BLOCK
            if headless and _below_a_refused(number, broken, source):
                return True
            return (headless or "duplicate" in found.name) and number in dialogue
        case "bad-platform-value":
            return _is_of_a_field(found, lines, source)
        case "two-actions":
            return _below_a_refused(source.position(found.span.start).line, unknown, source)
        case _:
            return False


def _is_of_a_field(found: Diagnostic, lines: dict[int, str], source: Source) -> bool:
    """Return whether `found` is about the key of a field on a refused line: `scenario_language` for `language:`."""
    rejects = _REJECTS.match(found.message)
    if rejects is None or found.origin is not None or source.position(found.span.start).line in lines:
        return False
    key = rejects["key"]
    heads = [head["name"].casefold() for line in lines.values() if (head := _HEAD.match(line))]
    return any(
        head == key or key.endswith(f"_{head}") or key.startswith(f"{head.removesuffix('s')}_")
        for head in heads
    )


def _opens_a_block(lines: dict[int, str], source: Source) -> bool:
    """Return whether a refused line that isn't indented has an action below it, like the first line of a block."""
    return any(
        re.match(r"[^\s#|]", line)
        and number < len(source.line_starts)
        and _ACTS.match(source.line(number + 1))
        for number, line in lines.items()
    )


def _below_a_refused(line: int, lines: dict[int, str], source: Source) -> bool:
    """Return whether the nearest line above `line`, except comments and blank lines, is refused."""
    line -= 1
    while line > 0 and (not source.line(line).strip() or source.line(line).lstrip().startswith("#")):
        line -= 1
    return line in lines


def _dialogue(lines: dict[int, str]) -> set[int]:
    """Return the numbers of the lines that belong to a dialogue whose first line is the agent's."""
    found: set[int] = set()
    for number in sorted(lines):
        if number - 1 in found or _AGENT.match(lines[number]):
            found.add(number)
    return found
