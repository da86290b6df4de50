"""`outcome: TYPE(JSON, JSON)` to JSON: how a call goes on."""

import re

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.platforms.sophiie.vocabulary import OUTCOMES
from scn_compiler.semantics.settings import Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.suggest import nearest

_FORM = re.compile(r"(?P<type>[^()]*[^()\s])\s*(?:\((?P<values>.*)\))?", re.DOTALL)
PROPERTIES = ("property1", "property2")
_HINT = 'write `continueCall`, or with what it takes: `TYPE("…", 12)`'


def outcome_of(value: Value, found: list[Diagnostic]) -> Json:
    """The outcome of a line; properties that it leaves out are null, as in the platform's example."""
    text = value.value
    form = _FORM.fullmatch(text)
    if not form:
        message = f"`outcome` cannot be `{text}`"
        found.append(report("bad-field-value", value.span, message, _HINT))
        return {"type": text, "property1": None, "property2": None}
    try:
        properties = load(f"[{form['values'] or ''}]")
    except BadJson as error:
        message = f"in its brackets `outcome` takes JSON values: {error}"
        bare = re.fullmatch(r"[^\W\d][\w -]*", form["values"])
        hint = f'text goes in quotes: `{form["type"]}("{form["values"]}")`' if bare else _HINT
        found.append(report("bad-field-value", value.span, message, hint))
        properties = []
    if len(properties) > len(PROPERTIES):
        message = f"an outcome has at most two values in its brackets, and this one {len(properties)}"
        found.append(report("bad-field-value", value.span, message, "take the others out"))
    found.extend(_near_miss(form["type"], value))
    properties = [*properties, None, None][: len(PROPERTIES)]
    return {"type": form["type"], **dict(zip(PROPERTIES, properties, strict=True))}


def _near_miss(kind: str, value: Value) -> list[Diagnostic]:
    close = nearest(re.sub(r"[\s_-]", "", kind), OUTCOMES)
    if kind in OUTCOMES or close is None:
        return []
    whole = value.span.end - value.span.start == len(value.value) and kind == value.value
    fix = Fix(f"write `{close}`", (Edit(value.span, close),), safe=False) if whole else None
    message = f"Sophiie is not known to have an outcome `{kind}`"
    return [
        report("bad-field-value", value.span, message, f"did you mean `{close}`?", fix=fix,
               severity=Severity.WARNING)
    ]  # fmt: skip
