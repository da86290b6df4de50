"""Rules, and the decorator that declares when a rule runs."""

from collections.abc import Callable, Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.platforms.kit.target import Blocks
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import Record

Rule = Callable[[RuleContext], Iterator[Diagnostic]]
"""A function from one scenario to its findings."""

ANY = tuple(Blocks)
PLAYED = (Blocks.PLAYED,)
PLAYED_OR_TOLD = (Blocks.PLAYED, Blocks.TOLD)
NOT_CONFIGURED = (Blocks.PLAYED, Blocks.TOLD, Blocks.ABSENT)


class Declaration(Record):
    """The conditions under which a rule runs.

    Attributes:
        blocks: The kinds of targets for which it runs.
        tags: Tags, at least one of which a scenario must contain; empty for a rule that needs no tag.
        about_triggers: Whether it is in `TRIGGER_RULES`, and runs only if the prefilter asks for a closer look at
            the triggers. A test compares the two.
        only_if_selected: The code of all its findings, if it is in `ONLY_IF_SELECTED`: then the rule runs only if
            somebody reads them.
    """

    blocks: tuple[Blocks, ...]
    tags: tuple[str, ...]
    about_triggers: bool
    only_if_selected: str | None


_DECLARATIONS: dict[Rule, Declaration] = {}


def rule(
    *,
    blocks: tuple[Blocks, ...] = PLAYED,
    tags: tuple[str, ...] = (),
    about_triggers: bool = False,
    only_if_selected: str | None = None,
) -> Callable[[Rule], Rule]:
    """Declare when a rule runs; the function itself is returned unchanged.

    Args:
        blocks, tags, about_triggers, only_if_selected: See `Declaration`.

    Raises:
        ValueError: if a rule with another condition declares targets other than `PLAYED`.
    """
    if (tags or about_triggers or only_if_selected) and blocks != PLAYED:
        raise ValueError("rules with a condition run only for `PLAYED` targets")
    declaration = Declaration(blocks, tags, about_triggers, only_if_selected)

    def declare(function: Rule) -> Rule:
        _DECLARATIONS[function] = declaration
        return function

    return declare


def declaration_of(function: Rule) -> Declaration:
    """Return the declaration of a rule.

    Raises:
        KeyError: if the function has no `@rule`.
    """
    return _DECLARATIONS[function]
