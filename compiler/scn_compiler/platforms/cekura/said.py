"""Which places in Cekura's documents lines of a script speak of: a patch leaves these to them."""

import re
from collections.abc import Iterable

from scn_compiler.platforms.cekura.vocabulary import BODY_KEYS, SUITE_DEFAULT_KEYS, SUITE_KEYS

_ROW = "(?:/(?:id|condition|action|type|fixed_message|when|say|then(?:/[^/]+)?))?"
_ROWS = f"(?:/[^/]+{_ROW})?"
_ACTIONS = rf"(?:/role|/functions(?:/.*)?|/first_message(?:/say|/then(?:/[^/]+)?)?|/conditions{_ROWS})?"


def _any_of(keys: Iterable[str]) -> str:
    return "|".join(map(re.escape, keys))


_OF_ENTRY = [key for key in SUITE_KEYS.values() if key != "language"]  # it may stand in the defaults alone
_ENTRY = rf"/(?:(?:{_any_of(_OF_ENTRY)}|instructions|test_profile)(?:/.*)?|conditional_actions{_ACTIONS})"
_DEFAULTS = rf"/(?:{_any_of(SUITE_DEFAULT_KEYS)})(?:/.*)?"
_SUITE = rf"(?:/scenarios(?:/[^/]+(?:{_ENTRY})?)?|/defaults(?:{_DEFAULTS})?|/suite(?:/name|/description)?)"

_FORMS = {
    "body": re.compile(
        rf"/(?:(?:{_any_of(BODY_KEYS.values())})(?:/.*)?|(?:instructions|conditional_actions){_ACTIONS})"
    ),
    "actions": re.compile(_ACTIONS),
    "rows": re.compile(_ROWS),
    "row": re.compile(_ROW),
    "suite": re.compile(_SUITE),
    "entry": re.compile(_ENTRY),
}


def is_said(form: str, path: str) -> bool:
    """Whether lines of a script speak of what stands at a path of a document of a form, or inside it.

    Args:
        form: `body`, `actions` (bare conditional actions), `rows`, `row`, `suite`, or `entry` (a suite's scenario).
        path: A JSON Pointer.
    """
    return _FORMS[form].fullmatch(path) is not None
