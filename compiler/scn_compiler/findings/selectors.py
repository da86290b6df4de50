"""Classifies findings by select, ignore and suppressions: reported, suppressed, in the configuration."""

import re
from collections.abc import Callable
from functools import lru_cache

from scn_compiler.config import Config
from scn_compiler.findings.merge import distinct
from scn_dsl.catalog import CATALOG, ON_DEMAND, ONLY_IF_SELECTED, is_optional
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, field, replace
from scn_dsl.source import CONFIG, Source
from scn_dsl.suggest import did_you_mean

_SUPPRESSION = lazy_pattern(r"#\s*(?i:scn)\s*:")
_ALL = "SCN"
_CODE = lazy_pattern(r"(?:SCN)?(\d{1,3})(X{0,2})", re.IGNORECASE)


class Findings(Record):
    """The findings of a check, classified.

    Attributes:
        reported: Findings in the script. Only the configuration has findings of its own so far.
        suppressed: Findings that the configuration ignores, or that a comment in the script suppresses. Rules in
            `ONLY_IF_SELECTED` find nothing unless they are selected or a comment may suppress them.
        in_config: Findings in the default fields of the configuration; spans are offsets in its file.
        scenarios: How many scenarios were chosen and checked.
        in_files: Findings in files that the script imports; spans are offsets in the file that their origin names.
        sources: The files that the script imports.
    """

    reported: tuple[Diagnostic, ...] = ()
    suppressed: tuple[Diagnostic, ...] = ()
    in_config: tuple[Diagnostic, ...] = ()
    scenarios: int = 0
    in_files: tuple[Diagnostic, ...] = ()
    sources: tuple[Source, ...] = field(default=(), compare=False)


def classify_findings(
    found: list[Diagnostic], text: str, config: Config, *, own_target: bool, sources: tuple[Source, ...] = ()
) -> Findings:
    """Classify findings as reported, suppressed or in the configuration; keeps their order.

    Args:
        found: All findings of a check; duplicates are dropped.
        text: The script, for its suppressions.
        config: Its `select`, `ignore` and `strict` decide which findings are reported.
        own_target: Whether the script itself chose the target. If not, unused suppressions aren't reported:
            they may be meant for the script's own target.
        sources: The files that the script imports, with their own suppressions.

    Raises:
        KeyError: if a selector in `config` selects nothing.
    """
    every = distinct(found)
    in_script = [each for each in every if each.origin is None]
    suppressed: list[Diagnostic] = []
    if _may_suppress(text):
        from scn_compiler.findings.suppressions import apply_suppressions  # noqa: PLC0415  (few scripts have suppressions)

        in_script, suppressed = apply_suppressions(in_script, text, judge_unused=own_target)
    is_reported = report_filter(config.select, config.ignore, strict=config.strict)
    reported: list[Diagnostic] = []
    ignored: list[Diagnostic] = []
    for each in in_script:
        (reported if is_reported(each) else ignored).append(each)
    in_config = tuple(
        each for each in every if each.origin == CONFIG and is_reported(each) and not _is_irrelevant(each)
    )
    in_files = _in_files(every, sources, suppressed) if sources or len(every) > len(in_script) else []
    return Findings(
        tuple(reported),
        (*suppressed, *ignored),
        in_config,
        in_files=tuple(filter(is_reported, in_files)),
        sources=sources,
    )


def unread_codes(text: str, config: Config) -> frozenset[str]:
    """Return the codes of findings in a text that nobody reads, so that their rules needn't run.

    They aren't selected, and the text has no suppression: it would be unused without the finding that it suppresses.
    """
    selected = _selected_codes(config.select, config.ignore)
    if selected >= ONLY_IF_SELECTED or _may_suppress(text):
        return frozenset()
    return ONLY_IF_SELECTED - selected


@lru_cache(maxsize=64)
def _selected_codes(select: tuple[str, ...], ignore: tuple[str, ...]) -> frozenset[str]:
    """Return those of the codes in `ONLY_IF_SELECTED` that are selected."""
    selected, ignored = _code_prefixes(select), (*_code_prefixes(ignore), _ALL)
    return frozenset(
        [code for code in ONLY_IF_SELECTED if _longest(selected, code) > _longest(ignored, code)]
    )


def _may_suppress(text: str) -> bool:
    return "#" in text and _SUPPRESSION.search(text) is not None


def _in_files(
    found: list[Diagnostic], sources: tuple[Source, ...], suppressed: list[Diagnostic]
) -> list[Diagnostic]:
    """Return the findings in other files that no comment there suppresses; the others are added to `suppressed`."""
    elsewhere = [each for each in found if each.origin is not None and each.origin != CONFIG]
    if not elsewhere:
        return []
    from scn_compiler.findings.suppressions import apply_suppressions  # noqa: PLC0415  (most scripts are one file)

    reported: list[Diagnostic] = []
    for source in sources:
        here = [each for each in elsewhere if each.origin and each.origin.path == source.path]
        origin = here[0].origin if here else None
        bare = [replace(each, span=each.span.within(None)) for each in here]
        kept, dropped = apply_suppressions(bare, source.text, judge_unused=False)
        known = {each.span for each in bare}
        reported += [replace(each, span=each.span.within(origin)) for each in kept if each.span in known]
        suppressed += [replace(each, span=each.span.within(origin)) for each in dropped]
    return reported


def _is_irrelevant(found: Diagnostic) -> bool:
    """Return whether a finding only says that a target can't express a default: the payload leaves it out."""
    return found.name == "unsupported-by-target" and found.severity < Severity.ERROR


def report_filter(
    select: tuple[str, ...], ignore: tuple[str, ...], *, strict: bool = False
) -> Callable[[Diagnostic], bool]:
    """Make the predicate that decides whether a finding is reported: the longer matching selector wins.

    `ALL` doesn't select the rules in `ONLY_IF_SELECTED` and, unless `strict`, those in `ON_DEMAND`.

    Raises:
        KeyError: if a selector selects nothing.
    """
    selected, ignored = _code_prefixes(select), _code_prefixes(ignore)
    on_demand = ONLY_IF_SELECTED if strict else ON_DEMAND | ONLY_IF_SELECTED
    known: dict[str, bool] = {}

    def is_selected(code: str) -> bool:
        if code not in known:
            against = (*ignored, _ALL) if code in on_demand else ignored
            known[code] = _longest(selected, code) > _longest(against, code)
        return known[code]

    return lambda found: not is_optional(found) or is_selected(found.code)


@lru_cache(maxsize=64)
def _code_prefixes(selectors: tuple[str, ...]) -> tuple[str, ...]:
    codes = {selector: code_prefix(selector) for selector in selectors}
    for selector, code in codes.items():
        if code is None:
            raise KeyError(selector)
    return tuple(code for code in codes.values() if code)


def _longest(prefixes: tuple[str, ...], code: str) -> int:
    return max((len(each) for each in prefixes if code.startswith(each)), default=0)


@lru_cache(maxsize=256)
def code_prefix(selector: str) -> str | None:
    """Return the prefix of the selected codes: `SCN` for ALL, `SCN4` for 4xx, `SCN401` for unknown-tag; or `None`."""
    if kind := CATALOG.get(selector.casefold()):
        return kind.code
    if selector.upper() == "ALL":
        return _ALL
    number = _CODE.fullmatch(selector)
    code = f"SCN{number[1]}" if number and len(number[1] + number[2]) <= 3 else None
    return code if code and any(kind.code.startswith(code) for kind in CATALOG.values()) else None


def selector_problem(selector: str) -> tuple[str, str | None] | None:
    """Return the message and hint for a selector that selects nothing; `None` for a valid selector."""
    if code_prefix(selector) is not None:
        return None
    message = f"unknown rule `{selector}`"
    if _CODE.fullmatch(selector):  # the nearest number is hardly the intended one
        return message, "run `scn explain --list` to see all rules"
    return message, did_you_mean(selector, ("ALL", *CATALOG, *(kind.code for kind in CATALOG.values())))
