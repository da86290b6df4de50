"""Two sentences that differ only in small words: the platform's model will hardly distinguish them.

Words such as `again` are small: triggers see only the agent's latest message, which doesn't say what happened before.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.silence import unseen_place
from scn_compiler.lint.triggers.similarity import Similarity, TriggerPair
from scn_compiler.lint.triggers.words import repeat_in
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.nodes import Sentence, When
from scn_dsl.patterns import lazy_pattern

_OF_THE_AGENT = lazy_pattern(
    r"(?:(?:the|your) )?(?:main )?agent(?: (?:asks|requests|offers|puts|places|transfers|connects|greets|thanks|gives"
    r"|provides|reads|repeats|spells|lists|names|sends|apologi[sz]es|says (?:goodbye|hello))\b"
    r"(?:(?! (?:that|whether|if|why|how|what|which|who|when|where|because|to|and|or|but|\w+ing)\b) \w+)*)?"
)
"""The start of a sentence after which `again` is about what the agent does, and not about the content of its message."""

_HINT = "merge the two blocks, or reword the triggers so that no message matches both"
_REPEAT_HINT = (
    "describe what the message itself says, or, for another answer the second time, give both blocks "
    "exactly the same trigger: they take turns"
)


@rule(about_triggers=True)
def similar_triggers(context: RuleContext) -> Iterator[Diagnostic]:
    for pair in context.trigger_view.similar_pairs:
        if pair.similarity is Similarity.SIMILAR and (problem := _problem(pair)):
            related = (Related("earlier trigger", pair.earlier_span),)
            yield report("similar-triggers", pair.span, *problem, related=related)


def _problem(pair: TriggerPair) -> tuple[str, str] | None:
    """Return the message and the hint; `None` if `silence-trigger` reports the words in which the triggers differ."""
    later, earlier = _sentence(pair.later), _sentence(pair.earlier)
    own, other = repeat_in(later), repeat_in(earlier)
    repeat = own or other
    if repeat is None or (own and other and own[0] == other[0]):
        message = (
            "this trigger says nearly the same thing as an earlier trigger, so a message might match both"
        )
        return message, _HINT
    if (own and unseen_place(later)) or (other and unseen_place(earlier)):
        return None
    words, before = repeat
    subject, rest = f"`{words}`", "this trigger from an earlier trigger"
    if own is None:
        subject, rest = f"`{words}` in an earlier trigger", "it from this trigger"
    if not _OF_THE_AGENT.fullmatch(before):
        return f"{subject} hardly distinguishes {rest}, so a message might match both", _HINT
    return (
        f"{subject} doesn't distinguish {rest}: triggers see only the agent's latest message",
        _REPEAT_HINT,
    )


def _sentence(row: ResolvedBlock) -> str:
    opening = row.block.opening
    assert isinstance(opening, When)
    assert isinstance(opening.trigger, Sentence)
    return opening.trigger.text.value
