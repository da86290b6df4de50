"""Places in Cekura's documents that lines of a script can set, so that a patch shouldn't."""

import re
from collections.abc import Iterable
from functools import cache

from scn_compiler.platforms.cekura.vocabulary import BODY_KEYS, SUITE_DEFAULT_KEYS, SUITE_KEYS


def _any_of(keys: Iterable[str]) -> str:
    return "|".join(map(re.escape, keys))


_OF_ENTRY = [key for key in SUITE_KEYS.values() if key != "language"]  # may be set only in the defaults


@cache
def _places(form: str, *, chains: bool) -> re.Pattern[str]:
    """Build the pattern of places that lines of a script set, including the objects around them."""
    row = (
        "(?:/(?:when|say|then(?:/[^/]+)?))?" if chains else "(?:/(?:id|condition|action|type|fixed_message))?"
    )
    rows = f"(?:/[^/]+{row})?"
    first = "|/first_message(?:/say|/then(?:/[^/]+)?)?" if chains else ""
    actions = rf"(?:/role|/functions(?:/.*)?{first}|/conditions{rows})?"
    body = rf"(?:{_any_of(BODY_KEYS.values())})(?:/.*)?|(?:instructions|conditional_actions){actions}"
    entry = rf"/(?:(?:{_any_of(_OF_ENTRY)}|instructions|test_profile)(?:/.*)?|conditional_actions{actions})"
    defaults = rf"/defaults(?:/(?:{_any_of(SUITE_DEFAULT_KEYS)})(?:/.*)?)?"
    suite = rf"(?:/scenarios(?:/[^/]+(?:{entry})?)?|{defaults}|/suite(?:/name|/description)?)"
    forms = {
        "body": f"/(?:{body})",
        "actions": actions,
        "rows": rows,
        "row": row,
        "suite": suite,
        "entry": entry,
    }
    return re.compile(forms[form])


def is_said(form: str, path: str, *, chains: bool) -> bool:
    """Return whether lines of a script set the value at a path, or something inside it.

    Args:
        form: The document: `body`, `actions` (bare conditional actions), `rows`, `row`, `suite`, or `entry` (a suite's
            scenario).
        path: A JSON Pointer.
        chains: Whether the conditional actions are when/say/then instead of rows with ids.
    """
    return _places(form, chains=chains).fullmatch(path) is not None
