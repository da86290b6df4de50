"""One form for what a script says and for what a platform answers, so that both can be compared.

A platform answers in another shape than it was written to: it numbers conditions again, when/say/then comes back
for rows with ids, empty fields come back as `null`, `[]` or `""`. Texts of such bodies always differ; their canonical
forms differ only if a call would.
"""

from collections.abc import Iterable
from hashlib import blake2b

from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.platforms import PLATFORMS, target_named
from scn_compiler.platforms.kit.target import Target
from scn_compiler.semantics.resolve import resolve
from scn_compiler.sync.contract_defaults import has_contract, without_defaults
from scn_dsl.diagnostic import Severity

RequestBody = dict[str, Json]
"""A request body of a platform: what a script compiles to."""

_EMPTY: tuple[Json, ...] = (None, [], {}, "")

_SCRIPT = "conditional_actions"
"""The key of a script in a body. Its empty lists say nothing either, but an empty first message is that of the agent."""

_FORMS = {"cekura": ("cekura-when", "cekura")}
"""The targets that a platform's bodies are compared as; the first one that can express the scenario."""


def canonical(body: RequestBody, platform: str) -> RequestBody:
    """Return a body in the form in which bodies of that platform are compared, without empty fields.

    Args:
        body: As compiled, or as the platform answered, in any of its shapes.
        platform: For example `cekura`.
    """
    script = body.get(_SCRIPT)
    if isinstance(script, dict):
        body = body | {_SCRIPT: {key: value for key, value in script.items() if value not in (None, [], {})}}
    whole = (
        without_defaults(body, platform)
        if has_contract(platform)
        else _through_script(body, platform) or body
    )
    return {key: value for key, value in sorted(whole.items()) if value not in _EMPTY}


def fingerprint(body: RequestBody, keys: Iterable[str] | None = None) -> str:
    """Return a hash of a canonical body, or of some of its fields: 32 hexadecimal digits."""
    chosen = body if keys is None else {key: body[key] for key in keys if key in body}
    return blake2b(
        dump(_sorted(chosen), compact=True).encode("utf-8", "surrogatepass"), digest_size=16
    ).hexdigest()


def _sorted(value: Json) -> Json:
    """Return a value with the keys of its objects in order: a platform may answer in another one."""
    if isinstance(value, list):
        return [_sorted(each) for each in value]
    return {key: _sorted(value[key]) for key in sorted(value)} if isinstance(value, dict) else value


def _through_script(body: RequestBody, platform: str) -> RequestBody | None:
    """Read a body as a script and emit it again; `None` if the script wouldn't say all that the body says."""
    read = next(each.read for each in PLATFORMS if each.name == platform)
    reading = read(body) if read else None
    if reading is None or reading.several or reading.others:
        return None
    document, problems = resolve(reading.script, None, fragment=False)
    if any(each.severity is Severity.ERROR for each in problems):
        return None
    own = _emitted(target_named(reading.target), document)
    if own != reading.normalized:
        return None
    forms = (_emitted(target_named(name), document) for name in _FORMS.get(platform, (reading.target,)))
    return next((form for form in forms if form is not None), None)


def _emitted(target: Target, document: object) -> RequestBody | None:
    emitted = target.emit(document)  # type: ignore[arg-type]
    if any(each.severity is Severity.ERROR for each in emitted.diagnostics) or len(emitted.payloads) != 1:
        return None
    value: RequestBody = emitted.payloads[0].value
    return value
