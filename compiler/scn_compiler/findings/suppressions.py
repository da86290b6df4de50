"""Suppressions: `# scn: allow NAME reason` covers the next line, or the block that this line opens."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from scn_dsl.catalog import CATALOG, MEASURED, KindOfProblem, is_optional, report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean, nearest
from scn_grammar.items import split_items
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT, Line, body_start, split

_COMMENT = lazy_pattern(
    r"#\s*(?i:scn)\s*:\s*(?P<word>[^\s:,]*)[\s:]*(?P<names>[\w-]+(?:\s*,\s*[\w-]+)*)?(?P<reason>.*)"
)
_FORM = "write `# scn: allow NAME reason`"
_BY_CODE = {kind.code: kind for kind in CATALOG.values()}


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a comment, with its span."""

    text: str
    span: Span

    @property
    def kind(self) -> KindOfProblem | None:
        """The rule with this name or code."""
        return CATALOG.get(self.text) or _BY_CODE.get(self.text.upper())


@dataclass(frozen=True, slots=True)
class _Suppression:
    """A suppression comment.

    Attributes:
        line: Span of the whole line, with its line break.
        word: The word after `scn:`, normally `allow`.
        names: Span of all names together.
        each: The names.
    """

    line: Span
    word: _Word
    names: Span
    each: tuple[_Word, ...]
    reason: str


@dataclass(slots=True, eq=False)
class _Scope:
    """The scope of a group of adjacent suppression comments.

    Attributes:
        span: From the last of the comments to the end of the text in which they suppress findings.
        kinds: The names of the rules that they suppress.
        found: Those that were found there.
        refused: Those that were found there but can't be suppressed.
    """

    span: Span
    comments: list[_Suppression]
    kinds: set[str]
    found: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)

    def covers(self, found: Diagnostic) -> bool:
        """Return whether a comment suppresses this finding: it names its rule, and has it in its scope."""
        in_scope = found.origin is None and self.span.start <= found.span.start <= self.span.end
        return in_scope and found.name in self.kinds


def apply_suppressions(
    found: list[Diagnostic], text: str, *, judge_unused: bool
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """Apply the suppression comments of a script to its findings.

    Args:
        found: The findings in the script.
        text: The script.
        judge_unused: Whether to report unused suppressions. They are never reported beside an error, which may
            hide the findings that they are for.

    Returns:
        The reported findings, with those about the comments themselves; and the suppressed findings.
    """
    scopes = _scopes(text)
    reported: list[Diagnostic] = []
    suppressed: list[Diagnostic] = []
    for each in found:
        covering = [scope for scope in _around(each, scopes) if scope.covers(each)]
        for scope in covering:
            scope.found.add(each.name)
            if not is_optional(each):
                scope.refused.add(each.name)
        (suppressed if covering and is_optional(each) else reported).append(each)
    judge_unused = judge_unused and not any(each.severity is Severity.ERROR for each in reported)
    for scope in scopes:
        for comment in scope.comments:
            unused = _unused(comment, scope.found) if judge_unused else None
            problem = (
                _malformed(comment) or _refused(comment, scope.refused) or unused or _unexplained(comment)
            )
            if problem:
                reported.append(problem)
    return reported, suppressed


def suppressed_kinds(line: Line) -> Iterator[tuple[KindOfProblem, Span]]:
    """Find the rules that a comment line names, each with its span."""
    comment = _COMMENT.match(line.text)
    for word in _names(comment, line) if comment else ():
        if word.kind:
            yield word.kind, word.span


def _around(found: Diagnostic, scopes: list[_Scope]) -> Iterator[_Scope]:
    """Yield the scopes that contain a finding: they are sorted both by start and by end."""
    for at in range(bisect_right(scopes, found.span.start, key=lambda each: each.span.start) - 1, -1, -1):
        if scopes[at].span.end < found.span.start:
            break
        yield scopes[at]


def _scopes(text: str) -> list[_Scope]:
    lines = list(split(text, body_start(text)))
    blocks = {
        stretch.start: stretch.end
        for stretch in split_items(text, body_start(text))
        if stretch.kind is LineKind.OPENING
    }
    content = [line for line in lines if line.kind not in SILENT]
    scopes: dict[int, _Scope] = {}
    for line in lines:
        match = _COMMENT.match(line.text) if line.kind is LineKind.COMMENT else None
        if match:
            first = bisect_right(content, line.start, key=lambda each: each.start)
            if first not in scopes:
                end = _scope_end(content, first, blocks, line.end)
                scopes[first] = _Scope(Span(line.end, end), [], set())
            scope = scopes[first]
            comment = _read(match, line, text)
            scope.span = Span(line.end, max(line.end, scope.span.end))
            scope.comments.append(comment)
            if comment.word.text == "allow":
                scope.kinds.update(word.kind.name for word in comment.each if word.kind)
    return list(scopes.values())


def _read(comment: re.Match[str], line: Line, text: str) -> _Suppression:
    next_line = text.find("\n", line.end) + 1
    start, end = comment.span("names") if comment["names"] else (comment.start("reason"),) * 2
    return _Suppression(
        line=Span(max(text.rfind("\n", 0, line.start) + 1, body_start(text)), next_line or len(text)),
        word=_Word(comment["word"], Span(*comment.span("word")).shift(line.start)),
        names=Span(start, end).shift(line.start),
        each=tuple(_names(comment, line)),
        reason=comment["reason"].strip(" \t\u00a0:;,.-–—()"),
    )


def _names(comment: re.Match[str], line: Line) -> Iterator[_Word]:
    start, end = comment.span("names")
    for name in re.finditer(r"[\w-]+", line.text[start:end] if comment["names"] else ""):
        yield _Word(name[0], Span(*name.span()).shift(line.start + start))


def _scope_end(lines: list[Line], first: int, blocks: dict[int, int], default: int) -> int:
    """Find the end of a scope: of the block that line `first` opens, or of that line with its continuations."""
    if first == len(lines):
        return default
    if lines[first].start in blocks:
        return blocks[lines[first].start]
    last = first
    while last + 1 < len(lines) and lines[last + 1].kind is LineKind.CONTINUATION:
        last += 1
    return lines[last].end


def _malformed(comment: _Suppression) -> Diagnostic | None:
    word = comment.word
    if not word.text:
        return report("bad-allow", comment.line, "`# scn:` needs `allow` and a rule name", _FORM)
    if word.text != "allow":
        fix = (
            Fix("replace with `allow`", (Edit(word.span, "allow"),))
            if nearest(word.text, ("allow",))
            else None
        )
        message = f"unknown command `{word.text}` after `# scn:`"
        return report("bad-allow", word.span, message, fix.title if fix else _FORM, fix=fix)
    if not comment.each:
        return report("bad-allow", word.span, "`allow` needs a rule name", _FORM)
    return next((problem for name in comment.each if (problem := _unknown_name(name))), None)


def _unknown_name(name: _Word) -> Diagnostic | None:
    kind = name.kind
    if kind is None:
        close = nearest(name.text, CATALOG)
        fix = Fix(f"replace with `{close}`", (Edit(name.span, close),), safe=False) if close else None
        hint = did_you_mean(name.text, CATALOG) or "copy the name from the report, for example `unknown-tag`"
        return report("bad-allow", name.span, f"unknown rule `{name.text}`", hint, fix=fix)
    return None


def _refused(comment: _Suppression, refused: set[str]) -> Diagnostic | None:
    name = next((word for word in comment.each if word.kind and word.kind.name in refused), None)
    if name is None or comment.word.text != "allow":
        return None
    message = f"`{name.text}` can't be suppressed here: the payload would be wrong"
    return report(
        "bad-allow", name.span, message, f"remove `{name.text}` from the comment, and fix the problem"
    )


def _unused(comment: _Suppression, found: set[str]) -> Diagnostic | None:
    unused = [
        name
        for name in comment.each
        if name.kind and name.kind.name not in found and name.kind.code not in MEASURED
    ]
    if not unused:
        return None
    names = ", ".join(f"`{name.text}`" for name in unused)
    message = f"unused suppression of {names}"
    if len(unused) == len(comment.each):
        fix = Fix("remove the comment", (Edit(comment.line, ""),))
    else:
        gone = {name.span for name in unused}
        remaining = ", ".join(name.text for name in comment.each if name.span not in gone)
        fix = Fix(f"remove {names}", (Edit(comment.names, remaining),))
    span = Span(unused[0].span.start, unused[-1].span.end)
    return report("unused-allow", span, message, fix.title, fix=fix)


def _unexplained(comment: _Suppression) -> Diagnostic | None:
    if comment.reason:
        return None
    hint = "add the reason after the name: `# scn: allow NAME reason`"
    return report("bad-allow", comment.names, "`allow` needs a reason", hint)
