"""Scripts checked: as compiling does, and what was checked once is remembered, scenario by scenario."""

from functools import lru_cache, partial

from scn_compiler.config import Config
from scn_compiler.findings.merge import one_per_line
from scn_compiler.findings.selectors import Findings, classify_findings
from scn_compiler.lint.context import traits_of
from scn_compiler.pipeline.compile import (
    choose_target,
    compile_script,
    compile_text,
    duplicate_names,
    plays_agent_by_request,
    scenario_names,
)
from scn_compiler.platforms import dated_target, target_named
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Script
from scn_dsl.records import replace
from scn_dsl.source import Origin, Source, Span
from scn_grammar.assemble import assemble
from scn_grammar.parser import not_a_script, read_items, sections

_HEAD = Origin("head")
"""What stands above the first scenario: findings of a scenario hold wherever it stands, and its places move with it,
while places in the head do not."""

_REMEMBERED = 1 << 12
"""Scenarios whose findings are kept; a script of 100,000 lines has about that many."""

LONG_SCENARIO = 1 << 14
"""Characters of a scenario from which on only a few are kept: an editor sends a new version of it with each key."""


def check(
    text: str, *, path: str | None = None, target: str | None = None, config: Config = Config()
) -> tuple[Diagnostic, ...]:
    """What is wrong with a script, by place; at most one primary diagnostic a line.

    Args:
        text: The script.
        path: Its file, after which a scenario without a `scenario:` line is named.
        target: What it is meant to be compiled to; by default what it says itself, or `cekura`.
        config: What the project chose.

    Raises:
        KeyError: if there is no such target, or if `config` selects what does not exist.
    """
    found = find(text, path=path, target=target, config=config)
    return one_per_line(list(found.reported), Source(text, path))


def find(
    text: str, *, path: str | None = None, target: str | None = None, config: Config = Config()
) -> Findings:
    """Everything that is wrong with a script, before what is wrong in one line is joined."""
    head, parts = sections(text)
    above = _above(head) if len(parts) > 1 and not not_a_script(text) else None
    if above is None:
        return compile_text(text, path=path, target=target, config=config).findings
    chosen, problems = choose_target(above, target, config)
    if chosen.holds_many or chosen.tells_once or plays_agent_by_request(above, chosen, target, config):
        return compile_text(text, path=path, target=target, config=config).findings
    found = list(read_items(head)[1])
    found.extend(problem.move(partial(_settle, 0)) for problem in problems)
    names: list[tuple[str, Span]] = []
    for start, part in parts:
        check_part = _check_part if len(head) + len(part) < LONG_SCENARIO else _check_long_part
        diagnostics, own, aims = check_part(head, part, chosen.name, config)
        if aims and target is None:  # where it should not stand, but it counts for the whole file
            return compile_text(text, path=path, target=target, config=config).findings
        found.extend(diagnostic.move(partial(_settle, start)) for diagnostic in diagnostics)
        names.extend((name, span.shift(start)) for name, span in own)
    return classify_findings([*found, *duplicate_names(names)], text, config, own_target=target is None)


def _settle(by: int, span: Span) -> Span:
    """Where a span of the head, or of a part that begins at `by`, is in the script."""
    return span.within(None) if span.origin is _HEAD else span.shift(by)


@lru_cache(maxsize=64)
def _above(head: str) -> Script | None:
    """What stands above the first scenario; `None` if that is more than settings."""
    script = assemble(read_items(head)[0])
    only = script.scenarios[0]
    if len(script.scenarios) > 1 or only.title or only.blocks:
        return None
    version = script.version and replace(script.version, origin=_HEAD)
    settings = tuple(replace(each, origin=_HEAD) for each in only.settings)
    return Script(version=version, defaults=settings)


def _check_one(
    head: str, part: str, target: str, config: Config
) -> tuple[tuple[Diagnostic, ...], tuple[tuple[str, Span], ...], bool]:
    """What is wrong with a scenario below `head`, its name, and whether it says a target; places count from its start."""
    items, found = read_items(part)
    above = _above(head) or Script()
    script = replace(assemble(items), version=above.version, defaults=above.defaults)
    made = compile_script(
        script,
        dated_target(target_named(target), config.rules),
        None,
        config.fields,
        traits_of(head + part),
    )
    aims = any("target" in scenario.own.fields for scenario in made.document.scenarios)
    return (*found, *made.diagnostics), tuple(scenario_names(made.document)), aims


_check_part = lru_cache(maxsize=_REMEMBERED)(_check_one)
_check_long_part = lru_cache(maxsize=8)(_check_one)
