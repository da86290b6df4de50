"""A comment after a trigger or a value, or the caller's words after a trigger: all of it is part of the line."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import Field, Sentence, Variable, When
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS, FieldKind
from scn_grammar.recovery.trailing_comment import trailing_comment

_PROSE = frozenset(
    name
    for name, spec in FIELDS.items()
    if spec.kind in (FieldKind.TEXT, FieldKind.STATEMENT, FieldKind.TEXTS, FieldKind.IDS, FieldKind.ID)
)
_MAY_STEP = lazy_pattern(r"\b(?:say|says|reply|replies|answer|answers|respond|responds)\b")
_STEP = lazy_pattern(
    r"""(?P<cut>\s*(?:,|;|—|–|\s-)\s*(?:then\s+)?(?:(?:the\s+)?caller\s+|I\s+)?(?:say|says|reply|replies|answer|answers|respond|responds)
        (?:\s+with)?\s*:?\s+|\s+(?:the\s+)?(?:caller|user)\s+(?:says|replies|answers|responds)\s*:?\s*)
        (?P<quote>["“'‘])(?P<words>[^"“”]+?)["”'’]\s*\.?\s*$""",
    re.VERBOSE,
)


@rule(blocks=ANY)
def trailing_words(context: RuleContext) -> Iterator[Diagnostic]:
    for row in context.rows:
        opening = row.block.opening
        if isinstance(opening, When) and isinstance(opening.trigger, Sentence):
            text = opening.trigger.text.value
            if "#" in text or "//" in text:
                yield from _check_trigger(row, opening.trigger)
            else:
                yield from _check_step(row, opening.trigger)
    titles = (context.scenario.scenario.title,) if context.scenario.scenario.title else ()
    for setting in (*context.script.defaults, *titles, *context.scenario.scenario.settings):
        is_prose = isinstance(setting, Field) and setting.name in _PROSE and not setting.raw
        if (is_prose or isinstance(setting, Variable)) and "#" in setting.value.value:
            yield from _check_value(setting)


def _check_trigger(row: ResolvedBlock, trigger: Sentence) -> Iterator[Diagnostic]:
    text = trigger.text
    at = trailing_comment(text.value)
    if at is None:
        return
    place, whole = row.block.place, text.is_unbroken(at, len(text.value))
    comment = text.value[at:].lstrip("#/ \t")
    edits = (
        Edit(place(Span(0, 0)), f"# {comment}\n"),
        Edit(place(text.locate(len(text.value[:at].rstrip()), len(text.value))), ""),
    )
    yield _comment(place(text.locate(at, len(text.value))), "trigger", comment, edits if whole else ())


def _check_value(field: Field | Variable) -> Iterator[Diagnostic]:
    text = field.value
    is_json = isinstance(field, Variable) and re.match(r"[\d\"\[{]|(?:true|false|null)\b", text.value)
    at = trailing_comment(text.value, prose=not is_json)
    if at is None:
        return
    comment = text.value[at:].lstrip("#/ \t")
    end = len(text.value[:at].rstrip())
    edits = (
        Edit(field.whole.part(0, 0), f"# {comment}\n"),
        Edit(field.place(text.locate(end, len(text.value))), ""),
    )
    whole = text.is_unbroken(at, len(text.value))
    yield _comment(field.place(text.locate(at, len(text.value))), "value", comment, edits if whole else ())


def _comment(span: Span, what: str, comment: str, edits: tuple[Edit, ...]) -> Diagnostic:
    message = f"this comment is part of the {what}, so it needs its own line"
    fix = Fix("move the comment to the line above", edits, safe=False) if edits else None
    hint = f"write `# {comment[:60]}` on its own line above this line"
    return report("extra-words", span, message, hint, severity=Severity.WARNING, fix=fix)


def step_behind(row: ResolvedBlock) -> re.Match[str] | None:
    """Find the caller's words after the trigger of a block, in quotes: `WHEN The agent asks, say "Dana"`."""
    opening = row.block.opening
    if not (isinstance(opening, When) and isinstance(opening.trigger, Sentence)):
        return None
    text = opening.trigger.text.value
    quoted = '"' in text or "“" in text or "'" in text or "‘" in text
    found = _STEP.search(text) if quoted and _MAY_STEP.search(text) else None
    return found if found and text[: found.start()].strip() else None


def _check_step(row: ResolvedBlock, trigger: Sentence) -> Iterator[Diagnostic]:
    text = trigger.text
    found = step_behind(row)
    if found is None:
        return
    message = "this trigger includes the caller's words"
    hint = f"write the caller's words on the next line: `say: {found['words'][:60]}`"
    fix = None
    if text.is_unbroken(found.start(), len(text.value)) and not row.block.actions:
        edit = Edit(
            row.block.place(text.locate(found.start(), len(text.value))), f"\n  say: {found['words']}"
        )
        fix = Fix("move the caller's words to a `say:` line", (edit,), safe=False)
    span = row.block.place(text.locate(found.start("words"), found.end("words")))
    severity = Severity.WARNING if row.block.actions else Severity.ERROR
    yield report("extra-words", span, message, hint, severity=severity, fix=fix)
