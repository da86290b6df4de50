"""What a rule is, and the decorator by which it declares when it runs."""

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
    """When a rule runs.

    Attributes:
        blocks: The kinds of targets for which it runs.
        tags: It runs only where one of these tags stands; empty for a rule that needs none.
        about_triggers: It stands in `TRIGGER_RULES`, and runs only where the prefilter asks for a closer look at the
            triggers. A test holds the two together.
    """

    blocks: tuple[Blocks, ...]
    tags: tuple[str, ...]
    about_triggers: bool


_DECLARATIONS: dict[Rule, Declaration] = {}


def rule(
    *, blocks: tuple[Blocks, ...] = PLAYED, tags: tuple[str, ...] = (), about_triggers: bool = False
) -> Callable[[Rule], Rule]:
    """Declare when a rule runs; the function itself stays as it is.

    Args:
        blocks, tags, about_triggers: As of `Declaration`.

    Raises:
        ValueError: if a rule about tags or triggers is to run for other targets than `PLAYED` ones.
    """
    if (tags or about_triggers) and blocks != PLAYED:
        raise ValueError("rules about tags or triggers run for `PLAYED` alone")
    declaration = Declaration(blocks, tags, about_triggers)

    def declare(function: Rule) -> Rule:
        _DECLARATIONS[function] = declaration
        return function

    return declare


def declaration_of(function: Rule) -> Declaration:
    """The declaration of a rule.

    Raises:
        KeyError: if the function has no `@rule`.
    """
    return _DECLARATIONS[function]
