"""The choice of the rules for a scenario: an explicit list, and tables derived from the rules' declarations."""

from functools import lru_cache

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import Rule, declaration_of
from scn_compiler.lint.rules.action_in_text import action_in_text
from scn_compiler.lint.rules.action_too_long import action_too_long
from scn_compiler.lint.rules.asr_fragile_literal import asr_fragile_literal
from scn_compiler.lint.rules.bad_attribute_value import bad_attribute_value
from scn_compiler.lint.rules.bad_nesting import bad_nesting
from scn_compiler.lint.rules.bad_template import bad_template
from scn_compiler.lint.rules.bare_string_trigger import bare_string_trigger
from scn_compiler.lint.rules.block_outside_scenario import block_outside_scenario
from scn_compiler.lint.rules.code_in_text import code_in_text
from scn_compiler.lint.rules.deprecated_tag import deprecated_tag
from scn_compiler.lint.rules.dropped_followup import dropped_followup
from scn_compiler.lint.rules.dtmf_alone import dtmf_alone
from scn_compiler.lint.rules.echoed_keyword import echoed_keyword
from scn_compiler.lint.rules.empty_text import empty_text
from scn_compiler.lint.rules.endcall_tag import endcall_tag
from scn_compiler.lint.rules.escape_in_text import escape_in_text
from scn_compiler.lint.rules.expectations import expectations
from scn_compiler.lint.rules.first_message_not_first import first_message_not_first
from scn_compiler.lint.rules.followup_of_endcall import followup_of_endcall
from scn_compiler.lint.rules.foreign_placeholder import foreign_placeholder
from scn_compiler.lint.rules.foreign_syntax import foreign_syntax
from scn_compiler.lint.rules.foreign_trigger import foreign_trigger
from scn_compiler.lint.rules.half_character import half_character
from scn_compiler.lint.rules.hard_coded_profile_data import hard_coded_profile_data
from scn_compiler.lint.rules.improvised_first_message import improvised_first_message
from scn_compiler.lint.rules.instructions_with_blocks import instructions_with_blocks
from scn_compiler.lint.rules.invisible_character import invisible_character
from scn_compiler.lint.rules.ivr_in_inbound_test import ivr_in_inbound_test
from scn_compiler.lint.rules.language_mismatch import language_mismatch
from scn_compiler.lint.rules.leading_silence import leading_silence
from scn_compiler.lint.rules.list_syntax import list_syntax
from scn_compiler.lint.rules.long_silence_in_followup import long_silence_in_followup
from scn_compiler.lint.rules.loud_volume import loud_volume
from scn_compiler.lint.rules.malformed_value import malformed_value
from scn_compiler.lint.rules.managed_tag import managed_tag
from scn_compiler.lint.rules.markdown_in_speech import markdown_in_speech
from scn_compiler.lint.rules.misleading_layout import misleading_layout
from scn_compiler.lint.rules.missing_action import missing_action
from scn_compiler.lint.rules.missing_attribute import missing_attribute
from scn_compiler.lint.rules.no_endcall import no_endcall
from scn_compiler.lint.rules.no_first_message import no_first_message
from scn_compiler.lint.rules.number_spelling import number_spelling
from scn_compiler.lint.rules.pause_after_endcall import pause_after_endcall
from scn_compiler.lint.rules.role_describes_agent import role_describes_agent
from scn_compiler.lint.rules.second_first_message import second_first_message
from scn_compiler.lint.rules.several_wordings import several_wordings
from scn_compiler.lint.rules.single_ending import single_ending
from scn_compiler.lint.rules.stage_direction import stage_direction
from scn_compiler.lint.rules.step_after_endcall import step_after_endcall
from scn_compiler.lint.rules.table_in_text import table_in_text
from scn_compiler.lint.rules.tag_in_instruction import tag_in_instruction
from scn_compiler.lint.rules.tag_must_be_first import tag_must_be_first
from scn_compiler.lint.rules.tag_must_stand_alone import tag_must_stand_alone
from scn_compiler.lint.rules.tag_only_in_followup import tag_only_in_followup
from scn_compiler.lint.rules.too_many_conditions import too_many_conditions
from scn_compiler.lint.rules.trailing_words import trailing_words
from scn_compiler.lint.rules.two_actions import two_actions
from scn_compiler.lint.rules.unclosed_marker import unclosed_marker
from scn_compiler.lint.rules.unclosed_tag import unclosed_tag
from scn_compiler.lint.rules.undecided_action import undecided_action
from scn_compiler.lint.rules.unknown_attribute import unknown_attribute
from scn_compiler.lint.rules.unknown_marker import unknown_marker
from scn_compiler.lint.rules.unknown_profile_variable import unknown_profile_variable
from scn_compiler.lint.rules.unknown_tag import unknown_tag
from scn_compiler.lint.rules.unknown_version import unknown_version
from scn_compiler.lint.rules.unnormalized_text import unnormalized_text
from scn_compiler.lint.rules.unused_label import unused_label
from scn_compiler.lint.rules.wait_outside_first_message import wait_outside_first_message
from scn_compiler.lint.rules.zero_interruption import zero_interruption
from scn_compiler.platforms.kit.target import Blocks
from scn_dsl.diagnostic import Diagnostic

RULES: tuple[Rule, ...] = (
    unknown_version,
    no_first_message,
    second_first_message,
    first_message_not_first,
    improvised_first_message,
    wait_outside_first_message,
    missing_action,
    two_actions,
    undecided_action,
    empty_text,
    followup_of_endcall,
    dropped_followup,
    no_endcall,
    single_ending,
    block_outside_scenario,
    instructions_with_blocks,
    too_many_conditions,
    unused_label,
    echoed_keyword,
    bare_string_trigger,
    foreign_trigger,
    invisible_character,
    half_character,
    unnormalized_text,
    foreign_syntax,
    list_syntax,
    table_in_text,
    trailing_words,
    action_in_text,
    misleading_layout,
    malformed_value,
    number_spelling,
    unclosed_tag,
    unknown_tag,
    unknown_attribute,
    missing_attribute,
    bad_attribute_value,
    tag_in_instruction,
    tag_must_stand_alone,
    tag_must_be_first,
    tag_only_in_followup,
    bad_nesting,
    bad_template,
    unknown_marker,
    unclosed_marker,
    deprecated_tag,
    managed_tag,
    code_in_text,
    several_wordings,
    escape_in_text,
    foreign_placeholder,
    stage_direction,
    markdown_in_speech,
    action_too_long,
    hard_coded_profile_data,
    unknown_profile_variable,
    asr_fragile_literal,
    role_describes_agent,
    language_mismatch,
    expectations,
    leading_silence,
    long_silence_in_followup,
    dtmf_alone,
    ivr_in_inbound_test,
    step_after_endcall,
    pause_after_endcall,
    endcall_tag,
    zero_interruption,
    loud_volume,
)
"""The rules, one file each, in the order in which they run; those about triggers are in `trigger_rules`."""

ALWAYS = tuple(rule for rule in RULES if not declaration_of(rule).tags)
"""The rules that run on every scenario that a test caller plays, some of them only if they are selected."""


def _for_blocks(blocks: Blocks) -> tuple[Rule, ...]:
    """Return the rules for one kind of target; those that need no blocks come first."""
    rules = [rule for rule in RULES if blocks in declaration_of(rule).blocks]
    return tuple(sorted(rules, key=lambda rule: Blocks.ABSENT not in declaration_of(rule).blocks))


OF_BLOCKS = {blocks: _for_blocks(blocks) for blocks in Blocks if blocks is not Blocks.PLAYED}
"""The rules for targets that do not play blocks turn by turn."""

OF_TAGS = {
    tag: tuple(rule for rule in RULES if tag in declaration_of(rule).tags)
    for tag in dict.fromkeys(tag for rule in RULES for tag in declaration_of(rule).tags)
}
"""The rules that run only if a scenario contains a tag, by tag."""


def rules_for(context: RuleContext, unread: frozenset[str] = frozenset()) -> tuple[Rule, ...]:
    """Choose the rules that may find something in a scenario, in the order in which they run.

    Args:
        unread: The codes of findings that nobody reads.
    """
    if context.target.blocks is not Blocks.PLAYED:
        return OF_BLOCKS[context.target.blocks]
    tags = frozenset([tag.name for words in context.tagged for tag in words.every_tag])
    return _for_played(tags, context.needs_closer_look, unread)


@lru_cache(maxsize=64)
def _for_played(tags: frozenset[str], needs_closer_look: bool, unread: frozenset[str]) -> tuple[Rule, ...]:
    always = [rule for rule in ALWAYS if declaration_of(rule).only_if_selected not in unread]
    of_tags = dict.fromkeys(rule for tag in sorted(tags) for rule in OF_TAGS.get(tag, ()))
    return (*always, *(_trigger_rules() if needs_closer_look else ()), *of_tags)


def run_rules(context: RuleContext, unread: frozenset[str] = frozenset()) -> list[Diagnostic]:
    """Run the rules that may find something; `unread` as for `rules_for`."""
    return [found for rule in rules_for(context, unread) for found in rule(context)]


def every_rule() -> tuple[Rule, ...]:
    """Return every rule, including those about triggers."""
    return (*RULES, *_trigger_rules())


def _trigger_rules() -> tuple[Rule, ...]:
    from scn_compiler.lint.trigger_rules import TRIGGER_RULES  # noqa: PLC0415  (most scripts need none of them)

    return TRIGGER_RULES
