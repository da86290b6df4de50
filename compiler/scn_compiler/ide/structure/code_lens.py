"""Code lenses: follow-ups above a block, the payload above a scenario, uses above a fragment."""

from collections.abc import Iterator

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, parts
from scn_compiler.ide.labels.definition import block_name
from scn_compiler.ide.labels.tests import is_test_file
from scn_compiler.ide.reuse.mentions import name_mentions, signature_of
from scn_compiler.ide.reuse.navigation import Importers
from scn_compiler.ide.reuse.symbols import Place
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_dsl.wording import counted


class FollowUpLens(Record):
    """The lens of a block with follow-ups.

    Attributes:
        span: The name of the block, below the lens.
        follow_ups: The names of its follow-ups.
    """

    span: Span
    follow_ups: tuple[Span, ...]

    @property
    def title(self) -> str:
        return "1 follow-up" if len(self.follow_ups) == 1 else f"{len(self.follow_ups)} follow-ups"


def follow_up_lenses(script: OpenScript) -> tuple[FollowUpLens, ...]:
    """Return a lens for each block that has follow-ups other than a single one right below it."""
    return tuple(
        FollowUpLens(part.absolute(each.span), tuple(map(part.absolute, each.follow_ups)))
        for part in parts(script)
        for each in _follow_ups(part)
    )


def scenario_lenses(script: OpenScript) -> tuple[Span, ...]:
    """Return the start of each scenario that has a payload."""
    if is_test_file(script):
        return ()
    found = parts(script)
    return tuple(
        part.absolute(part.scenario.span)
        for part in found
        if part.items and not part.fragment and (part.has_title or len(found) == 1)
    )


class UsesLens(Record):
    """The lens of a fragment: the span of its name, and the places that insert it."""

    span: Span
    uses: tuple[Place, ...]

    @property
    def title(self) -> str:
        return counted(len(self.uses), "use")


def fragment_lenses(script: OpenScript, importers: Importers) -> tuple[UsesLens, ...]:
    """Return a lens for each fragment of a script that is used; `importers` returns the scripts that need a file."""
    names: dict[str, Span] = {}
    for part in parts(script):
        if part.fragment and (call := signature_of(part)):
            mention = next(each for each in name_mentions(part) if each.kind == "fragment")
            names.setdefault(call.name, part.absolute(mention.span))
    if not names:
        return ()
    uses: dict[str, list[Place]] = {name: [] for name in names}
    others = (each for each in importers(script.path) if each.path != script.path) if script.path else ()
    for each in (script, *others):
        found = [*_inserts(each)]
        own = {name for name, _, defines in found if defines} if each is not script else frozenset()
        for name, place, defines in found:
            if name in names and name not in own and not defines:
                uses[name].append(place)
    return tuple(UsesLens(span, tuple(uses[name])) for name, span in names.items() if uses[name])


def _inserts(script: OpenScript) -> Iterator[tuple[str, Place, bool]]:
    """Yield the fragments that a script names, and whether it declares them."""
    for part in parts(script):
        for mention in name_mentions(part):
            if mention.kind == "fragment":
                yield mention.name, Place(script.path, part.absolute(mention.span)), mention.defines


@cached_per_part
def _follow_ups(part: ScriptPart) -> tuple[FollowUpLens, ...]:
    rows = part.scenario.rows
    below: dict[int, list[int]] = {}
    for row in rows:
        if row.parent is not None:
            below.setdefault(row.parent, []).append(row.index)
    return tuple(
        FollowUpLens(block_name(rows[parent]), tuple(block_name(rows[each]) for each in found))
        for parent, found in sorted(below.items())
        if found != [parent + 1]
    )
