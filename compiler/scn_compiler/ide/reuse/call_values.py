"""The values at a place of a script, as far as they are known there, and the lines of a fragment with them."""

from collections.abc import Callable
from functools import partial

from scn_compiler.ide.document import OpenScript, ScriptPart, parts
from scn_compiler.ide.reuse.files import script_of_file
from scn_compiler.ide.reuse.mentions import signature_of
from scn_compiler.ide.reuse.symbols import columns_of, library_of, path_of_fragment
from scn_compiler.reuse.lets import string_of
from scn_compiler.reuse.library import KnownFragment
from scn_compiler.reuse.signature import FragmentCall
from scn_compiler.reuse.substitution import REFERENCE
from scn_dsl.vocabulary import LET

_MAX_LINES = 24
"""The number of lines shown of a fragment."""

ValueOf = Callable[[str], str | None]
"""Returns the text of a value by its name; `None` if it is different for each row or each insert."""


def value_in(script: OpenScript, part: ScriptPart | None, name: str) -> str | None:
    """Return the text of a value in a part; `None` for parameters, columns and unknown names."""
    if part:
        call = signature_of(part)
        if call and any(name == (each.name or each.value) for each in call.entries):
            return None
        for use in part.scenario.scenario.uses:
            if use.name == LET and use.line.name == name:
                text = filled(use.line.value.value, partial(_value_of_file, script))
                return string_of(text) if text.startswith('"') else text
        if not part.fragment and name in columns_of(script, part):
            return None
    return _value_of_file(script, name)


def _value_of_file(script: OpenScript, name: str) -> str | None:
    found = library_of(script).scope.get(name)
    return found.text if found else None


def filled(text: str, value_of: ValueOf) -> str:
    """Put values into a text; names without a value stay."""

    def value(name: str, written: str) -> str:
        known = value_of(name)
        return written if known is None else known

    return REFERENCE.sub(
        lambda match: "$" if match["dollar"] else value(match["plain"] or match["braced"], match[0]), text
    )


def arguments_of(
    script: OpenScript, part: ScriptPart, known: KnownFragment, call: FragmentCall
) -> dict[str, str]:
    """Return the value of each parameter in an insert; a parameter without one is left out."""
    home = script_of_file(script, path_of_fragment(known, script)) or script
    values = {
        each.name or each.value or "": filled(each.value or "", partial(_value_of_file, home))
        for each in (known.call.entries if known.call else ())
        if each.name
    }
    for each in call.entries:
        if each.name:
            values[each.name] = filled(each.value or "", partial(value_in, script, part))
    return values


def fragment_part(script: OpenScript, known: KnownFragment) -> tuple[OpenScript, ScriptPart] | None:
    """Find the part of a fragment, with the script that it is in."""
    home = script_of_file(script, path_of_fragment(known, script))
    for part in parts(home) if home else ():
        call = signature_of(part)
        if home and call and call.name == known.name:
            return home, part
    return None


def fragment_lines(script: OpenScript, known: KnownFragment, values: dict[str, str]) -> str:
    """Return the lines of a fragment below its title, with these values for its parameters."""
    found = fragment_part(script, known)
    if found is None or found[1].fragment is None:
        return ""
    home, part = found

    def value_of(name: str) -> str | None:
        return values.get(name) if name in values else value_in(home, part, name)

    title = part.fragment.title if part.fragment else None
    body = part.text[title.whole.end if title else 0 :].strip("\r\n")
    lines = filled(body.rstrip(), value_of).splitlines()
    return "\n".join([*lines[:_MAX_LINES], *(["…"] if len(lines) > _MAX_LINES else [])])
