"""Tests: their first line and their steps as other tools write them, and steps and other lines in the wrong place."""

import re
from collections.abc import Iterator

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Block, CallTest, Field, FirstMessage, ScriptItem, Sentence, When
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS, BLOCK, STEPS, TEST, TITLES
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify, parts_of
from scn_grammar.recovery.line_forms import first_match, form
from scn_grammar.recovery.mistake import Diagnosis, Mistake, comment_behind, replacement, unquoted

_ACTION, _OPENING, _OTHER = LineKind.ACTION, LineKind.OPENING, LineKind.UNKNOWN
_UNKNOWN = "unknown keyword `{0}`"
_AGENT = (
    r"(?:(?:the|main|ai|voice)[ _])*(?:agent|bot|assistant|ai|operator|receptionist|system|chatbot|voicebot)"
)
_CALLER = r"(?:(?:the|simulated)[ _])*(?:caller|user|customer|client|patient|guest|human|person|me|i|tester)"
_SAYS = r"(?:[ ](?:says?|asks?|said|asked|repl(?:y|ies)|answers?))?"
_QUOTED = r"[ ]*(?P<value>[\"'“].*[\"'”])"

_HEADS = (
    form(_OPENING, r"(?P<seen>tests?(?:[ _-]?case)?)[ ]?[:：][ ]*(?P<value>\S.*)", _UNKNOWN, "write `test: …`",
         "test: {value}", "misspelt-keyword"),
    form(_OPENING, r"(?P<seen>test)[ ]*=[ ]*(?P<value>\S.*)", "missing `:` after `{0}`", "write `test: …`", "test: {value}",
         "missing-colon"),
    form(_OPENING, r"(?P<seen>test)" + _QUOTED + r"[ ]*[:{]?", "missing `:` after `{0}`", "write `test: …`",
         "test: {value}", "missing-colon"),
    form(_OPENING, r"(?P<seen>(?:it|test|describe|context|specify|scenario)(?:\.\w+)?[ ]?\()[ ]*"
         r"(?P<value>\"[^\"]*\"|'[^']*'|`[^`]*`|“[^”]*”)(?:[ ]*[,)].*)?", "a test starts with `test:`, not with `{0}`",
         "write `test: …`", "test: {value}", "misspelt-keyword"),
    form(_OPENING, r"(?P<seen>(?:async[ ]+)?(?:def|func|function|fn)[ ]+[Tt]est_?)(?P<name>\w+)[ ]?\(.*",
         "a test starts with `test:`", r"write `test: \g<name>`", r"test: \g<name>", "misspelt-keyword"),
)  # fmt: skip
"""First lines of tests."""

_INSIDE = (
    form(_OPENING, r"(?P<seen>test)[ ]+(?P<value>[^:=].*)", "missing `:` after `{0}`", "write `test: …`",
         "test: {value}", "missing-colon"),
    form(_ACTION, r"(?P<seen>silent|quiet)[ ]?(?:[.:;,!]+|\(\))", "unexpected characters after `{0}`", "write only the word",
         r"\g<seen>", "extra-words", safe=True),
    form(_ACTION, r"(?P<seen>silent|quiet)[ ]+[^#\s].*", "`{0}` must be on its own line", "write only the word",
         r"\g<seen>", "extra-words"),
    form(_ACTION, r"(?P<seen>wait)\b.*", "`{0}` doesn't belong in a test",
         "if the caller says nothing, write `quiet`; if the agent says nothing, write `silent`", "quiet"),
    form(_ACTION, r"(?P<seen>hear|cut[ ]+off|as|plays)", "missing `:` and text after `{0}`", r"write the text after `\g<seen>:`",
         name="missing-colon"),
    form(_OTHER, r"(?P<seen>[-=]*[>→]|<[-=]*)[ ]*\w.*", "unexpected `{0}` at the start of this line",
         "write `hear: …` for the agent's words, and `say: …` for the caller's"),
    form(_ACTION, rf"(?P<seen>{_AGENT}[ ](?:is|stays|remains|keeps)?[ ]?(?:silent|quiet|says[ ]nothing)|silence|silen[ct]e?"
         rf"|no[ _-]?input|timeout|{_AGENT}[ ]says[ ]nothing)[ ]?[.:]?", _UNKNOWN,
         "if the agent says nothing, write `silent`", "silent", "misspelt-keyword"),
    form(_ACTION, rf"(?P<seen>quite|queit|quiete?|{_CALLER}[ ](?:is|stays|remains|keeps)[ ](?:silent|quiet)"
         rf"|{_CALLER}[ ]says[ ]nothing|says[ ]nothing|no[ _-]?(?:reply|response|answer)|stays?[ ](?:silent|quiet))[ ]?[.:]?",
         _UNKNOWN, "if the caller says nothing, write `quiet`", "quiet", "misspelt-keyword"),
    form(_ACTION, r"(?P<seen>nothing|none|null|pass|\.{2,}|…|-+)[.:]?", _UNKNOWN,
         "if the caller says nothing, write `quiet`; if the agent says nothing, write `silent`", name="misspelt-keyword"),
    form(_ACTION, r"(?P<seen>cut[ _-]*off|cut(?:s|ting)?[ _-]?(?:off|in)|cutt?off|interrupt(?:s|ed|ion)?|barge[ _-]?in"
         rf"|(?:{_AGENT}[ ])?(?:interrupts|cuts[ ](?:in|off)|talks[ ]over))[ ]?[:：=][ ]*(?P<value>\S.*)",
         _UNKNOWN, "write `cut off: …`", "cut off: {value}", "misspelt-keyword", safe=True),
    form(_ACTION, r"(?P<seen>cut[ ]+off)(?![ ]+raw\b)[ ]+(?P<value>[^:].*)", "missing `:` after `{0}`",
         "write `cut off: …`", "cut off: {value}", "missing-colon", safe=True),
    form(_ACTION, r"(?P<seen>hears?|heard|heer|haer|hera|herar?|her|here|heare?)[ ]?[:：=][ ]*(?P<value>\S.*)",
         _UNKNOWN, "write `hear: …`", "hear: {value}", "misspelt-keyword", safe=True),
    form(_ACTION, rf"(?P<seen>(?:{_AGENT}|listen){_SAYS})[ ]?[:：][ ]*(?P<value>\S.*)",
         "unknown keyword `{0}`: `hear:` is what the agent says", "write `hear: …`", "hear: {value}",
         "misspelt-keyword", safe=True),
    form(_ACTION, r"(?P<seen>hear)" + _QUOTED, "missing `:` after `{0}`", "write `hear: …`", "hear: {value}",
         "missing-colon", safe=True),
    form(_ACTION, r"(?P<seen>hear)(?![ ]+raw\b)[ ]+(?P<value>[^:=].*)", "missing `:` after `{0}`", "write `hear: …`",
         "hear: {value}", "missing-colon", safe=True),
    form(_ACTION, rf"(?P<seen>user{_SAYS})[ ]?[:：][ ]*(?P<value>\S.*)",
         "unknown keyword `{0}`: `say:` is what the caller says, and `hear:` what the agent says",
         "write `say: …`, or `hear: …`", "say: {value}", "misspelt-keyword"),
    form(_ACTION, rf"(?P<seen>{_CALLER}{_SAYS})[ ]?[:：][ ]*(?P<value>\S.*)",
         "unknown keyword `{0}`: `say:` is what the caller says", "write `say: …`", "say: {value}",
         "misspelt-keyword", safe=True),
    form(_ACTION, r"(?P<seen>expect(?:s|ed|ation)?|assert|then|reply|response|answer|says?|output|should[ ]say)"
         r"[ ]?[:：=][ ]*(?P<value>\S.*)", "unknown keyword `{0}`: a test says what the caller does",
         "write `say: …` for the caller's words, `do: …` for an instruction, or `end call`", "say: {value}",
         "misspelt-keyword"),
    form(_ACTION, r"(?P<seen>matches|match(?:es)?[ ]as|counts[ ]as|meaning|means|intent|trigger|like)[ ]?[:：=][ ]*"
         r"(?P<value>\S.*)", "unknown keyword `{0}`: `as:` names the sentence that a message matches", "write `as: …`",
         "as: {value}", "misspelt-keyword"),
    form(_ACTION, r"(?P<seen>label)[ ]?[:=][ ]*@?(?P<name>[a-z][\w-]*)",
         "unknown keyword `{0}`: `as:` names the sentence that a message matches", r"write `as: @\g<name>`",
         r"as: @\g<name>", "misspelt-keyword"),
    form(_ACTION, r"(?P<seen>as)[ ]+(?P<value>@[\w.-]+)", "missing `:` after `{0}`", "write `as: …`", "as: {value}",
         "missing-colon", safe=True),
    form(_ACTION, r"(?P<seen>as)[ ]?=[ ]*(?P<value>\S.*)", "expected `:` after `{0}`, not `=`", "write `as: …`",
         "as: {value}", "missing-colon", safe=True),
    form(_ACTION, r"(?P<seen>plays?|playing|runs?|scenario[ ]name)[ ]?[:：=][ ]*(?P<value>\S.*)", _UNKNOWN,
         "write `plays: …`", "plays: {value}", "misspelt-keyword"),
    form(_ACTION, r"(?P<seen>plays?)[ ]+(?P<value>[^:=].*)", "missing `:` after `{0}`", "write `plays: …`",
         "plays: {value}", "missing-colon"),
    form(_OTHER, r"(?P<seen>[})\]]+;?|end[ _-]?test|pass)", "tests don't need an end", "remove this line", "", safe=True),
)  # fmt: skip
"""Lines in tests."""

_NAMED = lazy_pattern(r"[^\W\d][\w'’/-]*(?:[ ]+off)?", re.IGNORECASE)
_STEP = lazy_pattern(rf"(?:{'|'.join(STEPS).replace(' ', '[ ]+')})\b")
_MISSING = {
    "hear": ("write what the agent says; if it says nothing, write `silent`", "silent"),
    "cut off": ("write what the agent says while the caller is speaking: `cut off: Hello?`", ""),
    "as": ("write the label of a `WHEN` block, such as `as: @day`, or its sentence", ""),
    "plays": ("write the name of a scenario, or a part of it", ""),
    "say": ("write what the caller says; if it says nothing, write `quiet`", "quiet"),
    "do": ("write the instruction of the script; `do: …` stands for any", "do: …"),
}
"""Hints for steps without a text, each with the step that may be meant."""


def step_keyword(line: str) -> str | None:
    """Return the keyword of a line that only tests have; `None` for another line."""
    found = _STEP.match(line)
    if found is None or classify(line) is not _ACTION:
        return None
    return " ".join(found[0].split())


def is_test_head(line: str) -> bool:
    """Tell whether the first line of a block or a test starts a test, or was meant to."""
    if classify(line) is _OPENING or line[:8].casefold() == "scenario":
        return line[:4] not in ("WHEN", "THEN") and line[:4].casefold() in ("test", "scen")
    found = test_head(line, TEST)
    return found is not None and found[0] is _OPENING


def test_head(line: str, above: str) -> Diagnosis | None:
    """Diagnose a line that was meant to start a test."""
    if "\n" in line:
        return None
    if cased := _wrong_case(line, ("test",), _OPENING):
        return cased
    forms = _HEADS if above == TEST or not line.casefold().startswith("scenario") else ()
    found = first_match(forms, line) or (first_match(_INSIDE[:1], line) if above == TEST else None)
    if found and line.startswith("test") and found[1].name == "misspelt-keyword" and line[4:5] in (":", " "):
        return None
    return found


def test_line(line: str) -> Diagnosis | None:
    """Diagnose a line of a test."""
    found = test_head(line, TEST) or _wrong_case(line, STEPS, _ACTION)
    return found or (None if "\n" in line else first_match(_INSIDE, line))


def _wrong_case(line: str, keywords: tuple[str, ...], kind: LineKind) -> Diagnosis | None:
    """Diagnose a keyword in the wrong case: `Hear: Hello`."""
    head = _NAMED.match(line)
    meant = " ".join(head[0].split()).casefold() if head else ""
    if head is None or meant not in keywords or head[0] == head[0].casefold():
        return None
    rest = line[head.end() :]
    if classify(meant + rest) is not kind:
        return None
    edits, title = replacement(0, head.end(), meant), f"write `{meant}`"
    message = f"`{head[0]}` must be lowercase"
    return kind, Mistake("wrong-case-keyword", message, Span(*head.span()), title, edits, title)


def unknown_step(line: str) -> Diagnosis | None:
    """Diagnose a line of a test with a word that resembles no keyword: `gibberish: Hello`."""
    head = _NAMED.match(line)
    if head is None or not re.match(rf"[{BLANKS}]*[:：=]", line[head.end() :]):
        return None
    hint = "a test has the lines `hear:`, `as:`, `cut off:`, `silent`, `say:`, `do:`, `end call`, `quiet` and `plays:`"
    return _ACTION, Mistake(
        "misspelt-keyword", f"{_UNKNOWN.replace('{0}', head[0])}", Span(*head.span()), hint, usable=False
    )


def called_scenario(line: str) -> Mistake | None:
    """Explain `scenario:` above the steps of a test."""
    if not re.match(rf"(?i:scenario)[{BLANKS}]*[:：]", line):
        return None
    name = line[len("scenario") :].strip(BLANKS + ":：")
    message, title = "the lines below are steps, so this is a test, not a scenario", "write `test:`"
    edits = replacement(0, len(line), f"test: {name}".rstrip())
    return Mistake("misspelt-keyword", message, Span(0, len("scenario")), title, edits, title, safe=False)


def wrong_step(line: str, above: str) -> Mistake | None:
    """Explain a step that the grammar rejected although its keyword is right: outside of a test, or without its text."""
    return _in_test(line) if above == TEST else _elsewhere(line, above)


def _in_test(line: str) -> Mistake | None:
    first = line.split("\n", maxsplit=1)[0].rstrip(BLANKS)
    if re.match(r"wait\b", first) and (found := first_match(_INSIDE, first)):
        return found[1]
    word = re.match(r"(?:silent|quiet)\b", first)
    if word:
        return comment_behind(line, word.end()) or _after_word(first, word[0])
    parts = parts_of(line)
    if parts and parts.sign and not parts.raw and not parts.rest.strip(BLANKS + "|"):
        hint, meant = _MISSING.get(parts.keyword, ("write a text", ""))
        edits = replacement(0, len(line), meant) if meant else ()
        message = f"missing text after `{parts.keyword}:`"
        return Mistake(
            "empty-text", message, Span(0, len(first)), hint, edits, f"write `{meant}`", safe=False, usable=bool(meant)
        )  # fmt: skip
    if parts and parts.keyword == "say/do":
        message, hint = "`say/do:` doesn't belong in a test", "write `say: …` or `do: …`, as in the script"
        return Mistake("stray-line", message, Span(0, len("say/do")), hint, usable=False)
    return None


def _after_word(line: str, word: str) -> Mistake:
    rest = line[len(word) :].strip(BLANKS + ":=-–—|.,")
    who, keyword = ("agent", "hear") if word == "silent" else ("caller", "say")
    message = f"`{word}` must be on its own line"
    if not rest:
        signs, edits = line[len(word) :].strip(BLANKS), replacement(len(word), len(line), "")
        message, title = f"unexpected `{signs}` after `{word}`", f"remove `{signs}`"
        return Mistake("extra-words", message, Span(len(word), len(line)), title, edits, title)
    hint = f"remove the text after `{word}`, or write what the {who} says: `{keyword}: {rest[:60]}`"
    edits, title = replacement(len(word), len(line), ""), f"remove the text after `{word}`"
    return Mistake("extra-words", message, Span(len(word), len(line)), hint, edits, title, safe=False)


def _elsewhere(line: str, above: str) -> Mistake | None:
    keyword = step_keyword(line)
    if keyword is None:
        return None
    first = line.split("\n", maxsplit=1)[0].rstrip(BLANKS)
    span = Span(0, len(keyword))
    shown = keyword if keyword in ("silent", "quiet") else f"{keyword}:"
    if above != BLOCK:
        hint = "start a test above it: `test: The agent asks for a name`"
        return Mistake("stray-line", f"`{shown}` is outside a test", span, hint, usable=False)
    message = f"`{shown}` is a line of a test, and this is a block"
    hint = "write a test in a file of its own, `NAME.test.scn`, next to this script"
    if keyword in ("hear", "cut off"):
        words = unquoted(first.partition(":")[2].strip())[:60]
        hint = f"to wait for the agent, write `WHEN The agent says {words}`; tests are in `NAME.test.scn`, next to the script"
    elif keyword in ("silent", "quiet"):
        hint = "to let the agent speak first, write `wait` in `FIRST_MESSAGE`; tests are in `NAME.test.scn`"
    return Mistake("stray-line", message, span, hint, usable=False)


def field_inside(line: str) -> Mistake:
    """Explain a field between the steps of a test."""
    keyword = re.match(r"[\w.]+", line)
    name = keyword[0] if keyword else line
    hint = "move it to the top of the file, above the first test"
    meant = {"agent": "hear", "assistant": "hear", "expect": "say", "response": "say", "answer": "say"}.get(
        name, ""
    )
    if meant == "say":
        hint = "write what the caller does: `say: …`, `do: …`, `end call` or `quiet`"
    elif meant:
        hint = "write `hear: …` for what the agent says"
    elif name not in ("script", "import", "let", "target"):
        hint = "remove this line, or move it to the script: a test has only steps"
    edits, title = (replacement(0, len(name), meant), f"write `{meant}:`") if meant else ((), None)
    message = f"`{name}` can't be inside a test"
    return Mistake(
        "stray-line",
        message,
        Span(0, len(name)),
        hint,
        edits,
        title,
        safe=meant == "hear",
        usable=bool(meant),
    )


def lines_below_tests(items: list[ScriptItem]) -> Iterator[tuple[ScriptItem, Diagnostic]]:
    """Yield the blocks and settings below a test, which belong to nothing, each with its diagnostic."""
    in_test = False
    for item in items:
        if isinstance(item, CallTest):
            in_test = True
        elif isinstance(item, Field) and item.name in TITLES:
            in_test = False
        elif in_test and isinstance(item, Block):
            yield item, _block_below(item)
        elif in_test:
            name = item.name if isinstance(item, Field) else None
            mistake = field_inside(f"{name}:" if name else "let")
            yield item, mistake.diagnostic(item.at)


def _block_below(block: Block) -> Diagnostic:
    opening = block.opening
    keyword = {"FirstMessage": "FIRST_MESSAGE"}.get(type(opening).__name__, type(opening).__name__.upper())
    start = opening.span.start
    span = block.place(Span(start, start + len(keyword)))
    whole = block.place(opening.span)
    message = f"`{keyword}` can't be inside a test"
    hint = f"remove `{keyword}`: a test only says what is heard, and what the caller does then"
    fix: Fix | None = Fix(f"remove `{keyword}`", (Edit(whole, ""),), safe=False)
    if isinstance(opening, FirstMessage):
        hint = "remove `FIRST_MESSAGE`: what the caller says above the first `hear:` is compared with it"
    elif isinstance(opening, When):
        trigger = opening.trigger
        hint, fix = "write what the agent says, for example `hear: When would you like to come?`", None
        if isinstance(trigger, Sentence):
            hint += f", and below it `as: {trigger.text.value[:60]}`"
    return report("stray-line", span, message, hint, fix=fix)
