"""A line that says more of a record or a block, and stands below none."""

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Block, Field, Setting, Variable
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLOCK, FIELDS


def misplaced(
    line: Field, name: Span, around: tuple[tuple[Setting, ...], tuple[Block, ...]], *, is_alone: bool
) -> Diagnostic:
    """The report of it.

    Args:
        name: Where its name stands.
        around: The settings and blocks of its scenario.
        is_alone: Whether no record stands above it either.
    """
    under = FIELDS[line.name].under
    if BLOCK in under and (ended := _ended(line, *around)):
        return _cut_off(line, name, ended)
    if line.name == "title" and is_alone:
        fix = Fix("write `scenario:`", (Edit(name, "scenario"),), safe=False)
        message = "a scenario's name stands after `scenario:`"
        return report("misplaced-detail", name, message, "did you mean `scenario:`?", fix=fix)
    places = [f"`{each}:`" for each in under if each != BLOCK]
    places += ["WHEN"] if BLOCK in under else []
    message = f"`{line.name}:` belongs to {' or '.join(places)}, and stands below none"
    return report("misplaced-detail", name, message, f"put it right below {places[0]}")


def _ended(line: Field, settings: tuple[Setting, ...], blocks: tuple[Block, ...]) -> Setting | None:
    """What stands between the last block above `line` and it."""
    block = max((each.at for each in blocks if each.at < line.at), default=None)
    if block is None:
        return None
    return min(
        (each for each in settings if block < each.at < line.at), key=lambda each: each.at, default=None
    )


def _cut_off(line: Field, name: Span, ended: Setting) -> Diagnostic:
    shown = _shown(ended)
    message = f"{shown} above ended the block, so `{line.name}:` belongs to none"
    hint = f"put {shown} above the blocks, or `{line.name}:` above {shown}"
    related = (Related("the block ended here", ended.whole),)
    return report("misplaced-detail", name, message, hint, related=related)


def _shown(setting: Setting) -> str:
    if isinstance(setting, Field):
        return f"`{setting.name}:`"
    if isinstance(setting, Variable):
        return f"`{setting.holder} {setting.name}`"
    return f"`{setting.platform}.{setting.key}:`"
