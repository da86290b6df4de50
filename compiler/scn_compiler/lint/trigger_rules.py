"""The rules about triggers: loaded and run only if the prefilter asks for a closer look."""

from scn_compiler.lint.rule import Rule
from scn_compiler.lint.rules.broad_keyword import broad_keyword
from scn_compiler.lint.rules.broken_expression import broken_expression
from scn_compiler.lint.rules.catch_all_trigger import catch_all_trigger
from scn_compiler.lint.rules.compound_trigger import compound_trigger
from scn_compiler.lint.rules.duplicate_trigger import duplicate_trigger
from scn_compiler.lint.rules.mixed_and_or import mixed_and_or
from scn_compiler.lint.rules.overlapping_triggers import overlapping_triggers
from scn_compiler.lint.rules.quoted_trigger import quoted_trigger
from scn_compiler.lint.rules.shadowed_trigger import shadowed_trigger
from scn_compiler.lint.rules.short_keyword import short_keyword
from scn_compiler.lint.rules.silence_trigger import silence_trigger
from scn_compiler.lint.rules.similar_triggers import similar_triggers
from scn_compiler.lint.rules.unreachable_block import unreachable_block
from scn_compiler.lint.rules.vague_trigger import vague_trigger

TRIGGER_RULES: tuple[Rule, ...] = (
    catch_all_trigger,
    mixed_and_or,
    broken_expression,
    unreachable_block,
    duplicate_trigger,
    shadowed_trigger,
    overlapping_triggers,
    similar_triggers,
    broad_keyword,
    short_keyword,
    vague_trigger,
    silence_trigger,
    quoted_trigger,
    compound_trigger,
)
"""In the order in which they run."""
