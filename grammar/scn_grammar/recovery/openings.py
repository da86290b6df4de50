"""Mistakes in the first line of a block: its label, its keyword, and what follows."""

import re
import unicodedata
from dataclasses import dataclass, replace

from scn_dsl.diagnostic import Edit
from scn_dsl.source import Span
from scn_grammar.labels import label_of
from scn_grammar.lines import UNSEEN
from scn_grammar.recovery.json_texts import bad_raw
from scn_grammar.recovery.keywords import LABELLED
from scn_grammar.recovery.mistake import Mistake, comment_behind, no_text, replacement, unquoted
from scn_grammar.recovery.tables import rows_below
from scn_grammar.recovery.triggers import explain_trigger

_NO_TRIGGER = 'write `WHEN The agent asks …` or `WHEN contains "…"`'


@dataclass(frozen=True, slots=True)
class _Opening:
    """The first line of a block.

    Attributes:
        keyword: Its keyword, for `AFTER` with the label; empty if it has none.
        start, end: The span of the keyword.
        at: Where the words after it start.
    """

    line: str
    keyword: str
    start: int
    end: int
    at: int

    @property
    def rest(self) -> str:
        """The words after the keyword."""
        return self.line[self.at :]

    @property
    def rest_span(self) -> Span:
        return Span(self.at, len(self.line))

    def as_follow_up(self) -> tuple[Edit, ...]:
        """Make the edit that leaves only `THEN`."""
        return replacement(self.start, len(self.line), "THEN")


def explain_opening(line: str) -> Mistake:
    """Explain the first line of a block that the grammar rejected."""
    if lone := re.match(r"(@[^ \t\xa0\n]+)[ \t\xa0\r]*(?:\n[ \t\xa0]*|$)", line):
        return _lone_label(line, lone)
    labeled = LABELLED.match(line)
    label = (labeled["label"] or "").rstrip() if labeled else ""
    start = labeled.start("rest") if labeled else 0
    if label == "@":
        message, hint = "missing label name after `@`", "write `@name WHEN …`, or remove `@`"
        return Mistake(
            "bad-label", message, Span(0, 1), hint, replacement(0, start, ""), "remove `@`", safe=False
        )
    if label and label_of(label, 0) is None:
        return _bad_label(label, 0)
    word = re.compile(r"\w+").match(line, start)
    opening = _opening(line, word[0] if word else "", start, word.end() if word else start)
    match opening.keyword:
        case "WHEN":
            return _when(opening)
        case "AFTER":
            return _after(opening)
        case _:
            return _extra_words(opening)


def _opening(line: str, keyword: str, start: int, end: int) -> _Opening:
    return _Opening(line, keyword, start, end, len(line) - len(line[end:].lstrip(" \t\xa0")))


def _lone_label(line: str, lone: re.Match[str]) -> Mistake:
    edits = replacement(lone.end(1), lone.end(), " ") if lone.end() < len(line) else ()
    message = "a label must be on the same line as its block's keyword"
    title = "move the label to the line below, before the keyword"
    return Mistake("bad-label", message, Span(0, lone.end(1)), f"write `{lone[1]} WHEN …`", edits, title)


def _bad_label(label: str, start: int) -> Mistake:
    end = start + len(label)
    plain = unicodedata.normalize("NFKD", UNSEEN.sub("", label.strip("@\"'")).casefold())
    meant = re.sub(r"[^a-z0-9_-]+", "-", plain.encode("ascii", "ignore").decode()).strip("-_")
    meant = meant if meant[:1].isalpha() or meant.isdigit() else f"step-{meant}".rstrip("-")
    title = f"write `@{meant}`"
    hint = f"use lowercase letters, digits, `-` and `_`: {title}"
    if plain[:1].isdigit():
        hint = f"start the label with a letter: {title}"
    edits, safe = replacement(start, end, f"@{meant}"), f"@{meant}" == label.casefold().rstrip(":,;.")
    return Mistake("bad-label", f"invalid label `{label}`", Span(start, end), hint, edits, title, safe)


def _when(of: _Opening) -> Mistake:
    if not of.rest:
        keep = replacement(of.end, of.end, ' raw: "?"')
        span = Span(of.start, of.end)
        return Mistake("empty-text", "missing trigger after `WHEN`", span, _NO_TRIGGER, keep, usable=False)
    if raw := re.compile(r"raw[ \t\xa0]*:[ \t\xa0]*").match(of.line, of.at):
        return bad_raw(of.line, raw.end())
    mistake = explain_trigger(of.line, of.at)
    if of.at > of.end:
        return mistake
    return replace(mistake, edits=tuple(_with_blank(of.line, edit, of.at) for edit in mistake.edits))


def _with_blank(line: str, edit: Edit, at: int) -> Edit:
    """Add a space between WHEN and its trigger to `edit`, if the edit would join them."""
    glued = edit.span.start == at and (edit.text + line[edit.span.end :])[:1].strip()
    return Edit(edit.span, f" {edit.text}") if glued else edit


def _after(of: _Opening) -> Mistake:
    return (
        _missing_label(of)
        or _words_before_label(of)
        or _trigger_after_label(of)
        or _several_labels(of)
        or _words_after_label(of)
        or _no_label(of)
    )


def _missing_label(of: _Opening) -> Mistake | None:
    if of.rest:
        return None
    hint = "write `AFTER @name`, with the label of the block to follow up on"
    edits, span = replacement(of.start, of.end, "THEN"), Span(of.start, of.end)
    return Mistake("bad-label", "missing label after `AFTER`", span, hint, edits, "write `THEN`", safe=False)


def _words_before_label(of: _Opening) -> Mistake | None:
    """Explain a keyword or a space between AFTER and its label."""
    match = re.fullmatch(r"(?:(?:THEN|WHEN)\s+(?=@)|@[ \t\xa0]+)@?([a-z0-9][a-z0-9_-]*)", of.rest)
    if not match:
        return None
    title = f"write `AFTER @{match[1]}`"
    message = f"unexpected `{of.rest.split(maxsplit=1)[0]}` between `AFTER` and its label"
    if of.rest.startswith("@"):
        message = "unexpected space between `@` and the label's name"
    span, edits = Span(of.at, match.start(1) + of.at), replacement(of.at, len(of.line), f"@{match[1]}")
    return Mistake("bad-label", message, span, title, edits, title)


def _trigger_after_label(of: _Opening) -> Mistake | None:
    trigger = re.match(r"(@?[a-z][a-z0-9_-]*)[ \t\xa0]+(?=(?:WHEN|IF|if|when)\b|contains\b|[\"“])", of.rest)
    if not trigger:
        return None
    label = "@" + trigger[1].lstrip("@")
    words = of.rest[trigger.end() :].removeprefix("WHEN").strip()
    message = (
        "`AFTER` doesn't accept a trigger: the block runs on the caller's next turn, whatever the agent says"
    )
    hint = f"write `AFTER {label}`; to wait for the agent instead, write `WHEN {words[:60]}`"
    edits, span = replacement(of.at, len(of.line), label), Span(of.at + trigger.end(), len(of.line))
    return Mistake("bad-label", message, span, hint, edits, f"write `AFTER {label}`", safe=False)


def _several_labels(of: _Opening) -> Mistake | None:
    several = re.fullmatch(
        r"(@[a-z0-9_-]+)(?:[ \t\xa0]*(?:,|;|&|\bor\b|\band\b|\bOR\b|\bAND\b)[ \t\xa0]*@[\w-]+)+", of.rest
    )
    if not several:
        return None
    edits, span = replacement(of.at, len(of.line), several[1]), Span(of.at + several.end(1), len(of.line))
    message, hint = "`AFTER` can follow up on only one block", "write one `AFTER` block for each label"
    return Mistake("bad-label", message, span, hint, edits, f"keep only `{several[1]}`", safe=False)


def _words_after_label(of: _Opening) -> Mistake | None:
    word = of.rest.split(maxsplit=1)[0]
    if not word.startswith("@") or word == of.rest:
        return None
    return _extra_words(_opening(of.line, f"AFTER {word}", of.start, of.at + len(word)))


def _no_label(of: _Opening) -> Mistake:
    """Explain words where the label of AFTER belongs."""
    rest, word = of.rest, of.rest.split(maxsplit=1)[0]
    if word in ("FIRST_MESSAGE", "WHEN"):
        hint = f"write `@name {rest[:60]}` above, and `AFTER @name` here"
        message, span = f"`AFTER` needs a block label, not `{word}`", Span(of.at, of.at + len(word))
        return Mistake("bad-label", message, span, hint, of.as_follow_up(), usable=False)
    if re.fullmatch(r"\d+(?:[.,]\d+)?[ ]?(?:ms|s|secs?|seconds?|m|mins?|minutes?|turns?)\.?", rest):
        message = f"`AFTER` needs a block label, but `{rest}` is a time"
        hint = 'for a pause, put a tag in a `say:`: `say: <silence time="2s" />`'
        return Mistake("bad-label", message, of.rest_span, hint, of.as_follow_up(), usable=False)
    if word == rest and label_of(f"@{rest}", 0):
        message, hint = f"missing `@` before the label `{rest}`", f"write `AFTER @{rest}`"
        edits = replacement(of.at, of.at, "@")
        return Mistake("bad-label", message, of.rest_span, hint, edits, f"write `@{rest}`")
    if word == rest:
        return _bad_label(rest, of.at)
    hint = "write `AFTER @name`, with the label of the block to follow up on"
    return Mistake(
        "bad-label", f"invalid label `{rest}`", of.rest_span, hint, of.as_follow_up(), usable=False
    )


def _extra_words(of: _Opening) -> Mistake:
    """Explain words after FIRST_MESSAGE, THEN, or AFTER and its label."""
    return (
        rows_below(of.line, of.end)
        or _text_behind_bar(of)
        or comment_behind(of.line, of.end)
        or _second_keyword(of)
        or _action_behind(of)
        or _label_behind(of)
        or _words_behind(of)
    )


def _text_behind_bar(of: _Opening) -> Mistake | None:
    bar = re.compile(r"\s*(?P<mark>\|\|?)[ \t\xa0]*").match(of.line, of.end)
    if not bar:
        return None
    edits, mark = replacement(of.end, bar.end(), "\n  say: "), Span(*bar.span("mark"))
    return Mistake(
        "stray-line", no_text(bar["mark"]), mark, "write `say:`", edits, "write `say:`", safe=False
    )


def _second_keyword(of: _Opening) -> Mistake | None:
    """Explain signs, or a keyword after the keyword."""
    rest, keyword = of.rest, of.keyword
    if re.fullmatch(rf"[.:;,!{{(-]+|{re.escape(keyword)}|THEN", rest):
        message, title = f"unexpected `{rest}` after `{keyword}`", f"remove `{rest}`"
        edits = replacement(of.end, len(of.line), "")
        return Mistake("extra-words", message, of.rest_span, title, edits, title)
    if re.match(r"(?:WHEN|AFTER)\b", rest):
        message = f"`{keyword}` and `{rest.split(maxsplit=1)[0]}` can't open the same block"
        start, title = max(of.line.rfind(keyword, 0, of.at), 0), f"remove `{keyword}`"
        span, edits = Span(start, start + len(keyword)), replacement(start, of.at, "")
        return Mistake("extra-words", message, span, title, edits, title, safe=False)
    return None


def _action_behind(of: _Opening) -> Mistake | None:
    rest, message = of.rest, _needs_own_line(of)
    if re.match(r"(?:say|do)(?:[ \t\xa0]+raw)?[ \t\xa0]*:|(?:end call|wait)$", rest):
        title = f"move `{rest[:60]}` to its own line"
        edits = replacement(of.end, of.at, "\n  ")
        return Mistake("extra-words", message, of.rest_span, title, edits, title)
    if spoken := re.match(r"(say|do)[ \t\xa0]+(?=[\"“'])", rest):
        edits = replacement(of.end, len(of.line), f"\n  {spoken[1]}: {unquoted(rest[spoken.end() :])}")
        hint, title = f"write `{spoken[1]}: …` on its own line", "move the action to its own line"
        return Mistake("extra-words", message, of.rest_span, hint, edits, title)
    return None


def _label_behind(of: _Opening) -> Mistake | None:
    if not re.match(r"@[a-z0-9_.-]+$", of.rest):
        return None
    meant = f"{of.rest} {of.keyword}"
    hint, edits = f"put the label first: `{meant}`", replacement(0, len(of.line), meant)
    return Mistake("extra-words", _needs_own_line(of), of.rest_span, hint, edits, f"write `{meant}`")


def _words_behind(of: _Opening) -> Mistake:
    """Explain other words: what the agent does, or what the caller says."""
    rest, message, span = of.rest, _needs_own_line(of), of.rest_span
    if of.keyword == "THEN" and re.match(
        r"(?:(?:the|an?)[ ])?(?:agent|bot|assistant)\b", rest, re.IGNORECASE
    ):
        hint, title = (
            f"to wait for the agent, start a new block: `WHEN {rest[:60]}`",
            f"write `WHEN {rest[:60]}`",
        )
        edits = replacement(of.line.rfind(of.keyword, 0, of.at), of.at, "WHEN ")
        return Mistake("extra-words", message, span, hint, edits, title, safe=False)
    hint = "write what the caller says on the next line, after `say:`"
    title = "move the words to the next line, after `say:`"
    edits = replacement(of.end, len(of.line), f"\n  say: {unquoted(rest.strip('():=-– '))}")
    read_as = replacement(of.end, len(of.line), "")
    return Mistake(
        "extra-words", message, span, hint, edits, title, safe=False, usable=False, read_as=read_as
    )


def _needs_own_line(of: _Opening) -> str:
    return f"`{of.keyword}` must be on its own line"
