"""The end of the call, or another action, inside the spoken text: `say: Bye [end call]`."""

import re
from collections.abc import Iterator

from scn_compiler.lint.call_end import ends_call
from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Say
from scn_dsl.patterns import lazy_pattern

_HANGS_UP = r"""(?:(?:the[ ])?(?:caller|user|customer|i)[ ])?(?:then[ ])?
    (?: hang(?:s|ing)?[ _-]?up(?:[ ](?:the[ ])?phone)? | hangup | disconnects? | endcall
      | (?:end|ends|ending|finish|terminate|close)s?[ _-]?(?:of[ _-])?(?:(?:the|this)[ _-])?(?:call|conversation|chat) | end )"""
_MARKED = lazy_pattern(
    rf"""[\s.;,–—-]*?(?<!\{{)(?P<seen>(?:[\[(*_/]+|\{{)\s*{_HANGS_UP}\s*[.!]?\s*(?:[\])*_/]+|\}}))(?!\}})\s*[.!]?\s*$""",
    re.IGNORECASE | re.VERBOSE,
)
_PLAIN = lazy_pattern(
    r"""(?:(?<=[.;:,!?…"”)\]>|])\s*|\s[-–—/|]+\s*|\s*[;|]\s*)(?:and[ ]|then[ ])?"""
    r"""(?P<seen>end[ _]?call|hang[ _]?up|endcall)\s*[.!]?\s*$""",
    re.IGNORECASE,
)
_BARE = lazy_pattern(
    r"(?<!\bto)(?<!\bplease)(?<!\bcan)(?<!\bmust)(?<!\bwill)(?<!\bshould)(?<!\bI)(?<!\byou)(?<!\bwe)(?<!\band)(?<!\bor)"
    r"(?<!\bthe)(?<!\bnot)(?<!\bdon['’]t)(?<!\blet['’]s)(?<!\bjust)(?<!\bthen)[ ](?P<seen>end[ _]call)\s*$"
)
_SECOND = lazy_pattern(r"(?<=[.;!?…\"”])\s+(?P<seen>(?:say|do):)\s+(?=\S)")


@rule(blocks=PLAYED_OR_TOLD)
def action_in_text(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.spoken:
        if isinstance(words.action, Say):
            if found := end_in_text(words.text):
                yield _in_text(words, found)
            if "say:" in words.text or "do:" in words.text:
                yield from _check_second(words)


def end_in_text(text: str) -> re.Match[str] | None:
    """Find the end of the call at the end of a spoken text, as group `seen`: `[end call]`, `; hang up`."""
    tail = text[-32:].lower()
    if "end" not in tail and "hang" not in tail and "call" not in tail and "disconnect" not in tail:
        return None
    found = _MARKED.search(text, max(len(text) - 60, 0)) or _PLAIN.search(text, max(len(text) - 40, 0))
    return found or _BARE.search(text, max(len(text) - 24, 0))


def _in_text(words: Spoken, found: re.Match[str]) -> Diagnostic:
    text = words.text
    message = f"`{found['seen']}` is part of the spoken text: it doesn't end the call"
    hint = f"remove `{found['seen']}` from the text, and write `end call` on its own line below the text"
    cut = (
        found.start() + len(found[0]) - len(found[0].lstrip(" "))
        if not text[: found.start()].strip()
        else found.start()
    )
    fix = None
    if words.may_edit(cut, len(text)) and text[:cut].strip():
        end = "" if ends_call(words.row) else "\n  end call"
        edits = (Edit(words.place(cut, len(text)), end),)
        fix = Fix("move `end call` to its own line", edits, safe=False)
    return report(
        "action-in-text", words.place(found.start("seen"), found.end("seen")), message, hint, fix=fix
    )


def _check_second(words: Spoken) -> Iterator[Diagnostic]:
    found = _SECOND.search(words.text)
    if found is None:
        return
    message = f"`{found['seen']}` is part of the spoken text"
    hint = (
        f"remove `{found['seen']}` to continue the text, or write a `THEN` block for the caller's next turn"
    )
    edits = (Edit(words.place(found.start(), found.end()), " "),)
    fix = (
        Fix(f"remove `{found['seen']}`", edits, safe=False)
        if words.may_edit(found.start(), found.end())
        else None
    )
    yield report("action-in-text", words.place(*found.span("seen")), message, hint, fix=fix)
