"""All rules: code, name, severity and summary of each. Codes are never reused.

1xx syntax, 2xx structure and flow, 3xx names and references, 4xx tags and text,
5xx limits of a platform, 6xx advice, 7xx reading a platform's payload.
"""

from scn_dsl.diagnostic import Diagnostic, Fix, Related, Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import Span

_LINE_BREAK = lazy_pattern(r"\s*\n\s*(?:\|(?!\|)\s*)*")
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


class KindOfProblem(Record):
    """A rule: what all diagnostics with its code have in common."""

    code: str
    name: str
    severity: Severity
    summary: str


# One row per line.
# fmt: off
_ROWS = (
    (101, "misspelt-keyword", ERROR, "keyword with a typo"),
    (102, "missing-colon", ERROR, "missing colon after `say`, `do` or a field name"),
    (103, "wrong-case-keyword", ERROR, "keyword in the wrong case"),
    (104, "wrong-quotes", ERROR, 'quotes other than the straight `"`'),
    (105, "wrong-operator", ERROR, "operator other than `OR` and `AND`"),
    (106, "unquoted-contains", ERROR, "`contains` without quotes around its text"),
    (107, "bare-string-trigger", ERROR, "quoted text without `contains`"),
    (108, "expression-prose-mix", ERROR, "trigger that mixes conditions and a sentence"),
    (109, "unclosed-string", ERROR, "text with only one of its quotes"),
    (110, "stray-line", ERROR, "line without a keyword, or in the wrong place"),
    (111, "empty-text", ERROR, "missing text or value"),
    (112, "missing-action", ERROR, "block without an action"),
    (113, "unknown-version", ERROR, "unknown language version, or version line in the wrong place"),
    (114, "invisible-character", WARNING, "invisible character"),
    (115, "unknown-field", ERROR, "unknown field"),
    (116, "bad-field-value", ERROR, "invalid field value"),
    (117, "duplicate-field", ERROR, "duplicate field"),
    (119, "bad-label", ERROR, "invalid label"),
    (120, "bad-json", ERROR, "invalid JSON"),
    (121, "bad-trigger", ERROR, "invalid trigger"),
    (122, "not-a-script", ERROR, "file in another format"),
    (123, "undecided-action", ERROR, "undecided `say/do:`"),
    (124, "extra-words", ERROR, "unexpected text at the end of a line"),
    (125, "bad-allow", WARNING, "suppression comment without a known rule or without a reason"),
    (126, "unused-allow", WARNING, "suppression comment that suppresses nothing"),
    (127, "misplaced-detail", ERROR, "field outside the record or block it belongs to"),
    (128, "half-character", ERROR, "unpaired surrogate, which no payload can contain"),
    (201, "no-first-message", ERROR, "scenario without a first message"),
    (202, "second-first-message", ERROR, "more than one `FIRST_MESSAGE`"),
    (203, "first-message-not-first", ERROR, "`FIRST_MESSAGE` below another block"),
    (204, "improvised-first-message", ERROR, "`do:` in `FIRST_MESSAGE`"),
    (205, "wait-outside-first-message", ERROR, "`wait` outside `FIRST_MESSAGE`"),
    (206, "then-without-parent", ERROR, "`THEN` without a block above it"),
    (207, "two-actions", ERROR, "block with more than one action"),
    (208, "step-after-endcall", WARNING, "action after the call has ended"),
    (209, "followup-of-endcall", WARNING, "follow-up to a block that ends the call"),
    (210, "branching-followup", ERROR, "second follow-up to a block, for a target that supports only chains"),
    (211, "block-outside-scenario", ERROR, "block above the first `scenario:`"),
    (212, "instructions-with-blocks", ERROR, "`instructions:` in a scenario with blocks"),
    (213, "misleading-layout", WARNING, "block indented as if it belonged to another block"),
    (214, "action-in-text", WARNING, "`end call` or another action inside spoken text"),
    (215, "dropped-followup", WARNING, "follow-up that is due when the caller hangs up"),
    (301, "undefined-label", ERROR, "unknown label"),
    (302, "duplicate-label", ERROR, "duplicate label"),
    (303, "duplicate-id", ERROR, "duplicate id"),
    (304, "id-not-ascending", WARNING, "id lower than the one above it"),
    (305, "forward-reference", ERROR, "reference to a block below the follow-up"),
    (306, "self-reference", ERROR, "block that is its own follow-up"),
    (307, "unused-label", WARNING, "unused label"),
    (308, "unknown-name", ERROR, "name without an id in the environment"),
    (309, "undeclared-value", ERROR, "`$name` that nothing declares"),
    (310, "unknown-fragment", ERROR, "unknown fragment"),
    (311, "bad-fragment", ERROR, "invalid `fragment:` line"),
    (312, "bad-insert", ERROR, "`insert:` line whose arguments don't fit the fragment"),
    (313, "bad-let", ERROR, "invalid name in a `let`"),
    (314, "circular-reuse", ERROR, "fragment, file or value that uses itself"),
    (315, "bad-import", ERROR, "file that can't be imported"),
    (316, "duplicate-declaration", ERROR, "two fragments or values with one name"),
    (317, "bad-table", ERROR, "table whose rows don't fit its columns"),
    (318, "bad-rows-file", ERROR, "file of rows that can't be used"),
    (319, "duplicate-row", WARNING, "two equal rows in a table"),
    (320, "unused-value", WARNING, "parameter or column that nothing uses"),
    (321, "unknown-scenario", ERROR, "test of a scenario that the script doesn't have"),
    (401, "unknown-tag", WARNING, "unknown tag"),
    (402, "unknown-attribute", WARNING, "unknown attribute"),
    (403, "missing-attribute", ERROR, "tag without a required attribute"),
    (404, "bad-attribute-value", ERROR, "invalid attribute value"),
    (405, "unknown-sound", ERROR, "unknown sound"),
    (406, "tag-in-instruction", ERROR, "tag in a `do:`, where it has no effect"),
    (407, "tag-must-stand-alone", ERROR, "tag that must be the whole action"),
    (408, "tag-must-be-first", ERROR, "tag that must come first in its action"),
    (409, "tag-only-in-followup", ERROR, "tag that only works in follow-ups"),
    (410, "bad-nesting", WARNING, "tag inside a tag that can't contain it"),
    (411, "unclosed-tag", ERROR, "tag that isn't closed, or was never opened"),
    (412, "bad-template", WARNING, "`{{ }}` that the platform can't fill in"),
    (413, "unknown-marker", WARNING, "marker with a typo"),
    (414, "deprecated-tag", INFO, "old name of a tag"),
    (415, "action-too-long", ERROR, "action longer than the platform accepts"),
    (416, "bad-function", ERROR, "invalid use of a function"),
    (417, "managed-tag", WARNING, "tag that only the platform should write"),
    (418, "unclosed-marker", WARNING, "marker with a missing bracket"),
    (420, "foreign-placeholder", WARNING, "placeholder from another system, which nothing fills in"),
    (421, "stage-direction", WARNING, "stage direction in spoken text"),
    (422, "markdown-in-speech", WARNING, "Markdown in spoken text"),
    (423, "escape-in-text", WARNING, "escape sequence from another format"),
    (424, "code-in-text", WARNING, "code where words should be"),
    (425, "several-wordings", WARNING, "several wordings in one `say:`"),
    (426, "foreign-trigger", WARNING, "trigger in another system's syntax"),
    (427, "unnormalized-text", WARNING, "keyword with a letter in an unusual form of Unicode"),
    (428, "endcall-tag", INFO, "`<endcall />` at the end of a text, in place of `end call`; only if selected"),
    (501, "name-too-long", ERROR, "name longer than the platform accepts"),
    (502, "missing-language", WARNING, "missing language, which the platform requires"),
    (503, "missing-role", ERROR, "missing role, which the platform requires"),
    (504, "unsupported-by-target", WARNING, "part of a script that the target doesn't support"),
    (505, "bad-folder", ERROR, "invalid folder path"),
    (506, "too-many-scenarios", ERROR, "more scenarios than one payload can hold"),
    (507, "duplicate-scenario-name", WARNING, "two scenarios with the same name"),
    (508, "missing-name", WARNING, "scenario without a name"),
    (509, "bad-platform-value", ERROR, "passed-through value that the platform rejects"),
    (510, "unknown-platform-key", WARNING, "unknown passed-through key"),
    (511, "unknown-tool", ERROR, "unknown tool"),
    (512, "removed-key", ERROR, "key that the platform no longer accepts"),
    (513, "unknown-target", ERROR, "unknown target"),
    (514, "too-many-alternatives", ERROR, "trigger too complex for the target"),
    (515, "missing-instructions", ERROR, "missing instructions, which the platform requires"),
    (516, "missing-reason", WARNING, "missing reason for the call, which the platform asks for"),
    (517, "covering-patch", WARNING, "patch that replaces what the script's lines say"),
    (518, "incomplete-body", INFO, "payload that can't create a scenario; only in strict checks or if selected"),
    (540, "nothing-to-update", WARNING, "note without content"),
    (601, "catch-all-trigger", WARNING, "trigger that matches every message"),
    (602, "mixed-and-or", WARNING, "mix of `OR` and `AND`, which the platform doesn't document"),
    (603, "duplicate-trigger", WARNING, "two `WHEN` blocks with the same trigger"),
    (604, "shadowed-trigger", WARNING, "trigger whose messages all match an earlier trigger"),
    (605, "overlapping-triggers", INFO, "two triggers that can match the same plain message"),
    (606, "similar-triggers", INFO, "two triggers that say nearly the same thing"),
    (607, "unreachable-block", WARNING, "block after the end of the call"),
    (608, "broad-keyword", WARNING, "keyword that nearly every message contains"),
    (609, "vague-trigger", WARNING, "trigger that doesn't say what the agent does"),
    (610, "compound-trigger", INFO, "trigger that waits for two things at once"),
    (611, "quoted-trigger", INFO, "trigger with a long quotation, or in the first person"),
    (612, "silence-trigger", WARNING, "trigger for something no message contains: silence, time, earlier turns"),
    (613, "too-many-conditions", INFO, "more blocks than can be reliably distinguished"),
    (614, "echoed-keyword", INFO, "trigger that matches the caller's own answer, should the agent repeat it"),
    (615, "broken-expression", WARNING, "sentence that looks like an expression with a mistake"),
    (616, "short-keyword", INFO, "short keyword that is also inside everyday words"),
    (620, "no-endcall", WARNING, "scenario that never ends the call"),
    (621, "pause-after-endcall", WARNING, "pause after the end of the call"),
    (622, "long-silence-in-followup", WARNING, "long `<silence>` in a follow-up, which restarts when interrupted"),
    (623, "leading-silence", WARNING, "first message that starts with a pause, and is lost if the agent greets"),
    (624, "ivr-in-inbound-test", WARNING, "caller who plays a phone menu but also presses keys"),
    (625, "dtmf-alone", INFO, "key presses without words, which might not count as a turn"),
    (626, "zero-interruption", WARNING, "interruption before there is anything to interrupt"),
    (627, "loud-volume", INFO, "volume so high that the voice might clip"),
    (628, "hard-coded-profile-data", INFO, "value from the test profile, written out"),
    (629, "unknown-profile-variable", WARNING, "variable that the test profile doesn't have"),
    (630, "missing-default", INFO, "function output without a default"),
    (631, "private-url", WARNING, "function at an address that the platform can't reach"),
    (632, "asr-fragile-literal", INFO, "digits, codes or spelling that a transcript might write differently"),
    (633, "role-describes-agent", INFO, "role that says what the agent should do"),
    (634, "language-mismatch", WARNING, "text or personality in a language other than the call's"),
    (635, "wrong-speaker", INFO, "expectation about someone other than the main agent"),
    (636, "compound-expectation", INFO, "expectation with more than two actions"),
    (637, "unseen-expectation", INFO, "expectation that no transcript can show"),
    (638, "farewell-expectation", INFO, "expectation about how the agent says goodbye"),
    (639, "many-expectations", INFO, "more expectations than a judge can weigh"),
    (640, "missing-expectation", INFO, "suite scenario without expectations"),
    (641, "missing-key", INFO, "suite scenario without a key"),
    (642, "large-suite", INFO, "suite with too many scenarios to run quickly"),
    (643, "improvised-in-suite", INFO, "improvised caller in a suite, which makes its runs vary"),
    (644, "deprecated-endpoint", INFO, "target whose endpoint is deprecated"),
    (645, "copied-block", INFO, "blocks that another scenario of the file also has"),
    (646, "single-ending", INFO, "call that can end only through one `WHEN`; only if selected"),
    (647, "never-fires", WARNING, "trigger that fires in no recorded call; only with a measurement"),
    (648, "always-shadowed", WARNING, "trigger that only fires when earlier ones do; only with a measurement"),
    (649, "lost-in-recognition", WARNING, "trigger that speech recognition breaks; only with a measurement"),
    (701, "not-json", ERROR, "input that isn't valid JSON"),
    (702, "unknown-payload", ERROR, "JSON that isn't a known payload"),
    (703, "missing-type", ERROR, "condition without `type`"),
    (704, "missing-fixed-message", ERROR, "condition without `fixed_message`"),
    (705, "wrong-type", ERROR, "value of a type that the platform rejects"),
    (706, "not-kept", ERROR, "part of a payload that a script can't express"),
    (707, "read-only-key", INFO, "key that only the platform sends"),
    (708, "bad-reference", ERROR, "follow-up whose parent isn't an earlier condition"),
    (709, "old-first-message", ERROR, "empty first condition, as written before `FIRST_MESSAGE`"),
    (710, "missing-id", ERROR, "condition without a usable `id`"),
    (711, "instructions-not-string", ERROR, "`instructions` that aren't a string"),
    (712, "missing-scenario-type", WARNING, "conditional actions without `scenario_type`"),
    (713, "missing-condition", ERROR, "condition without a trigger"),
    (714, "refused-payload", ERROR, "payload that the platform rejects; run `scn check` on its script to see why"),
    (716, "not-imported", WARNING, "part of another system's task that the platform can't express"),
    (718, "empty-entry", WARNING, "list entry without content, or without anything that starts it"),
    (719, "wrong-key", WARNING, "key that the platform spells differently"),
    (720, "mixed-forms", ERROR, "scenarios in one payload that need different targets"),
)
# fmt: on

CATALOG: dict[str, KindOfProblem] = {
    name: KindOfProblem(f"SCN{number}", name, severity, summary) for number, name, severity, summary in _ROWS
}

_ESSENTIAL = tuple("SCN1 SCN2 SCN3 SCN504 SCN506 SCN509 SCN513 SCN514".split())
"""Code prefixes of errors that can't be suppressed because they would change the payload's meaning."""


ON_DEMAND = frozenset({"SCN518"})
"""Codes that are reported only in a strict check, or if a selector other than `ALL` selects them."""

ONLY_IF_SELECTED = frozenset({"SCN428", "SCN646"})
"""Codes that are reported only if a selector other than `ALL` selects them."""


MEASURED = frozenset({"SCN647", "SCN648", "SCN649"})
"""Codes that are reported only with a measurement of recorded calls."""


def is_optional(diagnostic: Diagnostic) -> bool:
    """Tell whether the configuration or the script can suppress a diagnostic."""
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
    case: str | None = None,
) -> Diagnostic:
    """Make a diagnostic.

    Args:
        name: Name of the rule, a key of `CATALOG`.
        message: One sentence. Line breaks in quoted text become spaces, in `hint` as well.
        severity: Overrides the rule's severity.

    Raises:
        KeyError: If the catalog has no such rule.
    """
    kind = CATALOG[name]
    message, hint = _in_one_line(message), hint and _in_one_line(hint)
    return Diagnostic(kind.code, name, severity or kind.severity, message, span, hint, related, fix, case)


def _in_one_line(sentence: str) -> str:
    """Replace each line break in quoted text, and the `|` after it, with a space."""
    return _LINE_BREAK.sub(" ", sentence) if "\n" in sentence else sentence
