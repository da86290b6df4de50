"""A name or an expression from code instead of words, such as `utter_bye` or `="Hi " & A1`.

Names count only if they are the whole text and no caller would say them: names of actions, intents and prompts.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_compiler.lint.texts.literal import LEFTOVERS, literal_of
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Say

_NAME = r"""
    (?: utter | action | intent | respond | response | prompt | say | ask | play | template | msg | nlu | nlg | dialog | flow
      | block | step | node | event | cmd | command | trigger | on | slot | form | faq | chitchat | validate | goto | go_to
      | tmpl | tpl | label | state | story | rule | skill | handler ) _ [A-Za-z]\w*
  | (?: utter | action | intent | prompt | response | nlu | flow | i18n | messages | strings | labels | dialog | slots )
    [.:/] [a-z][\w.]*
  | (?: session | context | trigger | widgets | slots | vars | params | conversation | turn ) (?: \.\w+ )+
  | (?: user | caller | customer | state | data | request | event ) (?: \.\w+ ){2,}
  | [A-Z]{2,} (?: _[A-Z]{2,} )+
  | (?: utter | action | intent | on | say | ask | respond | play ) [A-Z]\w*
  | / [a-z][a-z_]{2,} (?: \{.*\} )?
"""
_EXPRESSION = r"""
    = \s* (?: " | \( .* \) | [A-Z]{2,}\( | \$?[A-Z]{1,3}\$?\d+\b ) .*                  # a formula
  | (?P<formatted> [fFrRbBuU]{1,2} (?P<mark>["']) .* (?P=mark) [,;]? )
  | (?P<q>["']) .*? (?P=q) \s* (?: & \s* (?: ["'] | \$?[A-Z]{1,3}\$?\d+\b | [A-Z]{2,}\( ) | (?: \+ | \|\| ) \s* [\w"'$] ) .*
  | (?P<q2>["']) .* (?P=q2) \s* (?: \. (?: format | replace | strip | join | upper ) \( .* | % \s* (?: \( .* | [a-z_]\w* ) )
  | [A-Za-z_$][\w.]* \s? (?: \+ | & ) \s? (?P<q3>["']) .* (?P=q3) .*
  | (?: (?: await | return | yield ) \s+ )? [A-Za-z_$][\w.]* \( \s* (?: ["'`] .* )? \) ;?   # t("bye"), hang_up()
  | (?: return | echo | print | yield | await ) \s+ (?P<q4>["']) .* (?P=q4) ;?
  | [a-z_]\w* \s? = \s? (?P<q5>["']) .* (?P=q5) ;?
  | \{ \s* (?P<q6>["']) \w+ (?P=q6) \s* : .* \} ,?
  | \{ \s* [a-z_]\w* \s* : \s .* \} ,?
  | (?P<q7>["']) \w+ (?P=q7) \s* : \s* ["'\[{] .*
  | \[ \s* (?P<q8>["']) [^"']* (?P=q8) \s* \] ,?
  | !![a-z]+ \b .*  |  [&*][a-z_]\w* (?: \s .* )?                             # a tag, an anchor, an alias of YAML
  | .* " \s? & \s? \$?[A-Za-z_]\w* \s? & \s? " .*                             # It is "&A2&".
  | \# (?: N/A | REF! | NAME\? | VALUE! | DIV/0! | NUM! | NULL! )
"""
_COMMENT = r"<!--.*?-->|/\*.*?\*/|(?<=\s)//\s.*|(?<=\s)(?P<suppression>#\s*scn\s*:\s*allow\b).*"
_SIGNS = frozenset("_.:/=\"'(#[{")


@rule(blocks=PLAYED_OR_TOLD)
def code_in_text(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.odd:
        if isinstance(words.action, Say):
            yield from _check_text(context, words)


def _check_text(context: RuleContext, words: Spoken) -> Iterator[Diagnostic]:
    text = literal_of(words.text, words.marks, context.target.markup)
    if comment := re.search(_COMMENT, text):
        span = words.place(*comment.span())
        sign = comment["suppression"] or (comment[0][:4] if comment[0][0] == "<" else comment[0][:2])
        message = f"`{sign}` doesn't start a comment here, and the caller would say it aloud"
        hint = "move the comment to its own line, and start it with `#`"
        if comment["suppression"]:
            hint = "move the comment to its own line, above this line"
        yield report("code-in-text", span, message, hint)
    elif text in LEFTOVERS or re.fullmatch(_NAME, text, re.VERBOSE):
        message = f"`{text}` looks like an identifier from code, and the caller would say it aloud"
        ends_the_call = re.fullmatch(r"(?i)/?(?:on|action|event)?_?(?:end_?call|hang_?up)", text)
        hint = "write `end call`" if ends_the_call else "replace the code with what the caller should say"
        yield report("code-in-text", words.whole, message, hint)
    elif match := re.fullmatch(_EXPRESSION, text, re.VERBOSE):
        message = f"`{text[:60]}` looks like code, and the caller would say it aloud"
        fix = None
        hint = "replace the code with what the caller should say"
        if match["formatted"] and words.may_edit(0, len(text)):
            start = match.start("mark") + 1
            inner = text[start : text.rindex(match["mark"])]
            fix = Fix(f"replace with `{inner}`", (Edit(words.whole, inner),), safe=False)
            hint = f"write `{inner}`: text needs no quotes"
        yield report("code-in-text", words.whole, message, hint, fix=fix)
