"""The near-miss guard: rejects a sentence in a trigger that looks like an expression, an action or another format.

Triggers are prose: the guard accepts whatever a person would write about the agent.
`WHEN raw: "…"` bypasses it.
"""

import re

from scn_dsl.patterns import lazy_pattern
from scn_grammar.homoglyphs import latin
from scn_grammar.prose_words import FOREIGN_CONTAINS, MISSPELT

_QUOTE = "[\"'`“”„‟‘’‚‛«»＂]"
_GUARD = lazy_pattern(
    rf"""
      [:\-=–—!~>/,;+|*]  |  {_QUOTE}  |  [(\[{{]                # a sign, a quote or a bracket before any word
    | (?i: not | contain | contains | containing | includes | matches | and | or | {"|".join(sorted(MISSPELT))} )\b
    | (?i: does | do | doesn['’]t | don['’]t )\s (?:not\s)? (?:contain|include|match)\b
    | (?i: c[ontais]{{4,8}} | include | including | match | matching | has | have | mention | mentions | raw
         | says? | said | equals? | is | like | regexp? | pattern | (?:starts|begins|ends)\ with
         | any\ of | one\ of | either )
      \s*+ [:(=]*+ \s*+ ["“”„‟‘’«`]                                       # a verb directly before its text
    | (?i: (?: (?: ne | no | não | non | nie | не )\ )?+
           (?:{"|".join(sorted(FOREIGN_CONTAINS))}) (?:\ (?: nicht | pas | niet ))?+ )
      \s*+ [:(=]*+ \s*+ {_QUOTE}
    | (?i: raw | keywords? | phrases? | condition | trigger | if | when | text ) \s* [:=]
    | raw\s (?=[A-Z])
    | @[A-Za-z0-9]  |  (?: WHEN | THEN | AFTER | FIRST_MESSAGE )\b  |  (?i:first[ _-]?message) $
    | \W*+\d*+\W*+ $                                                      # no word at all
    | (?:say(?:/do)?|do)\s?:\s
    """,
    re.VERBOSE,
)
_INSIDE = lazy_pattern(
    rf"""
      (?<!{_QUOTE}) (?i:contains) \s*+ [(:=]?+ \s*+ {_QUOTE}              # but not "contains", the word
    | \s (?:say(?:/do)?|do) \s?+ : \s
    | \s THEN:? \s++ (?= (?:say|do)\b | end\ call | hang\ up )
    | (?:\s|^) (?: [-=]> | → ) \s*+ (?: (?:say(?:/do)?|do|end\ call|hang\ up|THEN) \b | [@"“] )
    | [:;,{{|\\] $                                                      # what ends lines of other formats
    """,
    re.VERBOSE,
)
_ANYTHING = lazy_pattern(r"\*\W*|\.\*\W*")


def is_near_miss(sentence: str) -> bool:
    """Tell whether `sentence` looks like a misspelled expression, an action or a line of another format."""
    sentence = " ".join(filter(None, map(str.strip, sentence.split("\n"))))
    if _ANYTHING.fullmatch(sentence):
        return False  # matches everything: a lint rule reports it
    if _GUARD.match(sentence) or _INSIDE.search(sentence):
        return True
    plain = latin(sentence)
    return plain != sentence and bool(_GUARD.match(plain))
