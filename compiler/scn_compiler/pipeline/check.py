"""Checks scripts: compiles them scenario by scenario, and caches the findings of each scenario."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from scn_compiler.config import Config
from scn_compiler.findings.commented_imports import commented_imports
from scn_compiler.findings.consequences import without_consequences
from scn_compiler.findings.merge import one_per_line
from scn_compiler.findings.selectors import Findings, classify_findings, unread_codes
from scn_compiler.lint.context import traits_of
from scn_compiler.pipeline.compile import (
    OtherFindings,
    choose_target,
    compile_script,
    compile_text,
    configures_agent_by_request,
    duplicate_names,
    scenario_names,
    used_by_tests,
)
from scn_compiler.platforms import dated_target, target_named
from scn_dsl.file_names import TEST_SUFFIX
from scn_dsl.nodes import Script
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, replace
from scn_dsl.source import Origin, Source, Span
from scn_grammar.assemble import assemble
from scn_grammar.parser import not_a_script, read_items, sections
from scn_grammar.text_cache import search_by_line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_compiler.lint.copied_blocks import Windows
    from scn_dsl.diagnostic import Diagnostic

_HEAD = Origin("head")
"""Origin of spans in the head, the text above the first scenario.

Cached spans of a scenario are relative to its start, so they are shifted to the current place of the scenario; spans in
the head are not. Compared by identity, since cached findings never leave the process.
"""

_SHARING = ("let", "import", "fragment", "insert", "examples", "row", "test", "script")
_SHARES = lazy_pattern(
    r"^[ \t\xa0\r\ufeff]*(?:let[ \t\xa0]|(?:import|fragment|insert|examples|rows?|test|script)(?:[ \t\xa0]+raw)?[ \t\xa0]*:)",
    re.MULTILINE,
)

_TESTS = lazy_pattern(r"^[ \t\xa0\r\ufeff]*(?:test|script)[ \t\xa0]*:", re.MULTILINE)

_CACHE_SIZE = 1 << 12
"""The number of scenarios whose findings are cached, about as many as in a script of 100,000 lines."""

LONG_SCENARIO = 1 << 14
"""Length of a long scenario in characters. Few of them are cached: an editor sends a new version at each keystroke."""


def check(
    text: str, *, path: str | None = None, target: str | None = None, config: Config = Config()
) -> tuple[Diagnostic, ...]:
    """Check a script with every rule and with the emitter of its target.

    Args:
        text: The script.
        path: Its file; names a scenario that has no `scenario:` line.
        target: The target to check for; by default the script's own `target:`, or that of `config`, or `cekura`.
        config: The configuration of the project.

    Returns:
        The reported findings in order, at most one per line; others on its line are its `related`.

    Raises:
        KeyError: if the target does not exist, or if a selector in `config` matches no rule. Errors in the script are
            reported, not raised.
    """
    found = find(text, path=path, target=target, config=config)
    return one_per_line(list(found.reported), Source(text, path))


def find(
    text: str, *, path: str | None = None, target: str | None = None, config: Config = Config()
) -> Findings:
    """Find every problem in a script, including suppressed ones, before findings on one line are merged.

    Args and Raises: as for `check`.
    """
    check_whole = partial(compile_text, text, path=path, target=target, config=config, payloads=False)
    if _may_share(text) or _is_tests(path):
        return check_whole(others=_in_tests(text, path, config)).findings
    head, parts = sections(text)
    head_script = _parse_head(head) if len(parts) > 1 and not not_a_script(text) else None
    if head_script is None or not config.choice.is_everything:
        return check_whole().findings
    chosen, problems = choose_target(head_script, target, config)
    if (
        chosen.holds_many
        or chosen.tells_once
        or configures_agent_by_request(head_script, chosen, target, config)
    ):
        return check_whole().findings
    found = list(read_items(head)[1])
    found.extend(problem.move(partial(_to_file, 0)) for problem in problems)
    names: list[tuple[str, Span]] = []
    blocks: list[tuple[str | None, Windows, int]] = []
    shared = _shared(config)
    for start, part in parts:
        check_part = _check_part if len(head) + len(part) < LONG_SCENARIO else _check_long_part
        checked = check_part(head, part, chosen.name, shared)
        if checked.shares or (checked.has_target and target is None):
            return check_whole().findings
        found.extend(diagnostic.move(partial(_to_file, start)) for diagnostic in checked.diagnostics)
        names.extend((name, span.shift(start)) for name, span in checked.names)
        if checked.windows:
            blocks.append((checked.names[0][0] if checked.names else None, checked.windows, start))
    if len(blocks) > 1:
        from scn_compiler.lint.copied_blocks import copied_in_scenarios  # noqa: PLC0415  (few files have long scenarios)

        found.extend(copied_in_scenarios(blocks))
    found += [*duplicate_names(names, chosen), *commented_imports(text)]
    found = without_consequences(found, text)
    found, tests = used_by_tests(found, text, path, config)
    return classify_findings(found, text, config, own_target=target is None, sources=tests)


def _in_tests(text: str, path: str | None, config: Config) -> OtherFindings | None:
    """Find the problems in the tests of a file; `None` if it is a script without tests."""
    has_tests = ("test" in text or "script" in text) and _TESTS.search(text)
    if not (has_tests or _is_tests(path)):
        return None
    from scn_compiler.pipeline.script_of_tests import problems_in_tests  # noqa: PLC0415  (most scripts have no tests)

    return problems_in_tests(text, path=path, config=config)


def _is_tests(path: str | None) -> bool:
    return path is not None and path.endswith(TEST_SUFFIX)


@search_by_line
def _may_share(text: str) -> bool:
    """Return whether a script may have lines about reuse or values, so that it must be expanded as a whole."""
    if "$" in text:
        from scn_compiler.reuse.substitution import may_have_values  # noqa: PLC0415  (few scripts have dollar signs)

        if may_have_values(text):
            return True
    return any(word in text for word in _SHARING) and _SHARES.search(text) is not None


def _to_file(start: int, span: Span) -> Span:
    """Convert a span of the head, or of a scenario that starts at `start`, to a span of the file."""
    return span.within(None) if span.origin is _HEAD else span.shift(start)


@lru_cache(maxsize=64)
def _parse_head(head: str) -> Script | None:
    """Parse the text above the first scenario; return `None` if it has more than settings."""
    script = assemble(read_items(head)[0])
    only = script.scenarios[0]
    if len(script.scenarios) > 1 or only.title or only.blocks:
        return None
    version = script.version and replace(script.version, origin=_HEAD)
    settings = tuple(replace(each, origin=_HEAD) for each in only.settings)
    return Script(version=version, defaults=settings)


class _SharedConfig:
    """A configuration as part of the keys of all sections: an object is hashed faster than a large record."""

    __slots__ = ("config",)

    def __init__(self, config: Config) -> None:
        self.config = config


_shared = lru_cache(maxsize=64)(_SharedConfig)


class _CheckedPart(Record):
    """A scenario that was checked alone; spans are relative to its start.

    Attributes:
        names: Its name, with the span; empty without one.
        has_target: Whether it has a `target:` line, which applies to the whole file.
        shares: Whether it has lines about reuse, some of which may be misspelled: then the whole file must be checked.
        windows: Its blocks three by three.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    names: tuple[tuple[str, Span], ...] = ()
    has_target: bool = False
    shares: bool = False
    windows: Windows = ()


def _check_one(head: str, part: str, target: str, shared: _SharedConfig) -> _CheckedPart:
    """Check one scenario, below the lines above the first one."""
    config = shared.config
    items, found = read_items(part)
    head_script = _parse_head(head) or Script()
    script = replace(assemble(items), version=head_script.version, defaults=head_script.defaults)
    if not script.scenarios:
        return _CheckedPart(shares=True)  # its title is wrong, so the file must be checked as a whole
    compiled = compile_script(
        script,
        dated_target(target_named(target), config.rules),
        None,
        config,
        traits_of(part, head),
        payloads=False,
        unread=unread_codes(part, config),
    )
    has_target = any("target" in scenario.own.fields for scenario in compiled.document.scenarios)
    names = tuple(scenario_names(compiled.document))
    windows: Windows = ()
    if len(script.scenarios[-1].blocks) > 2:
        from scn_compiler.lint.copied_blocks import windows_of  # noqa: PLC0415  (few files have long scenarios)

        windows = windows_of(script.scenarios[-1])
    return _CheckedPart((*found, *compiled.diagnostics), names, has_target, script.shares, windows)


_check_part = lru_cache(maxsize=_CACHE_SIZE)(_check_one)
_check_long_part = lru_cache(maxsize=8)(_check_one)


def forget_checks() -> None:
    """Drop the cached findings: a package that the checks use has been installed meanwhile."""
    _check_part.cache_clear()
    _check_long_part.cache_clear()
