"""Explains rejected lines: matches wrong forms on purpose, and finds the line that was probably meant."""

import json
import re
import unicodedata
from dataclasses import replace

from scn_dsl.diagnostic import NO_KEYWORD, Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS, NAMED_LINES
from scn_grammar.homoglyphs import latin
from scn_grammar.labels import label_of
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import UNSEEN, parts_of
from scn_grammar.recovery.keywords import LABELLED
from scn_grammar.recovery.mistake import WITHOUT_KEYWORD, Mistake, comment_behind, replacement, unquoted
from scn_grammar.recovery.names import fields_of, platform_mistake
from scn_grammar.recovery.reuse_lines import EMPTY_HINTS
from scn_grammar.recovery.steps import wrong_step
from scn_grammar.recovery.tables import rows_below
from scn_grammar.recovery.triggers import explain_trigger
from scn_grammar.recovery.understand import understand


def explain_line(line: str, kind: LineKind, above: str = "") -> Mistake:
    """Explain a line that the grammar rejected.

    Args:
        line: The stripped line with its continuation lines.
        kind: Its kind, or the kind it was meant to be.
        above: As in `understand`.

    Raises:
        Nothing: a line that matches no known wrong form is a stray line.
    """
    match kind:
        case LineKind.OPENING:
            return understand(line, above).mistake or _opening(line)
        case LineKind.ACTION:
            return wrong_step(line, above) or understand(line, above).mistake or _action(line)
        case LineKind.TITLE | LineKind.SETTING | LineKind.DETAIL | LineKind.VERSION:
            return _json_behind_letters(line) or understand(line, above).mistake or _setting(line)
        case LineKind.CONTINUATION:
            if table := rows_below(line, 0):
                return table
            mark = _BAR.match(line)
            message, whole = _no_text(mark[0] if mark else "|"), Span(0, mark.end() if mark else 1)
            return Mistake("stray-line", message, whole, "start the text with `say:` or a field name")
        case _:
            return understand(line, above).mistake or _stray(line, above)


_BAR = lazy_pattern(r"\|\|?")
_LETTER = lazy_pattern(r"\n[ \t\xa0\r]*(?P<mark>\|\|)")


def _no_text(mark: str) -> str:
    return f"`{mark}` needs text above it to continue"


def _json_behind_letters(line: str) -> Mistake | None:
    """Explain JSON that continues after `||`."""
    parts, mark = parts_of(line), _LETTER.search(line)
    if not mark or not parts or not (parts.raw or "." in parts.keyword):
        return None
    span, title = Span(*mark.span("mark")), "write `|`"
    message, hint = (
        "this line continues the JSON above, so it must start with `|`, not `||`",
        "write `|`; for a line break in a JSON string, write `\\n`",
    )
    edits = tuple(Edit(Span(*each.span("mark")), "|") for each in _LETTER.finditer(line))
    return Mistake("bad-json", message, span, hint, edits, title, safe=False)


def _opening(line: str) -> Mistake:
    if lone := re.match(r"(@[^ \t\xa0\n]+)[ \t\xa0\r]*(?:\n[ \t\xa0]*|$)", line):
        hint = f"write `{lone[1]} WHEN …`"
        edits = replacement(lone.end(1), lone.end(), " ") if lone.end() < len(line) else ()
        message, title = (
            "a label must be on the same line as its block's keyword",
            "move the label to the line below, before the keyword",
        )
        return Mistake("bad-label", message, Span(0, lone.end(1)), hint, edits, title)
    labeled = LABELLED.match(line)
    label = (labeled["label"] or "").rstrip() if labeled else ""
    start = labeled.start("rest") if labeled else 0
    if label == "@":
        hint = "write `@name WHEN …`, or remove `@`"
        edits = replacement(0, start, "")
        return Mistake(
            "bad-label", "missing label name after `@`", Span(0, 1), hint, edits, "remove `@`", safe=False
        )
    if label and label_of(label, 0) is None:
        return _bad_label(label, 0)
    word = re.compile(r"\w+").match(line, start)
    keyword, end = (word[0], word.end()) if word else ("", start)
    rest = line[end:].lstrip(" \t\xa0")
    at = len(line) - len(rest)
    match keyword:
        case "WHEN":
            return _when(line, start, end, rest, at)
        case "AFTER":
            return _after(line, start, end, rest, at)
        case _:
            return _extra_words(line, keyword, end, at, rest)


def _when(line: str, start: int, end: int, rest: str, at: int) -> Mistake:
    if not rest:
        keep = replacement(end, end, ' raw: "?"')
        hint = 'write `WHEN The agent asks …` or `WHEN contains "…"`'
        return Mistake(
            "empty-text", "missing trigger after `WHEN`", Span(start, end), hint, keep, usable=False
        )
    raw = re.compile(r"raw[ \t\xa0]*:[ \t\xa0]*").match(line, at)
    if raw:
        return _bad_raw(line, raw.end())
    mistake = explain_trigger(line, at)
    return (
        mistake
        if at > end
        else replace(mistake, edits=tuple(_with_blank(line, edit, at) for edit in mistake.edits))
    )


def _with_blank(line: str, edit: Edit, at: int) -> Edit:
    """Add a space between WHEN and its trigger to `edit`, if the edit would join them."""
    glued = edit.span.start == at and (edit.text + line[edit.span.end :])[:1].strip()
    return Edit(edit.span, f" {edit.text}") if glued else edit


def _extra_words(line: str, keyword: str, end: int, at: int, rest: str) -> Mistake:
    """Explain words after FIRST_MESSAGE, THEN, or AFTER and its label."""
    if table := rows_below(line, end):
        return table
    if bar := re.compile(r"\s*(?P<mark>\|\|?)[ \t\xa0]*").match(line, end):
        edits = replacement(end, bar.end(), "\n  say: ")
        message, mark = _no_text(bar["mark"]), Span(*bar.span("mark"))
        return Mistake("stray-line", message, mark, "write `say:`", edits, "write `say:`", safe=False)
    if behind := comment_behind(line, end):
        return behind
    message = f"`{keyword}` must be on its own line"
    span = Span(at, len(line))
    if re.fullmatch(rf"[.:;,!{{(-]+|{re.escape(keyword)}|THEN", rest):
        message, title = f"unexpected `{rest}` after `{keyword}`", f"remove `{rest}`"
        return Mistake("extra-words", message, span, title, replacement(end, len(line), ""), title)
    if re.match(r"(?:WHEN|AFTER)\b", rest):
        message, title = (
            f"`{keyword}` and `{rest.split(maxsplit=1)[0]}` can't open the same block",
            f"remove `{keyword}`",
        )
        start = max(line.rfind(keyword, 0, at), 0)
        span = Span(start, start + len(keyword))
        return Mistake("extra-words", message, span, title, replacement(start, at, ""), title, safe=False)
    if re.match(r"(?:say|do)(?:[ \t\xa0]+raw)?[ \t\xa0]*:|(?:end call|wait)$", rest):
        title = f"move `{rest[:60]}` to its own line"
        return Mistake("extra-words", message, span, title, replacement(end, at, "\n  "), title)
    if re.match(r"@[a-z0-9_.-]+$", rest):
        hint = f"put the label first: `{rest} {keyword}`"
        title = f"write `{rest} {keyword}`"
        return Mistake(
            "extra-words", message, span, hint, replacement(0, len(line), f"{rest} {keyword}"), title
        )
    if keyword == "THEN" and re.match(r"(?:(?:the|an?)[ ])?(?:agent|bot|assistant)\b", rest, re.IGNORECASE):
        hint = f"to wait for the agent, start a new block: `WHEN {rest[:60]}`"
        start = line.rfind(keyword, 0, at)
        edits = replacement(start, at, "WHEN ")
        return Mistake("extra-words", message, span, hint, edits, f"write `WHEN {rest[:60]}`", safe=False)
    if spoken := re.match(r"(say|do)[ \t\xa0]+(?=[\"“'])", rest):
        edits = replacement(end, len(line), f"\n  {spoken[1]}: {unquoted(rest[spoken.end() :])}")
        return Mistake("extra-words", message, span, f"write `{spoken[1]}: …` on its own line", edits,
                    "move the action to its own line")  # fmt: skip
    hint = "write what the caller says on the next line, after `say:`"
    edits = replacement(end, len(line), f"\n  say: {unquoted(rest.strip('():=-– '))}")
    title = "move the words to the next line, after `say:`"
    return Mistake("extra-words", message, span, hint, edits, title, safe=False, usable=False,
                read_as=replacement(end, len(line), ""))  # fmt: skip


def _bad_label(label: str, start: int) -> Mistake:
    end = start + len(label)
    plain = unicodedata.normalize("NFKD", UNSEEN.sub("", label.strip("@\"'")).casefold())
    meant = re.sub(r"[^a-z0-9_-]+", "-", plain.encode("ascii", "ignore").decode()).strip("-_")
    meant = meant if meant[:1].isalpha() or meant.isdigit() else f"step-{meant}".rstrip("-")
    message = f"invalid label `{label}`"
    hint = f"use lowercase letters, digits, `-` and `_`: write `@{meant}`"
    if plain[:1].isdigit():
        hint = f"start the label with a letter: write `@{meant}`"
    safe = f"@{meant}" == label.casefold().rstrip(":,;.")
    return Mistake(
        "bad-label",
        message,
        Span(start, end),
        hint,
        replacement(start, end, f"@{meant}"),
        f"write `@{meant}`",
        safe,
    )


def _after(line: str, start: int, end: int, rest: str, at: int) -> Mistake:
    hint = "write `AFTER @name`, with the label of the block to follow up on"
    if not rest:
        keep = replacement(start, end, "THEN")
        message = "missing label after `AFTER`"
        return Mistake("bad-label", message, Span(start, end), hint, keep, "write `THEN`", safe=False)
    if match := re.fullmatch(r"(?:(?:THEN|WHEN)\s+(?=@)|@[ \t\xa0]+)@?([a-z0-9][a-z0-9_-]*)", rest):
        title = f"write `AFTER @{match[1]}`"
        message = f"unexpected `{rest.split(maxsplit=1)[0]}` between `AFTER` and its label"
        if rest.startswith("@"):
            message = "unexpected space between `@` and the label's name"
        span, edits = Span(at, match.start(1) + at), replacement(at, len(line), f"@{match[1]}")
        return Mistake("bad-label", message, span, title, edits, title)
    if trigger := re.match(r"(@?[a-z][a-z0-9_-]*)[ \t\xa0]+(?=(?:WHEN|IF|if|when)\b|contains\b|[\"“])", rest):
        label = "@" + trigger[1].lstrip("@")
        words = rest[trigger.end() :].removeprefix("WHEN").strip()
        message = "`AFTER` doesn't accept a trigger: the block runs on the caller's next turn, whatever the agent says"
        hint = f"write `AFTER {label}`; to wait for the agent instead, write `WHEN {words[:60]}`"
        edits, span = replacement(at, len(line), label), Span(at + trigger.end(), len(line))
        return Mistake("bad-label", message, span, hint, edits, f"write `AFTER {label}`", safe=False)
    if several := re.fullmatch(
        r"(@[a-z0-9_-]+)(?:[ \t\xa0]*(?:,|;|&|\bor\b|\band\b|\bOR\b|\bAND\b)[ \t\xa0]*@[\w-]+)+", rest
    ):
        edits, span = replacement(at, len(line), several[1]), Span(at + several.end(1), len(line))
        message, hint = "`AFTER` can follow up on only one block", "write one `AFTER` block for each label"
        return Mistake("bad-label", message, span, hint, edits, f"keep only `{several[1]}`", safe=False)
    word = rest.split(maxsplit=1)[0]
    if word.startswith("@") and word != rest:
        close = at + len(word)
        tail = line[close:].lstrip(" \t\xa0")
        return _extra_words(line, f"AFTER {word}", close, len(line) - len(tail), tail)
    if word in ("FIRST_MESSAGE", "WHEN"):
        hint = f"write `@name {rest[:60]}` above, and `AFTER @name` here"
        message = f"`AFTER` needs a block label, not `{word}`"
        keep = replacement(start, len(line), "THEN")
        return Mistake("bad-label", message, Span(at, at + len(word)), hint, keep, usable=False)
    if re.fullmatch(r"\d+(?:[.,]\d+)?[ ]?(?:ms|s|secs?|seconds?|m|mins?|minutes?|turns?)\.?", rest):
        message = f"`AFTER` needs a block label, but `{rest}` is a time"
        hint = 'for a pause, put a tag in a `say:`: `say: <silence time="2s" />`'
        keep = replacement(start, len(line), "THEN")
        return Mistake("bad-label", message, Span(at, len(line)), hint, keep, usable=False)
    if word == rest and label_of(f"@{rest}", 0):
        message = f"missing `@` before the label `{rest}`"
        title = f"write `@{rest}`"
        return Mistake(
            "bad-label",
            message,
            Span(at, len(line)),
            f"write `AFTER @{rest}`",
            replacement(at, at, "@"),
            title,
        )
    if word == rest:
        return _bad_label(rest, at)
    keep = replacement(start, len(line), "THEN")
    return Mistake("bad-label", f"invalid label `{rest}`", Span(at, len(line)), hint, keep, usable=False)


def _action(line: str) -> Mistake:
    parts = parts_of(line)
    if parts and parts.raw:
        return _bad_raw(line, parts.start)
    if parts and parts.sign:
        hint = "write what the caller says; to hang up, write `end call`; to stay silent in `FIRST_MESSAGE`, write `wait`"
        keep = replacement(0, len(line), f'{parts.keyword} raw: ""')
        span = Span(0, len(line.rstrip()))
        return Mistake("empty-text", f"missing text after `{parts.keyword}:`", span, hint, keep, usable=False)
    words = re.match(r"(?:end[ \t\xa0]+call|wait)", line)
    end = words.end() if words else 0
    if behind := comment_behind(line, end) or rows_below(line, end):
        return behind
    at = len(line) - len(line[end:].lstrip())
    message = f"`{line[:end]}` must be on its own line"
    hint = 'for a pause, put a tag in a `say:`: `say: <silence time="2s" />`'
    edits, title, safe = replacement(end, len(line), ""), None, False
    if line.startswith("end"):
        hint = "remove the words after `end call`, or move them to a `say:` above `end call`"
        words_after = line[at:].strip(" |:.,-–—!")
        safe = not words_after or words_after.split() == ["end", "call"]
        title = "remove the text after `end call`" if safe else "move the words to a `say:` above `end call`"
        edits = edits if safe else replacement(0, len(line), f"say: {unquoted(words_after)}\n  end call")
    read_as = replacement(end, len(line), "")
    if pause := re.fullmatch(r"wait[ ](?:for )?(\d+(?:\.\d+)?) ?(?:s|sec|seconds?)?\.?", line):
        title = f'write `say: <silence time="{pause[1]}s" />`'
        read_as = edits = replacement(0, len(line), f'say: <silence time="{pause[1]}s" />')
    elif re.match(r"wait[ \t\xa0]+(?:for|until|till)\b", line):
        hint, title, safe = (
            "write only `wait`: the agent speaks first",
            "remove the words after `wait`",
            False,
        )
    return Mistake("extra-words", message, Span(at, len(line)), hint, edits, title, safe, read_as=read_as)


_JSON_WORDS = {
    "Extra data": (
        "unexpected text after the closing quote of the JSON string",
        "remove the text after the closing quote, or move it inside the quotes",
    ),
    "Unterminated string starting at": ("the JSON string needs a closing quote", 'add `"` at the end'),
    "Invalid control character at": (
        "JSON strings can't contain line breaks or tabs",
        "write `\\n` or `\\t`",
    ),
    "Invalid \\escape": ('only `" \\ / b f n r t u` can follow `\\` in JSON strings', "double the backslash"),
}


def _bad_raw(line: str, start: int) -> Mistake:
    written = line[start:]
    whole = re.match(r'"(?:[^"\\\n]|\\.)*"(?=[ \t\xa0]+(?:#|//))', written)
    if whole and (comment := comment_behind(line, start + whole.end())):
        return comment
    message, hint = 'the JSON string after `raw:` must start with `"`', 'write the text in quotes: `raw: "…"`'
    if written.startswith('"'):
        try:
            json.loads(written)
        except ValueError as error:
            known = _JSON_WORDS.get(str(error).split(":")[0])
            message, hint = known or ("this isn't a valid JSON string", hint)
    span = Span(min(start, len(line) - 1), len(line))
    words = _without_stray_signs(written)
    half = re.match(r'"[^"]*"\s+\w{2,}', written)
    if words and not set("\n\\") & set(words) and not half:
        meant = json.dumps(words, ensure_ascii=False)
        title = f"write `raw: {meant}`"
        return Mistake(
            "bad-json", message, span, title, replacement(start, len(line), meant), title, safe=False
        )
    return Mistake("bad-json", message, span, hint, replacement(start, len(line), '"?"'), usable=False)


def _without_stray_signs(written: str) -> str | None:
    """Extract the words of a text after `raw:` that isn't JSON, without quotes and backslashes; `None` if it has none."""
    bare = re.sub(r"\\+(?=[\"'“”])", "", written.strip())
    if quoted := re.fullmatch(
        r"""\w{0,2}(?P<quote>["'“„«])[ \xa0\u202f]*(?P<text>.*?)[ \xa0\u202f]*["'”“»](?:\w{0,2}|[,;])""", bare
    ):
        return quoted["text"]
    if bare.startswith('"') and '"' not in bare[1:]:
        return bare[1:].strip() or None
    return unquoted(bare) or None


def _setting(line: str) -> Mistake:
    first = line.split("\n", maxsplit=1)[0].rstrip(BLANKS)
    whole = Span(0, len(first))
    if version := re.match(r"scn\b", line):
        message, title = f"unknown language version `{first}`", "write `scn 1`"
        if comment := comment_behind(first, version.end() + 2 if re.match(r"scn 1\b", first) else len(first)):
            return comment
        edits = replacement(version.start(), len(line), "scn 1")
        return Mistake("unknown-version", message, whole, title, edits, title)
    name, otherwise = first.rstrip(BLANKS + ":="), "write the value on this line, or remove the line"
    hint = EMPTY_HINTS.get(name.removesuffix("raw").rstrip(BLANKS), otherwise)
    return Mistake("empty-text", f"missing value after `{first}`", whole, hint, usable=False)


_HINTS = (
    (r"(?:press|dial|dtmf|keypad)\b", 'to press a key, write `say: <dtmf digits="1" />`'),
    (r"(?:wait|pause|silence|sleep|hold)\b", 'for a pause, write `say: <silence time="2s" />`'),
    (
        r"[a-z_]\w*[ ]?=[ ]?\S",
        "to set a variable, write `given NAME = VALUE`; to say something, write `say: …`",
    ),
    (r"say$", "write `say: …`"),
    (r"do$", "write `do: …`"),
    (r"(?:OR|AND|but|\(?contains)\b|\u041eR\b", "to continue the line above, start this line with `|`"),
    (r"```", "remove the code fence: a script file contains only the script"),
)


def _joins(rest: str) -> bool:
    """Tell whether the text after an `or` or `and` is a condition."""
    return bool(re.match(r"[ \t\xa0(]+(?:contains\b|[\"“])|[ \t\xa0]*$", rest))


def _is_operator(word: str, line: str) -> bool:
    return word.casefold() in ("or", "and") and _joins(line[len(word) :])


def _stray(line: str, above: str) -> Mistake:
    if line.startswith("scn") or line in NAMED_LINES:
        return _setting(line)
    if mistake := platform_mistake(line):
        return mistake
    if field := re.match(r"([A-Za-z][\w -]{0,30}?)[ \t\xa0]*:", line):
        return Mistake(
            "unknown-field", f"unknown field `{field[1]}`", Span(0, field.end(1)), fields_of(above)
        )
    hint = "to make the caller say this, write `say: …`; to continue the line above, start with `|`; to add a comment, use `#`"
    hint = next((words for form, words in _HINTS if re.match(form, line, re.IGNORECASE)), hint)
    title = "start the line with `|`" if "to continue the line above, start this" in hint else None
    word = latin("".join(line.split(maxsplit=1)[:1]))
    edits = (
        replacement(0, len(word), f"| {word.upper() if _is_operator(word, line) else word}") if title else ()
    )
    span = Span(0, len(line))
    return Mistake("stray-line", WITHOUT_KEYWORD, span, hint, edits, title, safe=False, case=NO_KEYWORD)
