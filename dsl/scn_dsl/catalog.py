"""Every kind of problem: its code, name, severity and summary. Codes are never reused.

1xx syntax, 2xx structure and flow, 3xx names and references, 4xx tags and text,
5xx what a platform cannot take, 6xx advice, 7xx reading a platform's payload.
"""

import re

from scn_dsl.diagnostic import Diagnostic, Fix, Related, Severity
from scn_dsl.records import Record
from scn_dsl.source import Span

_LINE_BREAK = re.compile(r"\s*\n\s*(?:\|(?!\|)\s*)*")
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class KindOfProblem(Record):
    """The fields that all diagnostics with one code share."""

    code: str
    name: str
    severity: Severity
    summary: str


# One row per line.
# fmt: off
_ROWS = (
    (101, "misspelt-keyword", ERROR, "a word that is nearly one of the language's"),
    (102, "missing-colon", ERROR, "`say`, `do` or a field without its colon"),
    (103, "wrong-case-keyword", ERROR, "a keyword in the wrong case"),
    (104, "wrong-quotes", ERROR, 'quotes other than the plain `"`'),
    (105, "wrong-operator", ERROR, "something other than `OR`, `AND` between conditions"),
    (106, "unquoted-contains", ERROR, "`contains` without quotes around its text"),
    (107, "bare-string-trigger", ERROR, "a quoted text without `contains` before it"),
    (108, "expression-prose-mix", ERROR, "a trigger that is half expression, half sentence"),
    (109, "unclosed-string", ERROR, "a quote that is never closed"),
    (110, "stray-line", ERROR, "a line that begins with no word of the language"),
    (111, "empty-text", ERROR, "nothing where words are needed"),
    (112, "missing-action", ERROR, "a block in which the caller does nothing"),
    (113, "unknown-version", ERROR, "a version of the language that does not exist, or is said in the wrong place"),
    (114, "invisible-character", WARNING, "a character that nobody can see"),
    (115, "unknown-field", ERROR, "a field that the language does not have"),
    (116, "bad-field-value", ERROR, "a value that its field cannot take"),
    (117, "duplicate-field", ERROR, "a field given twice"),
    (118, "reserved-word", ERROR, "a word kept for later versions of the language"),
    (119, "bad-label", ERROR, "a label that cannot be one"),
    (120, "bad-json", ERROR, "JSON that is none"),
    (121, "bad-trigger", ERROR, "a trigger expression that does not add up"),
    (122, "not-a-script", ERROR, "a file that is something else"),
    (123, "undecided-action", ERROR, "`say/do:` left by the decompiler, not decided yet"),
    (124, "extra-words", ERROR, "words after a line that takes none"),
    (125, "bad-allow", WARNING, "an `# scn: allow` without a known name, or without a reason"),
    (126, "unused-allow", WARNING, "an `# scn: allow` for what is not found there"),
    (127, "misplaced-detail", ERROR, "a line that belongs to a record or a block, and stands below none"),
    (128, "half-character", ERROR, "half of a character, which no payload can hold"),
    (201, "no-first-message", ERROR, "a scenario that does not say how the call begins"),
    (202, "second-first-message", ERROR, "more than one FIRST_MESSAGE"),
    (203, "first-message-not-first", ERROR, "FIRST_MESSAGE below another block"),
    (204, "improvised-first-message", ERROR, "`do:` in FIRST_MESSAGE"),
    (205, "wait-outside-first-message", ERROR, "`wait` in another block than FIRST_MESSAGE"),
    (206, "then-without-parent", ERROR, "THEN with no block above it"),
    (207, "two-actions", ERROR, "a block with more than one action"),
    (208, "step-after-endcall", WARNING, "something to do after the call has ended"),
    (209, "followup-of-endcall", WARNING, "a follow-up of a block that ends the call"),
    (210, "branching-followup", ERROR, "two follow-ups of one block, for a target that knows only chains"),
    (211, "block-outside-scenario", ERROR, "a block above the first `scenario:`"),
    (212, "instructions-with-blocks", ERROR, "`instructions:` beside scripted blocks"),
    (213, "misleading-layout", WARNING, "a block indented below another that it does not belong to"),
    (214, "action-in-text", WARNING, "the end of the call, or another action, in the words that are said"),
    (301, "undefined-label", ERROR, "a reference to a label that does not exist"),
    (302, "duplicate-label", ERROR, "a label given twice"),
    (303, "duplicate-id", ERROR, "an id given twice"),
    (304, "id-not-ascending", WARNING, "an id smaller than the one above it"),
    (305, "forward-reference", ERROR, "a reference to a block further down"),
    (306, "self-reference", ERROR, "a block that follows up itself"),
    (307, "unused-label", WARNING, "a label that nothing refers to"),
    (401, "unknown-tag", WARNING, "a tag that the platform does not know"),
    (402, "unknown-attribute", WARNING, "an attribute that the tag does not have"),
    (403, "missing-attribute", ERROR, "a tag without an attribute that it needs"),
    (404, "bad-attribute-value", ERROR, "an attribute's value that the platform refuses"),
    (405, "unknown-sound", ERROR, "a sound that the platform does not have"),
    (406, "tag-in-instruction", ERROR, "a tag in a `do:`, where it is not obeyed"),
    (407, "tag-must-stand-alone", ERROR, "a tag that must be the whole action"),
    (408, "tag-must-be-first", ERROR, "a tag that must begin the action"),
    (409, "tag-only-in-followup", ERROR, "a tag that works in follow-ups only"),
    (410, "bad-nesting", WARNING, "a tag inside a tag that cannot hold it"),
    (411, "unclosed-tag", ERROR, "a tag that is not closed, or closed but not opened"),
    (412, "bad-template", WARNING, "a `{{ }}` that the platform cannot fill"),
    (413, "unknown-marker", WARNING, "a marker that is nearly one the platform knows"),
    (414, "deprecated-tag", INFO, "an old name of a tag"),
    (415, "action-too-long", ERROR, "an action longer than the platform takes"),
    (416, "bad-function", ERROR, "a function used where or as it cannot be"),
    (417, "managed-tag", WARNING, "a tag that only the platform itself should write"),
    (418, "unclosed-marker", WARNING, "a marker without one of its brackets"),
    (420, "foreign-placeholder", WARNING, "a placeholder of another system, which nothing fills"),
    (421, "stage-direction", WARNING, "a stage direction in what is said word for word"),
    (422, "markdown-in-speech", WARNING, "Markdown in what is said word for word"),
    (423, "escape-in-text", WARNING, "an escape of another format in a text"),
    (424, "code-in-text", WARNING, "a name or an expression of a program where words should be"),
    (425, "several-wordings", WARNING, "several wordings in one text"),
    (426, "foreign-trigger", WARNING, "a trigger as other systems write it"),
    (501, "name-too-long", ERROR, "a name longer than the platform takes"),
    (502, "missing-language", WARNING, "no language, where the platform needs one"),
    (503, "missing-role", ERROR, "no role, where the platform needs one"),
    (504, "unsupported-by-target", WARNING, "something that the target cannot say"),
    (505, "bad-folder", ERROR, "a folder path that cannot be one"),
    (506, "too-many-scenarios", ERROR, "more scenarios than one document holds"),
    (507, "duplicate-scenario-name", WARNING, "two scenarios of one name"),
    (508, "missing-name", WARNING, "a scenario without a name"),
    (509, "bad-platform-value", ERROR, "a passed-through value that the platform refuses"),
    (510, "unknown-platform-key", WARNING, "a passed-through key that the platform is not known to have"),
    (511, "unknown-tool", ERROR, "a tool that the platform does not have"),
    (512, "removed-key", ERROR, "a key that the platform no longer takes"),
    (513, "unknown-target", ERROR, "a target that does not exist"),
    (514, "too-many-alternatives", ERROR, "a trigger that the target could only write out at great length"),
    (515, "missing-instructions", ERROR, "nothing that tells a caller what to do, where the platform needs it"),
    (516, "missing-reason", WARNING, "nothing that says why the caller calls, where the platform asks for it"),
    (517, "covering-patch", WARNING, "a patch of what the lines of a script say"),
    (518, "incomplete-body", INFO, "a body without what creating a scenario needs; only if strict, or if selected"),
    (540, "nothing-to-update", WARNING, "a note that says nothing"),
    (601, "catch-all-trigger", WARNING, "a trigger for everything else"),
    (602, "mixed-and-or", WARNING, "OR and AND in one trigger, which the platform does not document"),
    (603, "duplicate-trigger", WARNING, "two WHEN with one trigger"),
    (604, "shadowed-trigger", WARNING, "a trigger whose messages an earlier one fits, too"),
    (605, "overlapping-triggers", INFO, "two triggers that one plain message fits"),
    (606, "similar-triggers", INFO, "two triggers that say nearly the same"),
    (607, "unreachable-block", WARNING, "a block that comes after the end of the call"),
    (608, "broad-keyword", WARNING, "a keyword that nearly every message has"),
    (609, "vague-trigger", WARNING, "a trigger that does not say what the agent does"),
    (610, "compound-trigger", INFO, "a trigger that waits for two things at once"),
    (611, "quoted-trigger", INFO, "a trigger that quotes, or speaks in the first person"),
    (612, "silence-trigger", WARNING, "a trigger for what no message has: silence, time, earlier turns"),
    (613, "too-many-conditions", INFO, "more blocks than can be kept apart"),
    (620, "no-endcall", WARNING, "a scenario that nothing ends"),
    (621, "pause-after-endcall", WARNING, "a pause after the call has ended"),
    (622, "long-silence-in-followup", WARNING, "a long `<silence>` in a follow-up, which begins anew if it is interrupted"),
    (623, "leading-silence", WARNING, "a first message that begins with a pause, and is lost if the agent greets"),
    (624, "ivr-in-inbound-test", WARNING, "a caller that is a phone menu, and presses keys, too"),
    (625, "dtmf-alone", INFO, "keys without a word, which may not count as a turn"),
    (626, "zero-interruption", WARNING, "an interruption before there is anything to interrupt"),
    (627, "loud-volume", INFO, "a voice so loud that it may clip"),
    (628, "hard-coded-profile-data", INFO, "a value of the test profile, written out"),
    (629, "unknown-profile-variable", WARNING, "a variable that the test profile does not have"),
    (630, "missing-default", INFO, "a function's output with nothing to fall back on"),
    (631, "private-url", WARNING, "a function at an address that the platform cannot reach"),
    (632, "asr-fragile-literal", INFO, "digits, codes and spelling, which a transcript may have otherwise"),
    (633, "role-describes-agent", INFO, "a role that says what the agent should do"),
    (634, "language-mismatch", WARNING, "words, or a personality, of another language than the call"),
    (635, "wrong-speaker", INFO, "an expectation of somebody else than the main agent"),
    (636, "compound-expectation", INFO, "an expectation of more than two actions"),
    (637, "unseen-expectation", INFO, "an expectation that no transcript can show"),
    (638, "farewell-expectation", INFO, "an expectation about how the agent says goodbye"),
    (639, "many-expectations", INFO, "more expectations than a judge weighs well"),
    (640, "missing-expectation", INFO, "a scenario of a suite of which nothing is expected"),
    (641, "missing-key", INFO, "a scenario of a suite without a key"),
    (642, "large-suite", INFO, "a suite of more scenarios than run quickly"),
    (643, "improvised-in-suite", INFO, "a caller who improvises in a suite, so that its runs differ"),
    (644, "deprecated-endpoint", INFO, "a target whose endpoint its platform calls deprecated"),
    (701, "not-json", ERROR, "input that is not JSON"),
    (702, "unknown-payload", ERROR, "JSON that is no payload known here"),
    (703, "missing-type", ERROR, "a condition without `type`"),
    (704, "missing-fixed-message", ERROR, "a condition without `fixed_message`"),
    (705, "wrong-type", ERROR, "a value of a kind that the platform refuses"),
    (706, "not-kept", ERROR, "something in a payload that a script cannot hold"),
    (707, "read-only-key", INFO, "a key that the platform only ever sends"),
    (708, "bad-reference", ERROR, "a follow-up whose parent is not an earlier condition"),
    (709, "old-first-message", ERROR, "an empty first condition, as written before FIRST_MESSAGE"),
    (710, "missing-id", ERROR, "a condition without a usable `id`"),
    (711, "instructions-not-string", ERROR, "`instructions` that are not a string"),
    (712, "missing-scenario-type", WARNING, "conditional actions without their `scenario_type`"),
    (713, "missing-condition", ERROR, "a condition without its trigger"),
    (714, "refused-payload", ERROR, "a payload that the platform refuses, for what `scn check` shows in its script"),
    (716, "not-imported", WARNING, "something in a task of another kind that the platform has no place for"),
    (718, "empty-entry", WARNING, "an entry of a payload's list with nothing in it, or nothing that starts it"),
    (719, "wrong-key", WARNING, "a key that the platform spells another way"),
    (720, "mixed-forms", ERROR, "scenarios in one payload that need different targets"),
)
# fmt: on

CATALOG: dict[str, KindOfProblem] = {
    name: KindOfProblem(f"SCN{number}", name, severity, summary) for number, name, severity, summary in _ROWS
}

_ESSENTIAL = tuple("SCN1 SCN2 SCN3 SCN504 SCN506 SCN509 SCN513 SCN514".split())
"""Code prefixes of errors that cannot be suppressed, as they would change what the payload means."""


ON_DEMAND = frozenset({"SCN518"})
"""Codes of kinds that are reported only in a strict check, or if a selector other than `ALL` selects them."""


def is_optional(diagnostic: Diagnostic) -> bool:
    """Whether the configuration or the script may suppress a diagnostic."""
    return diagnostic.severity is not ERROR or not diagnostic.code.startswith(_ESSENTIAL)


def report(
    name: str,
    span: Span,
    message: str,
    hint: str | None = None,
    *,
    severity: Severity | None = None,
    related: tuple[Related, ...] = (),
    fix: Fix | None = None,
) -> Diagnostic:
    """Make a diagnostic.

    Args:
        name: Its kind, a key of `CATALOG`.
        message: One sentence; line breaks in what it quotes become spaces, also in `hint`.
        severity: Overrides the severity of the kind.

    Raises:
        KeyError: if the catalog has no such kind.
    """
    kind = CATALOG[name]
    message, hint = _in_one_line(message), hint and _in_one_line(hint)
    return Diagnostic(kind.code, name, severity or kind.severity, message, span, hint, related, fix)


def _in_one_line(sentence: str) -> str:
    """`sentence` with a space for each line break, and for its `|`, in a text that it quotes."""
    return _LINE_BREAK.sub(" ", sentence) if "\n" in sentence else sentence
