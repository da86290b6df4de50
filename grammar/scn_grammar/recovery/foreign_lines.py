"""Lines of other formats, such as JSON, YAML, Gherkin, ink, Yarn or code: each becomes a line of scn.

Each row of the table matches a whole line. The diagnostic's span is the group `seen`, or else the whole
line; `meant` is the repaired line.
"""

import re
from collections.abc import Callable

from scn_dsl.diagnostic import LIST_SIGN
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS, OPENINGS
from scn_grammar.homoglyphs import latin
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify
from scn_grammar.recovery.line_forms import first_match, form
from scn_grammar.recovery.mistake import Diagnosis, Mistake, replacement, unquoted

_OPENING, _ACTION, _SETTING, _OTHER = (
    LineKind.OPENING, LineKind.ACTION, LineKind.SETTING, LineKind.UNKNOWN,
)  # fmt: skip
_UNKNOWN = "unknown keyword `{0}`"
_PAYLOAD = "to convert a payload to a script, run `scn decompile`"


_FORMS = (
    form(_OTHER, r"(?P<seen><{7}|={7}|>{7}|\|{7})(?:[ ].*)?", "`{0}` is a merge conflict marker",
         "keep one version of these lines, and remove the other version and the markers"),
    form(_OTHER, r"(?P<seen>\|{3,})[ ]*(?P<rest>(?:contains\b|[(\"“]).*)", "unknown operator `{0}`",
         r"write `| OR \g<rest>`", r"| OR \g<rest>", "wrong-operator"),
    form(_OTHER, r"(?P<seen>\|{3})(?P<rest>[^|]*\|.*)", "expected `||` at the start of this line, not `{0}`",
         "write `|| |` if the text starts with `|`", r"|| |\g<rest>"),
    form(_OTHER, r"(?P<seen>\|{3,})[ ]*(?P<rest>.*)", "expected `||` at the start of this line, not `{0}`",
         "write `||`", r"|| \g<rest>"),
    form(_OPENING, r"(?P<seen>when|if|whenever|once|upon|while)[ ]?[:.,]?", "missing trigger after `WHEN`",
         'write `WHEN The agent asks …` or `WHEN contains "…"`', name="empty-text"),
    form(_OPENING, r"(?P<seen>else|otherwise|default|catch[ -]?all|fallback)[ ]?:?",
         "scripts can't have a fallback block", "describe what the agent does: `WHEN The agent asks …`"),
    form(_OPENING, r"(?P<seen>unless|until|except)[ ].+", "unknown keyword `{0}`: blocks can't wait for something not to happen",
         "write a sentence: `WHEN The agent does not mention …`"),
    form(_OPENING, r"(?P<seen>else[ ]?if|el(?:s)?if|else[ ]when|given(?=[ ]contains)|case|once|upon|on)[ ]"
         r"(?P<rest>(?:contains\b|[\"“(]|(?:the[ ])?agent\b).*?)[ ]*:?", _UNKNOWN, "write `WHEN`",
         r"WHEN \g<rest>", "misspelt-keyword"),
    form(_OTHER, r"(?P<seen>or[ ](?:if|when))[ ](?P<rest>(?:contains\b|[\"“(]).*)",
         "`{0}` can't open a block: `OR` continues the trigger above",
         r"write `| OR \g<rest>`", r"| OR \g<rest>"),
    form(_OTHER, r"(?P<seen>and[ ](?:if|when))[ ](?P<rest>(?:contains\b|[\"“(]).*)",
         "`{0}` can't open a block: `AND` continues the trigger above",
         r"write `| AND \g<rest>`", r"| AND \g<rest>"),
    form(_OPENING, r"(?P<seen>when)_?(?P<rest>contains\b.*)", "missing space after `WHEN`", "write `WHEN contains …`",
         r"WHEN \g<rest>", "misspelt-keyword", safe=True),
    form(_OPENING, r"(?P<seen>condition|trigger|when|after|parent|parent_?id)[ ]?[:=][ ]*[\"']?(?P<id>\d+)[\"']?,?",
         "`{0}` can't refer to a block by its number",
         r"write `THEN` to follow up on the block above; for another block, label that block `@\g<id>` and write `AFTER @\g<id>`",
         "THEN", "misspelt-keyword"),
    form(_OPENING, r"(?P<seen>condition|trigger)[ ]?[:=][ ]*\"?FIRST_MESSAGE\"?,?", _UNKNOWN,
         "write `FIRST_MESSAGE`", "FIRST_MESSAGE", "misspelt-keyword"),
    form(_OPENING, r"(?P<seen>condition|conditon|condtion|trigger)[ ]?[:=][ ]*(?P<value>\S.*)",
         _UNKNOWN, "write `WHEN …`", "WHEN {value}", "misspelt-keyword"),
    form(_OPENING, r"(?P<seen>first|start|begin|opening|greeting|intro|init|on[ _]start|(?:first|opening|initial)"
         r"[ _](?:turn|line|message))[ ]?:?", _UNKNOWN, "write `FIRST_MESSAGE`", "FIRST_MESSAGE",
         "misspelt-keyword"),
    form(_OPENING, r"(?P<seen>next|later|and|but|and[ ]then|afterwards?|after[ ](?:that|this|it)|follow[ -]?up)[ ]?[:.,]?",
         _UNKNOWN, "for the caller's next turn, write `THEN`; to continue the text above, start with `|`", "THEN",
         "misspelt-keyword"),
    form(_OPENING, r"(?P<seen>[\[(<]?(?P<name>[a-z][a-z0-9_-]*)(?:[\])>]:?|:))[ ]+"
         r"(?P<rest>(?-i:WHEN|FIRST_MESSAGE|THEN|AFTER)\b.*)",
         "missing `@` before the label `{0}`", r"write `@\g<name>`", r"@\g<name> \g<rest>", "bad-label"),
    form(_OPENING, r"(?P<seen>@[ ]+)(?P<rest>[a-z][a-z0-9_-]*[ ]+(?-i:WHEN|FIRST_MESSAGE|THEN|AFTER)\b.*)",
         "unexpected space between `@` and the label's name", "remove the space", r"@\g<rest>", "bad-label", safe=True),
    form(_OPENING, r"(?P<seen>@[a-z][\w-]*(?:[ ]+(?!(?-i:WHEN|FIRST_MESSAGE|THEN|AFTER)\b)[\w-]+){1,4})[ ]+"
         r"(?P<rest>(?-i:WHEN|FIRST_MESSAGE|THEN|AFTER)\b.*)", "invalid label `{0}`: labels can't contain spaces",
         r"write `{label}`", r"{label} \g<rest>", "bad-label"),
    form(_ACTION, r"(?P<seen>(?:(?:then|and|but)[ ]+)?(?:i|the[ ]caller|caller|the[ ]user|user|the[ ]customer|customer)"
         r"[ ](?:says?|said|repl(?:y|ies)|answers?|responds?))\b[ ]?[:,]?[ ]*(?P<value>\S.*)",
         _UNKNOWN, "write `say: …`", "say: {value}", "misspelt-keyword"),
    form(_ACTION, r"(?P<seen>action|tell|response|message|text|utter(?:ance)?|customer|client|patient|guest"
         r"|human|person|speech|line|output|talk|caller[ ]says)[ ]?[:=][ ]*(?P<value>\S.*)",
         _UNKNOWN, "write `say: …` for the caller's exact words, or `do: …` for an instruction", "say: {value}",
         "misspelt-keyword"),
    form(_ACTION, r"(?P<seen>say)(?:[,.;]+[ ]?|(?-i:(?=[A-Z][a-z])))(?P<value>\w.*)", "missing `:` after `{0}`", "write `say: …`",
         "say: {value}", "missing-colon"),
    form(_ACTION, r"(?P<seen>(?P<verb>say|do)(?:[ ]?[(\[{]))(?P<value>.*?)[)\]}];?", "expected a colon after the keyword",
         r"write `\g<verb>: …`", r"\g<verb>: {value}", "missing-colon"),
    form(_ACTION, r"(?P<seen>say[ ]?(?:[/\\|]|or)[ ]?do)[ ]?:?[ ]*(?P<value>\S.*)",
         "`{0}` doesn't say whether the text is spoken word for word or improvised",
         "write `say: …` for the caller's exact words, or `do: …` for an instruction", "say: {value}",
         "undecided-action"),
    form(_ACTION, r"(?P<seen>end|fin(?:ish)?|stop|exit|quit|disconnect|call[ ]end|end[ ]of[ ]call|->[ ]?(?:end|done)"
         r"|(?:(?:(?:then|and|but)[ ])?(?:the[ ])?(?:caller|user|customer)[ ])?"
         r"(?:hangs?|ends?)[ ](?:up|(?:the[ ])?(?:call|conversation|chat|dialog(?:ue)?))"
         r"|(?:close|terminate|finish|drop|cut|stop)(?:[ ](?:the[ ])?(?:call|conversation|chat|dialog(?:ue)?))?)"
         r"[ ]?(?:\(\))?[.:!]?", _UNKNOWN,
         "write `end call`", "end call", "misspelt-keyword"),
    form(_ACTION, r"(?:press|dial|dtmf|keypad|key|send[ ]dtmf)[ ]?[:=]?[ ]*[\"']?(?P<digits>[0-9*#]+)[\"']?",
         "key presses must be written as a tag", r'write `say: <dtmf digits="\g<digits>" /> Done.`',
         r'say: <dtmf digits="\g<digits>" /> Done.'),
    form(_ACTION, r"(?P<seen>end[ ]?:)[ ]*(?:the[ ])?call[.!]?", "unexpected `:` in `end call`", "write `end call`",
         "end call", "misspelt-keyword", safe=True),
    form(_ACTION, r"(?P<seen>(?:wait|listen)[ ](?:for|until|till|to)\b)(?![ ]?\d).*", _UNKNOWN,
         "write `wait` to let the agent speak first", "wait", "misspelt-keyword"),
    form(_ACTION, r"wait[ ]?:[ ]*(?P<time>\d+(?:\.\d+)?)[ ]?(?:s|sec|seconds?)?[.]?", "`wait` doesn't accept a time",
         r'write `say: <silence time="\g<time>s" />`', r'say: <silence time="\g<time>s" />', "misspelt-keyword"),
    form(_ACTION, r"(?:pause|silence|sleep|hold)[ ]?(?:for[ ])?(?P<time>\d+(?:\.\d+)?)[ ]?(?:s|sec|seconds?)?[.]?",
         "a pause must be written as a tag", r'write `say: <silence time="\g<time>s" />`',
         r'say: <silence time="\g<time>s" />'),
    form(_ACTION, r"(?P<mark>\[[a-z][a-z ]*\]|</?[a-z][^<>]*>)", "`{0}` must be inside a `say:`",
         r"write `say: \g<mark>`, or move `\g<mark>` into another `say:`", r"say: \g<mark>"),
    form(_OTHER, r"(?P<seen>id|condition_?id)[ ]?[:=][ ]*[\"']?\d*[\"']?,?", "scn numbers blocks automatically",
         "remove the line; to set a block's id, put a label such as `@3` before `WHEN`", ""),
    form(_OTHER, r"(?P<seen>id|condition_?id)[ ]?[:=][ ]*.*", "blocks have labels, not `{0}`",
         "put a label before the keyword: `@name WHEN The agent asks …`"),
    form(_OTHER, r"(?P<seen>(?:scenario_)?type)[ ]?[:=][ ]*[\"']?(?:standard|(?:action_?)?follow_?up|[a-z]+_[a-z_]+)?[\"']?,?",
         "blocks don't need a type: `WHEN`, `THEN` and `AFTER` set it", "remove the line", ""),
    form(_OTHER, r"(?P<seen>type)[ ]?[:=].*", "blocks don't need a type: `WHEN`, `THEN` and `AFTER` set it",
         "remove the line, or comment it out: `# …`"),
    form(_OTHER, r"(?P<seen>fixed[_ ]?message)[ ]?[:=].*", "actions don't need `{0}`: `say:` and `do:` set it",
         "remove the line; `say:` is spoken word for word, `do:` is improvised", ""),
    form(_OTHER, r"(?P<seen>conditions|conditional_actions|first_message_plan|payload|cekura)[ ]?[:=].*",
         "`{0}` belongs in a payload, not in a script", _PAYLOAD),
    form(_OTHER, r"(?P<seen>/\*+|<!--|\"\"\"|'''|\(\*)[ ]*(?P<words>.*?)[ ]*(?:\*/|-->|\"\"\"|'''|\*\))?",
         "`{0}` doesn't start a comment", "write `#`", r"# \g<words>", safe=True),
    form(_OTHER, r"(?P<seen>(?-i:REM)|//+|--+|;+|%+)[ ]*(?P<words>[\w\"'(].*)", "`{0}` doesn't start a comment",
         "write `#`", r"# \g<words>", safe=True),
    form(_OTHER, r"[-=*_~.+#<>]{3,}", "unexpected separator line", "remove this line", ""),
    form(_OTHER, r"(?P<seen>={1,}|::|~~+)[ ]*(?P<words>\w.*?)[ ]*=*", "scripts can't have `{0}` headings",
         "start a scenario with `scenario: …`, a fragment with `fragment: …`, or label a block: `@name WHEN …`",
         r"# \g<words>"),
    form(_OTHER, r"(?P<seen>background)[ ]?:[ ]*(?P<words>.*)", "unknown field `{0}`",
         "write fields for all scenarios above the first `scenario:`, and blocks for several scenarios in a `fragment:`",
         r"# \g<seen>: \g<words>", "unknown-field"),
    form(_OTHER, r"(?P<seen>feature|rule|examples?|scenarios)[ ]?:[ ]*(?P<words>.*)", "unknown field `{0}`",
         "start a scenario with `scenario: …`; for a comment, start with `#`", r"# \g<seen>: \g<words>", "unknown-field"),
    form(_OTHER, r"(?P<seen>given)[ ](?P<words>(?:an?|the|that|i)[ ][^=]*)", "`{0}` needs `NAME = VALUE`",
         "to describe the caller, write `role: …`; to describe what the agent does, write `WHEN …`", r"# Given \g<words>"),
    form(_OTHER, r"(?P<seen>(?:->|[*+•>]|[-–—](?=[ ]))[*+>• -]*)(?P<value>\w.*)", "unexpected `{0}` at the start of this line",
         "for the caller's words, write `say: …`; for each thing the agent might do, write a `WHEN` block", "say: {value}",
         case=LIST_SIGN),
    form(_SETTING, r"(?P<seen>(?P<holder>given|caller|mock_error|mock))[.][ ]?(?P<name>\w[\w.-]*)[ ]?[:=][ ]*(?P<rest>\S.*)",
         "expected a space between `{0}` and the name", r"write `\g<holder> \g<name> = …`", r"\g<holder> \g<name> = \g<rest>",
         "bad-field-value", safe=True),
    form(_SETTING, r"(?P<seen>(?:var|set|const|variable|param|define|env|\$))[ ]?"
         r"(?P<name>\w[\w.-]*)[ ]?:?=[ ]*(?P<rest>\S.*)",
         "unknown keyword `{0}`: `given` and `caller` set variables", r"write `given \g<name> = …`",
         r"given \g<name> = \g<rest>"),
    form(LineKind.VERSION, r"(?-i:SCN|Scn)[ ]?[:=]?[ ]*v?1(?:\.0)?", "the version line must be `scn 1`",
         "write `scn 1`", "scn 1", "wrong-case-keyword", safe=True),
    form(LineKind.VERSION, r"(?P<seen>(?:scn_?)?version)[ ]?[:=]?[ ]*\"?1(?:\.0)?\"?", "the version line must be `scn 1`",
         "write `scn 1`", "scn 1", "unknown-version"),
)  # fmt: skip
_PAIR = lazy_pattern(
    r"""[{,]*[ ]*(["'])(?P<key>[\w ]+)\1[ ]*:[ ]*(?P<value>"(?:[^"\\]|\\.)*"|'[^']*'|[^"'{}\[\],]*)[ ]*[,}]*"""
)
_KEYS = {"action": "say", "name": "scenario", "scenario_language": "language", "expected_outcome_prompt": "expect",
         "folder_path": "folder", "test_profile": "profile", "instruction": "do"}  # fmt: skip
_WRAPPERS = ('""', "''", "“”", "``", "[]", "()", "{}", "<>", "‘’", "«»")
_MARKS = {
    "`": "backticks", "[": "square brackets", "(": "parentheses", "{": "braces", "<": "angle brackets",
    "*": "asterisks", "_": "underscores",
}  # fmt: skip
"""Names of the characters around a line; all others are quotes."""
_BOLD = lazy_pattern(
    r"(?P<sign>\*\*|__|\*|_|`)(?P<key>[\w/ ]+?)(?::(?P=sign)|(?P=sign)[ ]?:|(?<=[A-Z])(?P=sign))[ ]*"
)
_ACTION_PAIR = lazy_pattern(r"(?P<seen>say|do)[ \t\xa0]+(?P<meant>say|do)[ \t\xa0]*:", re.IGNORECASE)
_REPEATED = lazy_pattern(r"(?P<seen>[\w/]+)[ ]+(?=(?P=seen)[ ]*:)")


def foreign_line(line: str, kind_of: Callable[[str], LineKind]) -> Diagnosis | None:
    """Diagnose a line of another format; `kind_of` classifies the rest of a line after quotes or brackets."""
    return (
        _homoglyph_keyword(line)
        or _quotes_around(line, kind_of)
        or _json_pair(line)
        or first_match(_FORMS, line)
    )


def _homoglyph_keyword(line: str) -> Diagnosis | None:
    """Explain a keyword with homoglyphs: `ѕау: Hello`."""
    word = re.match(r"(?:@[^ ]+[ ]+)?(?P<word>[^\W\d]\w*)", line)
    if not word or word["word"].isascii():
        return None
    plain = latin(word["word"])
    start, end = word.span("word")
    kind = classify(line[:start] + plain + line[end:])
    if plain == word["word"] or kind is _OTHER:
        return None
    message = f"`{word['word']}` contains letters from another alphabet"
    title = f"write `{plain}` in Latin letters"
    return kind, Mistake(
        "misspelt-keyword", message, Span(start, end), title, replacement(start, end, plain), title
    )


def repeated_keyword(line: str) -> Diagnosis | None:
    """Explain a keyword typed twice: `say say: Hello`."""
    match = _REPEATED.match(line)
    kind = classify(line[match.end() :]) if match else _OTHER
    if not match or kind is _OTHER:
        return None
    message = f"duplicate `{match['seen']}`"
    edits = replacement(0, match.end(), "")
    return kind, Mistake(
        "misspelt-keyword",
        message,
        Span(*match.span("seen")),
        f"remove the second `{match['seen']}`",
        edits,
        f"remove the second `{match['seen']}`",
    )


def action_pair(line: str) -> Diagnosis | None:
    """Explain two actions on one line: `do say: Hello`."""
    match = _ACTION_PAIR.match(line)
    if not match or match["seen"].casefold() == match["meant"].casefold():
        return None
    meant = f"{match['meant'].casefold()}:"
    message = f"unexpected `{match['seen']}` before `{match['meant']}:`"
    edits, title = replacement(0, match.end(), meant), f"write `{meant}`"
    return _ACTION, Mistake(
        "misspelt-keyword", message, Span(*match.span("seen")), f"write `{meant} …`", edits, title, safe=False
    )


def _quotes_around(line: str, kind_of: Callable[[str], LineKind]) -> Diagnosis | None:
    """Explain quotes or brackets around a line: `"say: Hello"`, `[FIRST_MESSAGE]`."""
    if line[:1] + line[-1:] not in _WRAPPERS or len(line) < 3:
        return None
    meant, span = line[1:-1].strip(), Span(0, len(line))
    kind = classify(meant)
    if kind is _OTHER and not (line[0] == "[" or ":" in line or meant[:1] in ('"', "'")):
        kind = kind_of(meant)
    if kind in (_OTHER, LineKind.BLANK, LineKind.COMMENT, LineKind.CONTINUATION):
        return None
    return kind, _needless_marks(line, span, meant, "this line")


def bold_keyword(line: str) -> Diagnosis | None:
    """Explain Markdown around a keyword: `**say:** Hello`."""
    bold = _BOLD.match(line)
    meant = (
        f"{bold['key']}{'' if bold['key'] in OPENINGS else ':'} {line[bold.end() :]}".strip() if bold else ""
    )
    kind = classify(meant)
    if not bold or kind in (_OTHER, LineKind.BLANK):
        return None
    return kind, _needless_marks(line, Span(0, bold.end()), meant, "this keyword")


def _needless_marks(line: str, span: Span, meant: str, inside: str) -> Mistake:
    sign = _MARKS.get(line[0], "quotes")
    message, hint = f"unexpected {sign} around {inside}", f"remove the {sign}"
    return Mistake("stray-line", message, span, hint, replacement(0, len(line), meant), hint)


def _json_pair(line: str) -> Diagnosis | None:
    """Explain a JSON key with its value: `"say": "Hello",`."""
    pair = _PAIR.fullmatch(line)
    if not pair or not unquoted(pair["value"]).strip("\"' "):
        return None
    written = pair["key"]
    key = _KEYS.get(written, written)
    value = unquoted(pair["value"])
    meant = f"{key}: {value}"
    if written in ("when", "condition"):
        meant = value if value in OPENINGS else f"AFTER @{value}" if value.isdigit() else f"WHEN {value}"
    elif written in ("first_message", "FIRST_MESSAGE"):
        meant = f"FIRST_MESSAGE\n  say: {value}"
    elif key not in (*FIELDS, "say", "do"):
        message = f"unexpected JSON key `{written}`: a script isn't JSON"
        span, own = (
            Span(pair.start("key") - 1, pair.end("key") + 1),
            written in ("id", "type", "fixed_message"),
        )
        edits = replacement(0, len(line), "") if own else ()
        return _OTHER, Mistake(
            "stray-line", message, span, _PAYLOAD, edits, "remove this line", safe=False, usable=False
        )
    span = Span(pair.start("key") - 1, pair.end("key") + 1)
    message = f"unexpected quotes around `{written}`: a script isn't JSON"
    title = f"write `{meant}`" if "\n" not in meant else "replace with a block"
    return classify(meant.split("\n")[0]), Mistake(
        "stray-line",
        message,
        span,
        f"write `{meant.split(chr(10))[0]}`",
        replacement(0, len(line), meant),
        title,
    )
