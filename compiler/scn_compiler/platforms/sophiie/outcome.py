"""`outcome: TYPE(JSON, JSON)` as JSON: how a call continues."""

import re

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.platforms.sophiie.vocabulary import OUTCOMES
from scn_compiler.semantics.settings import Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.suggest import nearest

_FORM = lazy_pattern(r"(?P<type>[^()]*[^()\s])\s*(?:\((?P<values>.*)\))?", re.DOTALL)
PROPERTIES = ("property1", "property2")
_HINT = 'write `continueCall` or a type with values: `TYPE("…", 12)`'


def outcome_of(value: Value, found: list[Diagnostic]) -> Json:
    """Parse an outcome; properties without a value are null, as in the platform's example."""
    text = value.value
    form = _FORM.fullmatch(text)
    if not form:
        message = f"`{text}` isn't an outcome"
        found.append(report("bad-field-value", value.span, message, _HINT))
        return {"type": text, "property1": None, "property2": None}
    try:
        properties = load(f"[{form['values'] or ''}]")
    except BadJson:
        message = "outcome values must be JSON, and this isn't valid JSON"
        bare = re.fullmatch(r"[^\W\d][\w -]*", form["values"])
        hint = f'put text in quotes: `{form["type"]}("{form["values"]}")`' if bare else _HINT
        found.append(report("bad-field-value", value.span, message, hint))
        properties = []
    if len(properties) > len(PROPERTIES):
        message = f"an outcome can have at most 2 values; this one has {len(properties)}"
        found.append(report("bad-field-value", value.span, message, "keep at most 2 values"))
    found.extend(_near_miss(form["type"], value))
    properties = [*properties, None, None][: len(PROPERTIES)]
    return {"type": form["type"], **dict(zip(PROPERTIES, properties, strict=True))}


def _near_miss(kind: str, value: Value) -> list[Diagnostic]:
    close = nearest(re.sub(r"[\s_-]", "", kind), OUTCOMES)
    if kind in OUTCOMES or close is None:
        return []
    whole = value.span.end - value.span.start == len(value.value) and kind == value.value
    fix = Fix(f"replace with `{close}`", (Edit(value.span, close),), safe=False) if whole else None
    message = f"`{kind}` isn't one of Sophiie's documented outcomes"
    return [
        report("bad-field-value", value.span, message, f"did you mean `{close}`?", fix=fix,
               severity=Severity.WARNING)
    ]  # fmt: skip
