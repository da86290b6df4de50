"""Two sentences that say the same but for small words: the platform's model will hardly tell them apart."""

from collections.abc import Iterator

from scn_compiler.lint.context import Context
from scn_compiler.lint.triggers.similarity import Likeness
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related


def similar_triggers(context: Context) -> Iterator[Diagnostic]:
    for pair in context.listening.alike:
        if pair.likeness is Likeness.SIMILAR:
            related = (Related("the earlier one is here", pair.earlier_span),)
            message = "this trigger says nearly the same as an earlier one, and one message may fire both"
            hint = "make one block of the two, or say how they differ"
            yield report("similar-triggers", pair.span, message, hint, related=related)
