"""Texts of the caller in plain words: tags become instructions, or are left out and reported."""

import re
from typing import Literal

from scn_compiler.platforms.eqho.templates import Found, template_value
from scn_compiler.platforms.eqho.vocabulary import MARKERS, REFUSED_TAGS, SILENT_TAGS
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Severity
from scn_dsl.nodes import Block, Text
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_grammar.markup import Mark, Marker, Tag, Template, scan

_KEYPAD = ("send_dtmf", "the caller can press keys only with a tool")
_MESSAGES = ("text", "the caller can send text messages only with a tool")
_REPLACE_TAG = "replace the tag with words for the caller to say, or describe what the caller does in a `do:`"


class _Part(Record):
    """Spoken words, or an instruction (`deed`)."""

    kind: Literal["words", "deed"]
    text: str


class Speech:
    """The parts of one text, collected tag by tag."""

    def __init__(self, scenario: ResolvedScenario, block: Block, text: Text, found: Found) -> None:
        self._scenario = scenario
        self._block, self._text = block, text
        self._found = found
        self._parts: list[_Part] = []
        self._words = ""
        self._lacks = False
        self._read(text.value)

    @property
    def parts(self) -> tuple[_Part, ...]:
        """The spoken words and instructions, in order."""
        return tuple(self._parts)

    def _read(self, text: str) -> None:
        at = 0
        for mark in scan(text):
            self._words += text[at : mark.start]
            self._mark(text, mark, self._block.place(self._text.locate(mark.start, mark.end)))
            at = mark.end
        self._words += text[at:]
        self._flush()

    def _mark(self, text: str, mark: Mark, span: Span) -> None:
        match mark:
            case Template():
                self._words += template_value(text, mark, self._scenario.settings, span, self._found)
            case Marker() if mark.name in MARKERS:
                self._leave_out(
                    f"`[{mark.name}]`", span, "describe the sound in a `do:`, for example `do: Laugh, and …`"
                )
            case Tag() if mark.complete and self._tag(mark, span):
                pass
            case _:
                self._words += text[mark.start : mark.end]

    def _tag(self, tag: Tag, span: Span) -> bool:
        """Turn a known tag into an instruction or leave it out; return `False` for an unknown tag."""
        match tag.name:
            case "endcall":
                self._do(call_end(self._scenario))
            case "dtmf":
                self._with_tool(f"press the keys {self._inner(tag, 'digits', span)}", _KEYPAD, tag, span)
            case "send_sms":
                words = quote(self._inner(tag, "text", span))
                self._with_tool(f"send the text message {words}", _MESSAGES, tag, span)
            case "ivr":
                self._recorded(tag, "like a recorded phone menu that nobody can interrupt", span)
            case "voicemail":
                self._recorded(tag, "like the greeting of a voicemail, with a beep at its end", span)
            case "function":
                self._call(tag, span)
            case name if name in REFUSED_TAGS:
                message = f"`<{name}>` has no equivalent in an Eqho scenario: {REFUSED_TAGS[name]}"
                self._report(message, span, _REPLACE_TAG, Severity.ERROR)
                self._lacks = True
            case name if name in SILENT_TAGS:
                self._words += self._inner(tag, "text", span)
                if tag.shape != "close":
                    self._leave_out(f"`<{name}>`", span)
                self._lacks = True
            case name:
                if tag.shape != "close":
                    message = f"Eqho has no tags: the caller might speak `<{name}>` literally"
                    self._found.append(report("unknown-tag", span, message, _REPLACE_TAG))
                return False
        return True

    def _with_tool(self, deed: str, tool: tuple[str, str], tag: Tag, span: Span) -> None:
        """Add an instruction that needs a tool of the caller, of the type that `tool` names."""
        kind, why = tool
        name = tool_of_type(self._scenario, kind)
        if name is None:
            hint = f"add `caller_tool: {kind}` with `kind: {kind}` below `caller_tool:`"
            self._report(f"`<{tag.name}>` becomes a written instruction; {why}", span, hint)
        self._do(f"{deed} with your tool `{name}`" if name else deed)

    def _recorded(self, tag: Tag, how: str, span: Span) -> None:
        self._lacks = True
        message = f"`<{tag.name}>` becomes a written instruction: Eqho doesn't play recordings"
        self._report(message, span, None)
        words = self._inner(tag, "text", span)
        self._do(f"say exactly, {how}: {quote(words)}" if words else f"sound {how}")

    def _call(self, tag: Tag, span: Span) -> None:
        named = tag.get("name")
        name = named.value if named else ""
        tools = [entry.value.value for entry in self._scenario.settings.all("caller_tool")]
        if name not in tools:
            message = f"Eqho has no functions, and the caller has no tool named `{name}`"
            self._report(message, span, f"add the tool with `caller_tool: {name}`", Severity.ERROR)
        self._do(f"use your tool `{name}`")

    def _inner(self, tag: Tag, name: str, span: Span) -> str:
        """Return the text of an attribute, without the tags in it."""
        attribute = tag.get(name)
        if attribute is None:
            return ""
        kept, at = "", 0
        for mark in scan(attribute.value):
            kept += attribute.value[at : mark.start]
            match mark:
                case Template():
                    kept += template_value(attribute.value, mark, self._scenario.settings, span, self._found)
                case Tag() if mark.name in (*SILENT_TAGS, *REFUSED_TAGS):
                    self._leave_out(f"`<{mark.name}>`", span)
                case _:
                    kept += attribute.value[mark.start : mark.end]
            at = mark.end
        return without_gaps(kept + attribute.value[at:])

    def _do(self, deed: str) -> None:
        self._flush()
        self._parts.append(_Part("deed", deed))

    def _flush(self) -> None:
        words = without_gaps(self._words) if self._lacks else self._words.strip()
        if words:
            self._parts.append(_Part("words", words))
        self._words, self._lacks = "", False

    def _leave_out(self, what: str, span: Span, hint: str | None = None) -> None:
        self._lacks = True
        message = f"scn skips {what}: a script can tell Eqho's caller what to say, but not how to sound"
        self._report(message, span, hint)

    def _report(
        self, message: str, span: Span, hint: str | None, severity: Severity = Severity.WARNING
    ) -> None:
        self._found.append(report("unsupported-by-target", span, message, hint, severity=severity))


def without_gaps(words: str) -> str:
    """Remove the gaps that tags leave between words."""
    return re.sub(r" +(?=[,.!?;:])", "", re.sub(r"[ \t]{2,}", " ", words)).strip()


def quote(words: str) -> str:
    """Put words in quotation marks that they don't contain."""
    return f"“{words}”" if '"' in words else f'"{words}"'


def tool_of_type(scenario: ResolvedScenario, kind: str) -> str | None:
    """Return the name of the caller's first tool of a type, or `None`."""
    for entry in scenario.settings.all("caller_tool"):
        if entry.get("kind") == kind and isinstance(entry.value.value, str):
            return entry.get("slug") or entry.value.value
    return None


def call_end(scenario: ResolvedScenario) -> str:
    """Return the instruction to end the call."""
    tool = tool_of_type(scenario, "terminate_call")
    return f"end the call with your tool `{tool}`" if tool else "end the call"
