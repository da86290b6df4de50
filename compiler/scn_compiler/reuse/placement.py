"""Moves the findings of an expanded script to where its author can fix them.

A problem that every use of a fragment has is reported once, in the fragment; one that a single use causes, at its
`insert:` or `row:` line; one that a value causes, at the value.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable

from scn_compiler.reuse.expand import SAMPLE, Expanded
from scn_compiler.reuse.library import in_file, parting
from scn_compiler.reuse.signature import FragmentCall, read_signature
from scn_compiler.reuse.substitution import ARGUMENT, ValueOrigin
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Script
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.source import FRAGMENT, ROW, Origin, Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.parser import sections

_OF_PLACE = frozenset(
    """first-message-not-first second-first-message then-without-parent id-not-ascending duplicate-scenario-name
    no-first-message no-endcall single-ending""".split()
)
"""Rules about where a line stands among the others: what they find in a fragment, its insert causes."""

_OF_WHOLE = frozenset(
    """no-first-message no-endcall single-ending then-without-parent undefined-label unused-label missing-expectation
    missing-key missing-language missing-role missing-reason instructions-with-blocks first-message-not-first
    incomplete-body unsupported-by-target echoed-keyword""".split()
)
"""Rules that need the lines around a fragment: they say nothing about one that is checked alone."""

_OF_COMPLETE = _OF_WHOLE - {"first-message-not-first", "instructions-with-blocks", "unsupported-by-target"}
"""Rules that say nothing about a scenario that lacks lines."""

_FOREIGN = ("foreign-placeholder", "bad-template", "unknown-tag")
"""Rules about the forms that other systems have for values."""

_FORM = lazy_pattern(r"\{\{\s*(?P<name>\w+)\s*\}\}|#?[{<%\[]+\s*(?P<other>\w+)\s*[}>%\]]+")

_TELL_APART = "write a column that tells the rows apart into the name of the scenario: `scenario: … $day`"

_Key = tuple[str, str | None, int, int]


def place_findings(found: Iterable[Diagnostic], expanded: Expanded) -> list[Diagnostic]:
    """Move findings to where the author can fix them; each is reported once.

    Args:
        found: The findings of an expanded script.
        expanded: The expanded script.
    """
    placed: list[Diagnostic] = []
    groups: dict[_Key, list[Diagnostic]] = {}
    for each in map(_at_use, found):
        kind = each.origin.kind if each.origin else ""
        if kind == FRAGMENT and each.name == "unused-label":
            continue  # a fragment offers its labels: not every scenario needs them
        if kind in (FRAGMENT, ROW):
            groups.setdefault(_key_of(each), []).append(each)
        elif kind.startswith(ARGUMENT):
            placed.extend(_at_value(each))
        elif kind != SAMPLE:
            placed.append(_moved(each))
    if groups:
        uses = _Uses(expanded.script)
        for group in groups.values():
            placed.extend(_settled(group, uses))
    kept = (each for each in placed if not _is_consequence(each, expanded.incomplete))
    return _once(_in_own_form(each, expanded) if each.name in _FOREIGN else each for each in kept)


def _in_own_form(found: Diagnostic, expanded: Expanded) -> Diagnostic:
    """Tell how to write a value that is in the form of another system, such as `{day}` or `<day>`."""
    path = found.origin.path if found.origin else None
    source = next((each for each in expanded.sources if each.path == path), None)
    text = source.text if source and path else expanded.text
    form = _FORM.search(text, *found.span)
    name = (form["name"] or form["other"]) if form else ""
    if form is None or name not in (expanded.names | _parameters(text, form.start())):
        return found
    after = text[form.end() : form.end() + 1]
    own = f"${{{name}}}" if after == "_" or after.isalnum() else f"${name}"
    hint = f"write `{own}` for the value `{name}`"
    span = Span(*form.span()).within(found.origin)
    return replace(found, hint=hint, fix=Fix(f"replace with `{own}`", (Edit(span, own),), safe=False))


def _parameters(text: str, at: int) -> frozenset[str]:
    """Return the parameters of the fragment around a place in a text."""
    above = next((part for start, part in reversed(sections(text)[1]) if start <= at), "")
    keyword, _, signature = above.split("\n", maxsplit=1)[0].partition(":")
    call = read_signature(signature.strip(BLANKS)) if keyword.strip(BLANKS) == FRAGMENT else None
    entries = call.entries if isinstance(call, FragmentCall) else ()
    return frozenset(each.name or each.value or "" for each in entries)


def _is_consequence(found: Diagnostic, incomplete: tuple[Span, ...]) -> bool:
    """Tell whether a scenario only has a problem because it lacks lines."""
    return (
        found.name in _OF_COMPLETE
        and found.origin is None
        and any(start <= found.span.start < end for start, end in incomplete)
    )


def place_findings_alone(
    found: Iterable[Diagnostic], placed: list[Diagnostic], expanded: Expanded
) -> list[Diagnostic]:
    """Move the findings of fragments that were checked alone; those about the lines around them are dropped.

    Args:
        found: The findings of the fragments.
        placed: The other findings, which aren't repeated.
        expanded: The expanded script.
    """
    known = {_place_of(each) for each in placed}
    alone = (
        _moved(each)
        for each in map(_at_use, found)
        if each.name not in _OF_WHOLE and each.origin and each.origin.kind == FRAGMENT
    )
    own = (_in_own_form(each, expanded) if each.name in _FOREIGN else each for each in alone)
    return _once(each for each in own if _place_of(each) not in known)


def _at_use(found: Diagnostic) -> Diagnostic:
    """Move a finding in a value to the line that uses the value, unless the value is what causes the finding."""
    origin = found.origin
    if not isinstance(origin, ValueOrigin) or origin.is_exact:
        return found
    is_caused = re.search(rf"(?<!\w){re.escape(origin.text)}(?!\w)", found.message) if origin.text else False
    return found if is_caused else replace(found, span=origin.used)


def _key_of(found: Diagnostic) -> _Key:
    return found.name, _path_of(found), found.span.start, found.span.end


def _path_of(found: Diagnostic) -> str | None:
    return found.origin.path if found.origin else None


class _Uses:
    """How often each item of a file is used in a script."""

    def __init__(self, script: Script) -> None:
        self.items: dict[str | None, list[int]] = {}
        self.counts: Counter[tuple[str | None, int]] = Counter()
        self.by_line: Counter[tuple[str | None, int, Span]] = Counter()
        for scenario in script.scenarios:
            title = (scenario.title,) if scenario.title else ()
            for item in (*title, *scenario.settings, *scenario.blocks):
                if item.origin and item.origin.kind in (FRAGMENT, ROW):
                    key = (item.origin.path, item.at)
                    self.counts[key] += 1
                    self.by_line[*key, _line_of(item.origin)] += 1
        for path, at in sorted(self.counts, key=lambda key: key[1]):
            self.items.setdefault(path, []).append(at)

    def item_at(self, path: str | None, offset: int) -> int:
        """Return the offset of the item that an offset of a file is in."""
        starts = self.items.get(path, [0])
        return starts[max(bisect_right(starts, offset) - 1, 0)]

    def is_in_all(self, group: list[Diagnostic]) -> bool:
        """Tell whether a finding occurs in every use of its line."""
        origins = {id(each.origin) for each in group}
        path = _path_of(group[0])
        return len(origins) >= self.counts[path, self.item_at(path, group[0].span.start)]

    def lines_with_all(self, group: list[Diagnostic]) -> set[Span]:
        """Return the lines of the script where a finding occurs in every use of its line that the insert makes."""
        origins: defaultdict[Span, set[int]] = defaultdict(set)
        for each in group:
            if each.origin:
                origins[_line_of(each.origin)].add(id(each.origin))
        path = _path_of(group[0])
        item = self.item_at(path, group[0].span.start)
        return {line for line, found in origins.items() if len(found) >= self.by_line[path, item, line]}


def _settled(group: list[Diagnostic], uses: _Uses) -> list[Diagnostic]:
    """Place the findings of one rule in one line: once in the line, or at each insert or row that causes it."""
    first = group[0]
    is_alone = not (first.origin and first.origin.chain)
    if is_alone or (uses.is_in_all(group) and not _depends_on_place(first)):
        return [_moved(first)]
    placed: list[Diagnostic] = []
    with_all = uses.lines_with_all(group)
    for each in group:
        origin = each.origin
        assert origin
        if inside := _within_fragment(each):
            placed.append(inside)
            continue
        line = _line_of(origin)
        if origin.chain[0].span != line and line not in with_all:
            line = origin.chain[0].span
        place = in_file(each.span)
        related = (
            Related("in this line", place),
            *(Related(other.message, _beside(other.span, place)) for other in each.related),
        )
        hint = _TELL_APART if each.name == "duplicate-scenario-name" else each.hint
        placed.append(replace(each, span=in_file(line), hint=hint, related=related, fix=None))
    return placed


def _within_fragment(found: Diagnostic) -> Diagnostic | None:
    """Place a finding about two lines that one fragment brings together; `None` if the scenario does."""
    places = [(other, parting(other.span, found.span)) for other in found.related if other.span.origin]
    inside = [(Related(other.message, lines[0]), lines[1]) for other, lines in places if lines]
    if not inside or len(inside) < len(found.related):
        return None
    related = (Related("in this line", in_file(found.span)), *(other for other, _ in inside))
    return replace(found, span=inside[0][1], related=related, fix=None)


def _beside(span: Span, place: Span) -> Span:
    """Return a related place in its file; the line that inserts it if it is `place` itself."""
    here = in_file(span)
    is_same = (*here,) == (*place,) and (here.origin and here.origin.path) == (
        place.origin and place.origin.path
    )
    return in_file(_line_of(span.origin)) if is_same and span.origin else here


def _line_of(origin: Origin) -> Span:
    """Return the line of the script that made an item: the first insert, or the row."""
    steps = [step.span for step in origin.chain if step.span.origin is None]
    return steps[-1] if steps else origin.chain[0].span if origin.chain else Span(0, 0)


def _depends_on_place(found: Diagnostic) -> bool:
    if found.origin is None or found.origin.kind != FRAGMENT:
        return False
    return found.name in _OF_PLACE or any(other.span.origin is not found.origin for other in found.related)


def _at_value(found: Diagnostic) -> list[Diagnostic]:
    """Place a finding at the argument or cell that causes it; none for a value that is only a sample."""
    origin = found.origin
    assert origin
    if origin.kind.endswith(SAMPLE):
        return []
    used = Related("used here", in_file(origin.chain[0].span))
    related = (used, *(Related(other.message, in_file(other.span)) for other in found.related))
    return [replace(found, span=in_file(found.span), related=related, fix=None)]


def _moved(found: Diagnostic) -> Diagnostic:
    """Convert the spans of a finding; its fix is kept if it edits the script alone."""
    moved = replace(
        found,
        span=in_file(found.span),
        related=tuple(
            Related(other.message, in_file(other.span))
            for other in found.related
            if not _is_sample(other.span)
        ),
    )
    return replace(moved, fix=_fix(found.fix)) if found.fix else moved


def _is_sample(span: Span) -> bool:
    return span.origin is not None and span.origin.kind.endswith(SAMPLE)


def _fix(fix: Fix) -> Fix | None:
    if any(edit.span.origin and edit.span.origin.kind.startswith(ARGUMENT) for edit in fix.edits):
        return None
    return fix.move(in_file)


def _once(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Drop findings of one rule at one place, but for the first."""
    return list({(*_place_of(each), each.message): each for each in reversed([*found])}.values())[::-1]


def _place_of(found: Diagnostic) -> tuple[str, str | None, int, int]:
    path = found.origin.path or found.origin.kind if found.origin else None
    return (found.name, path, *found.span)
