"""Criteria for grading the agent: expected tool calls and statements."""

from collections import Counter
from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.eqho.body import ABSENT, empty_words
from scn_compiler.platforms.eqho.source_lines import source_lines
from scn_compiler.platforms.eqho.templates import Found, fill_templates, fill_value
from scn_compiler.platforms.eqho.vocabulary import INFO_WORD, REQUESTORS
from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript
from scn_compiler.semantics.settings import RecordEntry, Value
from scn_compiler.semantics.tool_calls import Call, CallMistake, read_call
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related, Severity
from scn_dsl.suggest import did_you_mean, nearest

COMPARE_ALL, COMPARE_NONE = "all", "none"
"""Words of `compare:` for all arguments and for none."""


def statements_of_agent(document: ResolvedScript, scenario: ResolvedScenario, found: Found) -> Json:
    """Return the statements of `expect:` as `nl_assertions`."""
    value = scenario.settings.fields.get("expect")
    if value is None or value.value is None:
        return ABSENT
    texts = value.value if isinstance(value.value, list) else [value.value]
    lines = source_lines(document, scenario, "expect")
    places = (
        [line.place for line in lines] if len(lines) == len(texts) else [lambda *_: value.span] * len(texts)
    )
    return [
        fill_templates(each, scenario.settings, place, found)
        for each, place in zip(texts, places, strict=True)
    ] or ABSENT


def expected_calls(document: ResolvedScript, scenario: ResolvedScenario, found: Found) -> Json:
    """Return the tool calls of `expect_call:`, and number those without a `call_id:`."""
    entries = scenario.settings.all("expect_call")
    ids = _ids(entries, found)
    empty_info = INFO_WORD in empty_words(scenario.settings)
    calls = []
    for entry, id_ in zip(entries, ids, strict=True):
        if not isinstance(entry.value.value, str):
            continue
        call = read_call(entry.value.value)
        if isinstance(call, CallMistake):
            found.append(_misspelt(document, scenario, entry, call))
        else:
            arguments = fill_value(call.arguments, scenario.settings, entry.value.span, found)
            calls.append(_expected(entry, Call(call.name, arguments), id_, empty_info, found))
    return calls or ABSENT


def are_numbered(ids: list[Json]) -> list[bool]:
    """Return for each id of a call whether numbering would produce it."""
    times = Counter(id_ for id_ in ids if isinstance(id_, str))
    return [id_ == f"call_{number}" and times[f"call_{number}"] == 1 for number, id_ in enumerate(ids, 1)]


def _ids(entries: tuple[RecordEntry, ...], found: Found) -> list[str]:
    own_ids: dict[str, Value] = {}
    for entry in entries:
        value = entry.details.get("call_id")
        if value and isinstance(value.value, str):
            if value.value in own_ids:
                related = (Related("first given here", own_ids[value.value].span),)
                message = f"duplicate id `{value.value}`"
                found.append(
                    report("duplicate-id", value.span, message, "give each call its own id",
                           related=related, severity=Severity.WARNING)
                )  # fmt: skip
            own_ids.setdefault(value.value, value)
    ids: list[str] = []
    last = 0
    for number, entry in enumerate(entries, 1):
        own = entry.get("call_id")
        if own is None:
            last = max(number, last + 1)
            while f"call_{last}" in own_ids:
                last += 1
        ids.append(f"call_{last}" if own is None else own)
    return ids


def _expected(entry: RecordEntry, call: Call, id_: str, empty_info: bool, found: Found) -> Json:
    result: dict[str, Json] = {"tool_call_id": id_, "name": call.name, "arguments": call.arguments}
    if by := entry.details.get("by"):
        result["requestor"] = _requestor(by, found)
    if "info" in entry.details or empty_info:
        result["info"] = entry.get("info")
    if compare := entry.details.get("compare"):
        result["compare_args"] = _compared(compare)
        found.extend(_misnamed(compare, call, result["compare_args"]))
    return result


def _requestor(by: Value, found: Found) -> Json:
    if by.value in REQUESTORS:
        return REQUESTORS[by.value]
    words = {wire: word for word, wire in REQUESTORS.items()}
    if by.value is not None:
        word = words.get(by.value)
        hint = f"replace with `{word}`" if word else did_you_mean(by.value, REQUESTORS)
        fix = Fix(f"replace with `{word}`", (Edit(by.span, word),)) if word and not by.raw else None
        message = f"`by:` must be `agent` or `caller`, not `{by.value}`"
        found.append(report("bad-field-value", by.span, message, hint, fix=fix))
    return by.value


def _compared(compare: Value) -> Json:
    if compare.value == [COMPARE_ALL] and not compare.raw:
        return None
    return [] if compare.value == [COMPARE_NONE] and not compare.raw else compare.value


def _misnamed(compare: Value, call: Call, names: Json) -> Iterator[Diagnostic]:
    for name in names or ():
        close = nearest(name, call.arguments, 0.75) if name not in call.arguments else None
        if close:
            message = f"this call to `{call.name}` has no argument named `{name}`"
            hint = f"did you mean `{close}`?"
            yield report("bad-field-value", compare.span, message, hint, severity=Severity.WARNING)


def _misspelt(
    document: ResolvedScript, scenario: ResolvedScenario, entry: RecordEntry, slip: CallMistake
) -> Diagnostic:
    """Report a call that can't be parsed, at the place of the mistake."""
    lines = source_lines(document, scenario, "expect_call")
    line = next((each for each in lines if each.whole == entry.value.span), None)
    if line is None or entry.value.raw:
        return report("bad-field-value", entry.value.span, slip.message, slip.hint)
    edit = line.edit(slip.start, slip.end) if slip.replacement is not None else None
    fix = None
    if edit:
        fix = Fix(slip.hint or "correct the call", (Edit(edit, slip.replacement or ""),), safe=slip.safe)
    return report("bad-field-value", line.place(slip.start, slip.end), slip.message, slip.hint, fix=fix)
