"""Findings that only follow from a line that could not be read: the mistake in that line is the one to report."""

import re

from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.records import replace
from scn_dsl.source import Source, Span

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
_MISSING = {"missing-language": "language", "missing-role": "role", "missing-name": "scenario"}
_HANGS_UP = re.compile(r"end[ _-]?(?:the[ _])?call|hang[ _-]?up|hangup", re.IGNORECASE)
_BEGINS = re.compile(r"first[ _-]?message|greeting", re.IGNORECASE)
_AGENT = re.compile(r"\s*agent\s*:\s*[^\W\d]")
_REFUSES = re.compile(r"\w+ refuses `(?P<key>\w+)`:")
_HEAD = re.compile(r"\s*(?P<name>\w+)")
_ACTS = re.compile(r"[ \t]+(?:say|do|wait|end call)\b")
_KNOWN = re.compile(r"\s*(?:(?:@\S+\s+)?(?:WHEN|THEN|AFTER|FIRST_MESSAGE)|say|do|wait|end call)\b")
_OPENS = re.compile(r"^\s*@|\b(?:WHEN|THEN|AFTER|FIRST_MESSAGE)\b", re.IGNORECASE)


def without_consequences(found: list[Diagnostic], text: str) -> list[Diagnostic]:
    """`found` without what only follows from a line of `text` that could not be read.

    Shapes:
        a refused line that names a label     -> no report that nothing refers to the label, or that it does not exist
        a refused line that ends a call       -> no report that nothing ends the call
        a refused line that begins the call   -> no report that nothing begins it
        a dialogue, from its first line on    -> no report that its other lines stand in no block
        a refused line of a field             -> no report that the platform refuses the field's key, which has no value
        a line above an action, that may be anything -> no report that the action is a second one: a block may begin there
        a comment with the field that is missing -> the report that it is missing stands there

    Raises:
        Nothing.
    """
    found = [_at_its_comment(each, text) for each in found]
    if not any(each.name in _FOLLOWING for each in found):
        return found
    source = Source(text)
    refused = {
        source.position(each.span.start).line for each in found if each.origin is None and _is_misread(each)
    }
    lines = {number: source.line(number) for number in refused}
    mended = {source.position(each.span.start).line for each in found if each.fix and each.fix.safe}
    unknown = {
        number: line for number, line in lines.items() if number not in mended and not _KNOWN.match(line)
    }
    return [each for each in found if not _follows(each, lines, unknown, source)] if lines else found


def _is_misread(found: Diagnostic) -> bool:
    """Whether a line is not what it was meant to be: the grammar refuses it, or an action stands among its words."""
    return (found.severity is Severity.ERROR and found.code < "SCN200") or found.name == "action-in-text"


def _at_its_comment(found: Diagnostic, text: str) -> Diagnostic:
    """`found` at the comment that says what is missing: `# language: fr`."""
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
    fix = Fix(f"write `{line[:60]}`", (Edit(Span(*comment.span("mark")), ""),), safe=False)
    return replace(found, span=span, hint=f"this line is a comment: write `{line[:60]}`", fix=fix)


def _follows(found: Diagnostic, lines: dict[int, str], unknown: dict[int, str], source: Source) -> bool:
    """Whether `found` follows from one of the refused `lines`, by number; of the `unknown` ones no word is known."""
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
            return any(_BEGINS.search(line) for line in lines.values()) or _opens_a_block(lines, source)
        case "second-first-message":
            return any(_BEGINS.search(line) for line in unknown.values()) or _opens_a_block(unknown, source)
        case "duplicate-field" | "stray-line":
            number = source.position(found.span.start).line
            headless = found.message.endswith("is outside a block")
            if headless and _below_a_refused(number, lines, source):
                return True
            return (headless or "duplicate" in found.name) and _in_dialogue(number, lines)
        case "bad-platform-value":
            return _is_of_a_field(found, lines, source)
        case "two-actions":
            return _below_a_refused(source.position(found.span.start).line, unknown, source)
        case _:
            return False


def _is_of_a_field(found: Diagnostic, lines: dict[int, str], source: Source) -> bool:
    """Whether `found` is about a key that one of the refused `lines` has the field of: `scenario_language`, `language:`."""
    refuses = _REFUSES.match(found.message)
    if refuses is None or found.origin is not None or source.position(found.span.start).line in lines:
        return False
    key = refuses["key"]
    heads = [head["name"].casefold() for line in lines.values() if (head := _HEAD.match(line))]
    return any(
        head == key or key.endswith(f"_{head}") or key.startswith(f"{head.removesuffix('s')}_")
        for head in heads
    )


def _opens_a_block(lines: dict[int, str], source: Source) -> bool:
    """Whether one of the refused lines, at the left, has an action below it, as the line that opens a block has."""
    return any(
        re.match(r"[^\s#|]", line)
        and number < len(source.line_starts)
        and _ACTS.match(source.line(number + 1))
        for number, line in lines.items()
    )


def _below_a_refused(line: int, lines: dict[int, str], source: Source) -> bool:
    """Whether the nearest line above `line`, besides comments and blank lines, is refused."""
    line -= 1
    while line > 0 and (not source.line(line).strip() or source.line(line).lstrip().startswith("#")):
        line -= 1
    return line in lines


def _in_dialogue(line: int, lines: dict[int, str]) -> bool:
    """Whether `line` is one of a dialogue whose first line is what the agent says."""
    while line in lines:
        if _AGENT.match(lines[line]):
            return True
        line -= 1
    return False
