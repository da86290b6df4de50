"""Inserts fragments: binds the arguments of an `insert:` line, and takes over the lines of the fragment."""

from scn_compiler.reuse.lets import add_lets
from scn_compiler.reuse.library import (
    DEEPEST,
    INSERTED,
    KnownFragment,
    Library,
    in_file,
    parting,
    without_chain,
)
from scn_compiler.reuse.loader import Loader, signature_problem, unknown_fragment
from scn_compiler.reuse.node_texts import new_block
from scn_compiler.reuse.scope import NamedValue, ValueScope
from scn_compiler.reuse.signature import Argument, FragmentCall, SignatureMistake, read_insert
from scn_compiler.reuse.substitution import REFERENCE, Substitution
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import After, Block, Field, Fragment, Label, Scenario, Setting, Text
from scn_dsl.records import fast_constructor, replace
from scn_dsl.source import FRAGMENT, Origin, Span, Step
from scn_dsl.suggest import did_you_mean, first, nearest

_new_label = fast_constructor(Label)

MOST_LINES = 30_000
"""The most fields and blocks that the inserts of a scenario may make; fragments can insert others any number of times."""


class Body:
    """The lines of one scenario while it is put together.

    Attributes:
        scope: The values of the scenario.
        library: The file of the scenario.
        origin: The origin that its own lines get.
        settings: Its settings, each with its depth: 0 for its own, 1 for those of a fragment that it inserts, …
        blocks: Its blocks.
        labels: The place of each label.
        is_whole: Whether each of its inserts could be followed.
    """

    __slots__ = ("blocks", "is_whole", "labels", "library", "origin", "scope", "settings")

    def __init__(self, scope: ValueScope, library: Library, origin: Origin | None) -> None:
        self.scope = scope
        self.library = library
        self.origin = origin
        self.settings: list[tuple[int, Setting]] = []
        self.blocks: list[Block] = []
        self.labels: dict[str, Span] = {}
        self.is_whole = True


class _Place:
    """Where lines are taken from: their scope, their file, their origin, and the inserts that led there."""

    __slots__ = ("library", "origin", "scope", "stack")

    def __init__(
        self, scope: ValueScope, library: Library, origin: Origin | None, stack: tuple[KnownFragment, ...]
    ) -> None:
        self.scope = scope
        self.library = library
        self.origin = origin
        self.stack = stack

    def span(self, line: Field, span: Span) -> Span:
        placed = line.place(span)
        if placed.origin is None and self.origin is not None and self.stack:
            return placed.within(self.origin)
        return placed

    def name(self, line: Field, call: FragmentCall) -> Span:
        """Return the span of the name of the fragment that a line inserts, in its file."""
        return in_file(self.span(line, line.value.locate(0, call.end)))


class Inserter:
    """Inserts fragments into scenarios.

    Attributes:
        inserted: The ids of the fragments that scenarios insert.
    """

    def __init__(self, loader: Loader) -> None:
        self.loader = loader
        self.found = loader.found
        self.inserted: set[int] = set()
        self._calls: dict[str, FragmentCall | SignatureMistake] = {}
        self._circles: set[frozenset[int]] = set()
        self._room = MOST_LINES

    def add(self, section: Scenario, body: Body) -> None:
        """Add the lines of a scenario, with those of the fragments that it inserts."""
        for block in section.blocks:
            if block.label:
                body.labels.setdefault(block.label.name, block.place(block.label.span))
        self._room = MOST_LINES if self._room >= 0 else -1
        place = _Place(body.scope, body.library, body.origin, ())
        body.blocks.extend(self._lines(section, place, body, 0))

    def add_fragment(
        self,
        known: KnownFragment,
        values: dict[str, NamedValue],
        stack: tuple[KnownFragment, ...],
        body: Body,
    ) -> None:
        """Add the lines of a fragment as a scenario of its own."""
        self._room = MOST_LINES if self._room >= 0 else -1
        origin = Origin(FRAGMENT)
        self._add_defaults(known, values)
        scope = ValueScope(known.library.scope, where=known.name, values=values)
        add_lets(known.fragment.uses, known.library, scope, self.found, origin)
        place = _Place(scope, known.library, origin, (*stack, known))
        body.blocks.extend(self._lines(known.fragment, place, body, 1))

    def _lines(self, section: Scenario | Fragment, place: _Place, body: Body, depth: int) -> list[Block]:
        """Add the settings of a section to `body`, and return its blocks."""
        fill = Substitution(place.scope, self.found, place.origin)
        blocks: list[Block] = []
        settings_at = blocks_at = 0
        for use in section.uses:
            if use.name != "insert" or not isinstance(use.line, Field):
                continue
            body.settings += [
                (depth, fill.setting(each)) for each in section.settings[settings_at : use.settings]
            ]
            blocks += map(fill.block, section.blocks[blocks_at : use.blocks])
            settings_at, blocks_at = use.settings, use.blocks
            blocks += self._insert(use.line, place, body, depth)
        body.settings += [(depth, fill.setting(each)) for each in section.settings[settings_at:]]
        blocks += map(fill.block, section.blocks[blocks_at:])
        return blocks

    def _insert(self, line: Field, place: _Place, body: Body, depth: int) -> list[Block]:
        blocks = self._blocks_of(line, place, body, depth)
        if self._room < 0:
            blocks = None
        body.is_whole &= blocks is not None
        return blocks or []

    def _blocks_of(self, line: Field, place: _Place, body: Body, depth: int) -> list[Block] | None:
        """Return the blocks that a line inserts; `None` if it has a mistake."""
        call = self._call(line, place)
        if call is None:
            return None
        known = place.library.fragments.get(call.name)
        if known is None:
            if not place.library.scope.is_open:
                self.found.append(
                    unknown_fragment(call.name, place.library.fragments, place.name(line, call))
                )
            return None
        if any(known.fragment is each.fragment for each in place.stack):
            self._report_cycle(known, place.name(line, call), place)
            return None
        self.inserted.add(id(known.fragment))
        if len(place.stack) >= DEEPEST:
            message = f"inserts can't be nested more than {DEEPEST} fragments deep"
            hint = "insert the fragment that you need directly"
            self._room = -1
            self.found.append(report("circular-reuse", place.name(line, call), message, hint))
            return None
        if not self._has_room(known, call, line, place):
            return None
        values = self._bind(known, call, line, place) if known.call else None
        if values is None:
            return None
        chain = (
            *(place.origin.chain if place.origin else ()),
            Step(INSERTED, without_chain(place.span(line, line.span))),
        )
        origin = Origin(FRAGMENT, known.library.path if known.library.origin else None, chain)
        scope = ValueScope(known.library.scope, where=known.name, values=values)
        add_lets(known.fragment.uses, known.library, scope, self.found, origin)
        inner = _Place(scope, known.library, origin, (*place.stack, known))
        blocks = self._lines(known.fragment, inner, body, depth + 1)
        if call.prefix:
            blocks = _with_prefix(blocks, call.prefix)
        if place.stack:
            return blocks  # the scenario may put a prefix before the labels
        return self._without_clashes(blocks, known, call, line, body)

    def _has_room(self, known: KnownFragment, call: FragmentCall, line: Field, place: _Place) -> bool:
        """Return whether the scenario may insert another fragment; report the first one that it may not."""
        before = self._room
        self._room -= len(known.fragment.blocks) + len(known.fragment.settings) + 1
        if before >= 0 > self._room:
            message = f"the inserts of one scenario make more than {MOST_LINES:,} fields and blocks"
            hint = "insert fewer fragments: each one that inserts another twice doubles the number"
            self.found.append(report("circular-reuse", place.name(line, call), message, hint))
        return self._room >= 0

    def _call(self, line: Field, place: _Place) -> FragmentCall | None:
        text = line.value.value
        if line.raw:
            message = "`insert raw:` doesn't exist"
            self.found.append(
                report("bad-insert", in_file(place.span(line, line.span)), message, "write `insert: NAME(…)`")
            )
            return None
        call = self._calls.get(text)
        if call is None:
            call = self._calls[text] = read_insert(text)
        if isinstance(call, SignatureMistake):
            self.found.append(signature_problem("bad-insert", line, call, place.library))
            return None
        return call

    def _bind(
        self, known: KnownFragment, call: FragmentCall, line: Field, place: _Place
    ) -> dict[str, NamedValue] | None:
        """Give each parameter its value; `None` if one has none."""
        signature = known.call.entries if known.call else ()
        parameters = {each.name or each.value or "": each for each in signature}
        values: dict[str, NamedValue] = {}
        fill = Substitution(place.scope, self.found, place.origin if place.stack else None)
        fill.item = line
        problems = len(self.found)
        for argument in call.entries:
            inside = line.value.locate(argument.start, argument.end)
            span = place.span(line, inside)
            name = argument.name
            if name not in parameters or name in values:
                free = [each for each in parameters if each not in values]
                name = self._misfit(argument, known, free, in_file(span), line)
            if name is not None:
                values[name] = _value_of(name, argument, fill, inside, span)
        missing = [
            name for name, parameter in parameters.items() if name not in values and parameter.name is None
        ]
        if missing:
            self.found.append(_missing(known, missing, call, place.name(line, call)))
        if len(self.found) > problems:
            return None
        self._add_defaults(known, values)
        return values

    def _add_defaults(self, known: KnownFragment, values: dict[str, NamedValue]) -> None:
        """Add the defaults of the parameters that have no argument; they can use other parameters."""
        title = known.fragment.title
        for parameter in known.call.entries if known.call else ():
            if parameter.name is None or parameter.name in values:
                continue
            text = parameter.value or ""
            if "$" in text:
                scope = ValueScope(known.library.scope, values=values)
                fill = Substitution(scope, self.found, known.library.origin)
                fill.item = title
                span = title.value.locate(parameter.start, parameter.end)
                text = fill.text(Text(value=text, span=span)).value
            values[parameter.name] = NamedValue(parameter.name, text)

    def _misfit(
        self, argument: Argument, known: KnownFragment, free: list[str], span: Span, line: Field
    ) -> str | None:
        """Report an argument that fits no parameter; return the one that it is most likely meant for."""
        related = (Related(f"`{known.signature}`", known.place),)
        if argument.name is None:
            written = line.value.value[argument.start : argument.end]
            meant = f"{free[0] if free else 'NAME'} = {written}"
            fix = Fix(f"write `{meant}`", (Edit(span, meant),), safe=False) if free else None
            message = f"the argument `{written}` needs a name"
            self.found.append(
                report("bad-insert", span, message, f"write `{meant}`", fix=fix, related=related)
            )
            return free[0] if free else None
        at = line.value.locate(argument.at, argument.at + len(argument.name))
        where = line.place(at) if span.origin is None else line.place(at).within(span.origin)
        parameters = [each.name or each.value or "" for each in (known.call.entries if known.call else ())]
        if argument.name in parameters:
            hint = "remove one of the two"
            self.found.append(report("bad-insert", where, f"duplicate argument `{argument.name}`", hint))
            return argument.name
        close = nearest(argument.name, first(free))
        hint = did_you_mean(argument.name, first(free)) or (
            f"it has {', '.join(f'`{each}`' for each in parameters)}" if parameters else "remove the argument"
        )
        fix = Fix(f"replace with `{close}`", (Edit(where, close),), safe=False) if close else None
        message = f"`{known.name}` has no parameter `{argument.name}`"
        self.found.append(report("bad-insert", where, message, hint, fix=fix, related=related))
        return close or (free[0] if len(free) == 1 else None)

    def _report_cycle(self, known: KnownFragment, span: Span, place: _Place) -> None:
        """Report fragments that insert each other, once for each circle."""
        start = next(at for at, each in enumerate(place.stack) if each.fragment is known.fragment)
        circle = place.stack[start:]
        members = frozenset(id(each.fragment) for each in circle)
        if members in self._circles:
            return
        self._circles.add(members)
        chain = " → ".join(f"`{each.name}`" for each in (*circle, known))
        steps = place.origin.chain[1 - len(circle) :] if place.origin and len(circle) > 1 else ()
        related = tuple(
            Related(f"`{each.name}` is inserted here", in_file(step.span))
            for each, step in zip(circle[1:], steps, strict=True)
        )
        message = (
            f"these fragments insert each other: {chain}"
            if steps
            else f"this fragment inserts itself: {chain}"
        )
        hint = "remove one of the inserts"
        if not steps:
            hint = (
                "remove the insert, or write `scenario: …` above the lines that aren't part of the fragment"
            )
        self.found.append(report("circular-reuse", span, message, hint, related=related))

    def _without_clashes(
        self, blocks: list[Block], known: KnownFragment, call: FragmentCall, line: Field, body: Body
    ) -> list[Block]:
        """Report the labels that the scenario already has, and drop them."""
        kept: list[Block] = []
        for block in blocks:
            label = block.label
            if label is None or label.number is not None:
                kept.append(block)
                continue
            place = block.place(label.span)
            first = body.labels.setdefault(label.name, place)
            inside = parting(first, place) if first != place else None
            if first == place or (inside and inside[1] == in_file(place)):
                kept.append(block)
                continue
            span = line.place(line.value.locate(0, call.end))
            name = label.name
            message = f"`{known.name}` has a label `@{name}` that this scenario already has"
            if inside:
                span = inside[1]
                name = name.removeprefix(f"{call.prefix}.")
                message = f"the inserts of this fragment repeat the label `@{name}`"
            hint = f"add `as NAME` to the insert; its labels are then `@NAME.{name}`"
            if call.prefix and not inside:
                hint = f"write another name than `{call.prefix}` after `as`"
            related = [Related("the first one is here", first), Related("the other is here", place)]
            if first.origin and first.origin.chain and in_file(first) == in_file(place):
                related = [Related("the first one is inserted here", in_file(first.origin.chain[-1].span))]
            self.found.append(report("duplicate-label", span, message, hint, related=tuple(related)))
            kept.append(replace(block, label=None))
        return kept


def _missing(known: KnownFragment, names: list[str], call: FragmentCall, place: Span) -> Diagnostic:
    """Report the parameters that need an argument."""
    message = f"`{known.name}` needs a value for {' and '.join(f'`{name}`' for name in names)}"
    added = ", ".join(f'{name} = "…"' for name in names)
    hint = f"add `{added}` to the arguments" if call.entries else f"write `insert: {known.name}({added})`"
    related = (Related(f"`{known.signature}`", known.place),)
    return report("bad-insert", place, message, hint, related=related)


def _value_of(name: str, argument: Argument, fill: Substitution, inside: Span, span: Span) -> NamedValue:
    """Work out the value of an argument; one that only passes a value on comes from where that value comes from."""
    words = argument.value or ""
    if "$" not in words:
        return NamedValue(name, words, span)
    text = fill.text(Text(value=words, span=inside))
    whole = REFERENCE.fullmatch(words)
    passed = fill.scope.get(whole["plain"] or whole["braced"]) if whole and not whole["dollar"] else None
    return NamedValue(name, text.value, passed.place if passed and passed.place else span)


def _with_prefix(blocks: list[Block], prefix: str) -> list[Block]:
    """Put a prefix before the labels of blocks, and before the references to them."""
    own = {each.label.name for each in blocks if each.label and each.label.number is None}
    return [_renamed(block, prefix, own) for block in blocks] if own else blocks


def _renamed(block: Block, prefix: str, own: set[str]) -> Block:
    label, opening = block.label, block.opening
    if label and label.name in own:
        label = _new_label(name=f"{prefix}.{label.name}", span=label.span)
    if isinstance(opening, After) and opening.label.name in own:
        target = _new_label(name=f"{prefix}.{opening.label.name}", span=opening.label.span)
        opening = After(label=target, span=opening.span)
    if label is block.label and opening is block.opening:
        return block
    return new_block(
        label=label,
        opening=opening,
        actions=block.actions,
        details=block.details,
        span=block.span,
        at=block.at,
        origin=block.origin,
        broken=block.broken,
    )
