"""`# scn: allow NAME reason`: findings that a script allows, on the next line or in the block that it opens."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from scn_dsl.catalog import CATALOG, KindOfProblem, is_optional, report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean, nearest
from scn_grammar.items import split_items
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT, Line, body_start, split

_COMMENT = re.compile(
    r"#\s*(?i:scn)\s*:\s*(?P<word>[^\s:,]*)[\s:]*(?P<names>[\w-]+(?:\s*,\s*[\w-]+)*)?(?P<reason>.*)"
)
_FORM = "write `# scn: allow NAME reason`"
_BY_CODE = {kind.code: kind for kind in CATALOG.values()}


@dataclass(frozen=True, slots=True)
class _Word:
    """What stands at a place."""

    text: str
    span: Span

    @property
    def kind(self) -> KindOfProblem | None:
        """The kind of problem that it names, by name or by code."""
        return CATALOG.get(self.text) or _BY_CODE.get(self.text.upper())


@dataclass(frozen=True, slots=True)
class _Allow:
    """One comment: what it allows, why, and where.

    Attributes:
        line: The whole line, with its end.
        word: What follows `scn:`.
        names: Where all the names stand.
        scope: What it holds for.
    """

    line: Span
    word: _Word
    names: Span
    each: tuple[_Word, ...]
    reason: str
    scope: Span

    def covers(self, found: Diagnostic) -> bool:
        here = found.origin is None and self.scope.start <= found.span.start <= self.scope.end
        return here and self.word.text == "allow" and self.naming(found.name) is not None

    def naming(self, problem: str) -> _Word | None:
        """The word that names a kind of problem."""
        return next((word for word in self.each if word.kind is CATALOG[problem]), None)


def apply_suppressions(
    found: list[Diagnostic], text: str, *, judge_unused: bool
) -> tuple[list[Diagnostic], list[Diagnostic]]:
    """The findings that are not allowed, with what is wrong with the comments; and those that are.

    Unused comments are looked for only where nothing has an error: errors hide other findings.
    """
    comments = list(_comments(text))
    used: set[tuple[_Allow, str]] = set()
    refused: dict[_Allow, str] = {}
    kept: list[Diagnostic] = []
    silenced: list[Diagnostic] = []
    for each in found:
        by = [comment for comment in _around(each, comments) if comment.covers(each)]
        used.update((comment, each.name) for comment in by)
        if not is_optional(each):
            refused.update((comment, each.name) for comment in by if comment not in refused)
        (silenced if by and is_optional(each) else kept).append(each)
    judge_unused = judge_unused and not any(each.severity is Severity.ERROR for each in kept)
    for comment in comments:
        idle = _unused(comment, used) if judge_unused else None
        problem = _misread(comment) or _refused(comment, refused) or idle or _unexplained(comment)
        if problem:
            kept.append(problem)
    return kept, silenced


def suppressed_kinds(line: Line) -> Iterator[tuple[KindOfProblem, Span]]:
    """The kinds of problems that a comment line names, and where."""
    comment = _COMMENT.match(line.text)
    for word in _words(comment, line) if comment else ():
        if word.kind:
            yield word.kind, word.span


def _around(found: Diagnostic, comments: list[_Allow]) -> Iterator[_Allow]:
    """The comments whose scope a finding is in: the later one begins, the later it ends."""
    for at in range(bisect_right(comments, found.span.start, key=lambda each: each.scope.start) - 1, -1, -1):
        if comments[at].scope.end < found.span.start:
            break
        yield comments[at]


def _comments(text: str) -> Iterator[_Allow]:
    lines = list(split(text, body_start(text)))
    blocks = {
        stretch.start: stretch.end
        for stretch in split_items(text, body_start(text))
        if stretch.kind is LineKind.OPENING
    }
    saying = [line for line in lines if line.kind not in SILENT]
    for line in lines:
        comment = _COMMENT.match(line.text) if line.kind is LineKind.COMMENT else None
        if comment:
            first = bisect_right(saying, line.start, key=lambda each: each.start)
            yield _read(comment, line, text, Span(line.end, _end(saying, first, blocks, line.end)))


def _read(comment: re.Match[str], line: Line, text: str, scope: Span) -> _Allow:
    next_line = text.find("\n", line.end) + 1
    start, end = comment.span("names") if comment["names"] else (comment.start("reason"),) * 2
    return _Allow(
        line=Span(max(text.rfind("\n", 0, line.start) + 1, body_start(text)), next_line or len(text)),
        word=_Word(comment["word"], Span(*comment.span("word")).shift(line.start)),
        names=Span(start, end).shift(line.start),
        each=tuple(_words(comment, line)),
        reason=comment["reason"].strip(" \t\u00a0:;,.-–—()"),
        scope=scope,
    )


def _words(comment: re.Match[str], line: Line) -> Iterator[_Word]:
    start, end = comment.span("names")
    for name in re.finditer(r"[\w-]+", line.text[start:end] if comment["names"] else ""):
        yield _Word(name[0], Span(*name.span()).shift(line.start + start))


def _end(lines: list[Line], first: int, blocks: dict[int, int], otherwise: int) -> int:
    """Where the line `first` ends, with those that continue it; or the block that it opens."""
    if first == len(lines):
        return otherwise
    if lines[first].start in blocks:
        return blocks[lines[first].start]
    last = first
    while last + 1 < len(lines) and lines[last + 1].kind is LineKind.CONTINUATION:
        last += 1
    return lines[last].end


def _misread(comment: _Allow) -> Diagnostic | None:
    word = comment.word
    if not word.text:
        return report("bad-allow", comment.line, "`# scn:` says nothing", _FORM)
    if word.text != "allow":
        fix = Fix("write `allow`", (Edit(word.span, "allow"),)) if nearest(word.text, ("allow",)) else None
        message = f"`# scn:` is for `allow`, and knows no `{word.text}`"
        return report("bad-allow", word.span, message, fix.title if fix else _FORM, fix=fix)
    if not comment.each:
        return report("bad-allow", word.span, "this `allow` does not say what", _FORM)
    return next((problem for name in comment.each if (problem := _misnamed(name))), None)


def _misnamed(name: _Word) -> Diagnostic | None:
    kind = name.kind
    if kind is None:
        close = nearest(name.text, CATALOG)
        fix = Fix(f"write `{close}`", (Edit(name.span, close),), safe=False) if close else None
        hint = did_you_mean(name.text, CATALOG) or "the names are in the messages, e.g. `unknown-tag`"
        return report("bad-allow", name.span, f"there is no diagnostic `{name.text}`", hint, fix=fix)
    return None


def _refused(comment: _Allow, refused: dict[_Allow, str]) -> Diagnostic | None:
    name = comment.naming(refused[comment]) if comment in refused else None
    if name is None:
        return None
    message = f"`{name.text}` cannot be allowed here: with it there is no right payload"
    return report("bad-allow", name.span, message, "take it out, and mend what it is about")


def _unused(comment: _Allow, used: set[tuple[_Allow, str]]) -> Diagnostic | None:
    idle = [name for name in comment.each if name.kind and (comment, name.kind.name) not in used]
    if not idle:
        return None
    names = ", ".join(f"`{name.text}`" for name in idle)
    message = f"{names} {'is' if len(idle) == 1 else 'are'} allowed here, and not found"
    if len(idle) == len(comment.each):
        fix = Fix("take the line out", (Edit(comment.line, ""),))
    else:
        left = ", ".join(name.text for name in comment.each if name not in idle)
        fix = Fix(f"take {names} out", (Edit(comment.names, left),))
    span = Span(idle[0].span.start, idle[-1].span.end)
    return report("unused-allow", span, message, fix.title, fix=fix)


def _unexplained(comment: _Allow) -> Diagnostic | None:
    if comment.reason:
        return None
    hint = "say why behind the name: `# scn: allow NAME reason`"
    return report("bad-allow", comment.names, "this `allow` gives no reason", hint)
