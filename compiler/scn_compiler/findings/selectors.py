"""Which findings are reported: not those that a project ignores, or that a script allows where they are."""

import re
from collections.abc import Callable
from functools import lru_cache

from scn_compiler.config import Config
from scn_dsl.catalog import CATALOG, is_optional
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import Record
from scn_dsl.source import CONFIG
from scn_dsl.suggest import did_you_mean

_ALLOW = re.compile(r"#\s*(?i:scn)\s*:")
_CODE = re.compile(r"(?:SCN)?(\d{1,3})(X{0,2})", re.IGNORECASE)


class Findings(Record):
    """Findings, told apart.

    Attributes:
        reported: In the script.
        suppressed: Ignored by the configuration, or allowed by a comment in the script.
        in_config: To be reported of the configuration's default fields; spans count in its file.
    """

    reported: tuple[Diagnostic, ...] = ()
    suppressed: tuple[Diagnostic, ...] = ()
    in_config: tuple[Diagnostic, ...] = ()


def classify_findings(found: list[Diagnostic], text: str, config: Config, *, own_target: bool) -> Findings:
    """What of `found` is reported, in its order.

    Args:
        own_target: Whether the target is the script's own choice; for another one, findings that
            the script allows may rightly be missing.

    Raises:
        KeyError: for something in `config` that selects nothing.
    """
    here = [each for each in dict.fromkeys(found) if each.origin != CONFIG]
    silenced: list[Diagnostic] = []
    if "#" in text and _ALLOW.search(text):
        from scn_compiler.findings.suppressions import apply_suppressions  # noqa: PLC0415  (few scripts allow anything)

        here, silenced = apply_suppressions(here, text, judge_unused=own_target)
    reported = report_filter(config.select, config.ignore)
    kept = tuple(each for each in here if reported(each))
    ignored = tuple(each for each in here if not reported(each))
    beneath = tuple(
        each
        for each in dict.fromkeys(found)
        if each.origin == CONFIG and reported(each) and not _needless(each)
    )
    return Findings(kept, (*silenced, *ignored), beneath)


def _needless(found: Diagnostic) -> bool:
    """Whether it only says that some document has no place for a default: then it simply is not there."""
    return found.name == "unsupported-by-target" and found.severity < Severity.ERROR


def report_filter(select: tuple[str, ...], ignore: tuple[str, ...]) -> Callable[[Diagnostic], bool]:
    """Whether a finding is reported, by what is selected and what ignored: the longer one counts."""
    wanted, unwanted = _beginnings(select), _beginnings(ignore)
    return lambda found: not is_optional(found) or _longest(wanted, found) > _longest(unwanted, found)


@lru_cache(maxsize=64)
def _beginnings(selectors: tuple[str, ...]) -> tuple[str, ...]:
    found = {selector: code_prefix(selector) for selector in selectors}
    for selector, code in found.items():
        if code is None:
            raise KeyError(selector)
    return tuple(code for code in found.values() if code)


def _longest(beginnings: tuple[str, ...], found: Diagnostic) -> int:
    return max((len(each) for each in beginnings if found.code.startswith(each)), default=0)


@lru_cache(maxsize=256)
def code_prefix(selector: str) -> str | None:
    """How the codes begin that `selector` means: `SCN` for ALL, `SCN4` for 4xx, `SCN401` for unknown-tag."""
    if kind := CATALOG.get(selector.casefold()):
        return kind.code
    if selector.upper() == "ALL":
        return "SCN"
    number = _CODE.fullmatch(selector)
    code = f"SCN{number[1]}" if number and len(number[1] + number[2]) <= 3 else None
    return code if code and any(kind.code.startswith(code) for kind in CATALOG.values()) else None


def selector_problem(selector: str) -> tuple[str, str | None] | None:
    """What is wrong with a selector, and a hint; `None` for a right one."""
    if code_prefix(selector) is not None:
        return None
    message = f"there is no diagnostic `{selector}`"
    if _CODE.fullmatch(selector):  # another number is not what was meant
        return message, "`scn explain --list` names all"
    return message, did_you_mean(selector, ("ALL", *CATALOG, *(kind.code for kind in CATALOG.values())))
