"""A scenario with the blocks of the fragments that it inserts."""

from functools import lru_cache

from scn_compiler.ide.document import OpenScript, ScriptPart, parts, target_of_script
from scn_compiler.pipeline.compile import expand_script, file_stem
from scn_compiler.reuse.expand import expand
from scn_compiler.semantics.resolve import ResolvedScenario, resolve
from scn_dsl.nodes import Block, Scenario, Script
from scn_dsl.source import ROW, Source
from scn_grammar.parser import parse


@lru_cache(maxsize=64)
def _expanded(script: OpenScript, start: int) -> ResolvedScenario | None:
    found = parts(script)
    part = next((each for each in found if each.start == start), None)
    if part is None:
        return None
    head = next((each.scenario.scenario for each in found if not each.has_title), Scenario())
    is_head = not part.has_title
    alone = Script(
        defaults=() if is_head else head.settings,
        scenarios=(part.scenario.scenario,),
        uses=() if is_head else head.uses,
        fragments=tuple(each.fragment for each in found if each.fragment),
    )
    config = script.config
    expanded = expand(
        alone,
        script.text,
        path=script.path,
        name=file_stem(script.path),
        given=config.values,
        assigned=config.assigned,
        read=config.read,
    )
    whole = resolve(expanded.script, None, fragment=target_of_script(script).is_fragment)[0]
    return next(iter(whole.scenarios), None)


def expanded_scenario(script: OpenScript, part: ScriptPart) -> ResolvedScenario | None:
    """Expand one scenario; of a table, that of the first row. Spans of its own blocks count from the part."""
    return _expanded(script, part.start)


@lru_cache(maxsize=8)
def scenarios_to_play(script: OpenScript) -> tuple[ResolvedScenario, ...]:
    """Return the scenarios of a script that have blocks, as tests play them: one for each row of a table."""
    parsed = parse(Source(script.text)).script
    if expanded := expand_script(parsed, script.text, script.path, script.config):
        parsed = expanded.script
    document = resolve(parsed, file_stem(script.path), fragment=target_of_script(script).is_fragment)[0]
    return tuple(each for each in document.scenarios if each.rows)


def is_own(block: Block) -> bool:
    """Tell whether a block of an expanded scenario is written in the scenario itself."""
    return block.origin is None or block.origin.kind == ROW
