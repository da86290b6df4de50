"""Payloads of every form with random changes: scn reports what Cekura rejects, and loses nothing else.

The rules are in `support/cekura_oracle.py`, which shares no code with the compiler.
`SCN_PAYLOADS=50000 uv run pytest tests/platforms/cekura/test_oracle.py` tries 50,000.
"""

import json
import os
import re
from typing import Any

from hypothesis import settings

from scn_compiler import Decompiled, check, compile_text, decompile
from scn_compiler.jsondoc.codec import same_json
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import Block, Do, Say, Scenario, Text
from scn_dsl.records import replace
from scn_dsl.source import Source
from scn_grammar.parser import parse
from scn_grammar.printer import print_script
from support.cases import every
from support.cekura_mutated import OWN, mutated, of_the_corpus
from support.cekura_oracle import refusals, sent
from support.laws import ORDINARY_SHARE

SHARDS = 10
FULL = 4_000
SEEDS = (*OWN, *of_the_corpus())

NOT_ABOUT_IT = {"missing-name", "missing-language", "id-not-ascending", "unused-label"}
"""Warnings that also occur in payloads that break no rule."""

ADVICE = "SCN6"
_MARK = "zzqq"


def how_many() -> int:
    if "SCN_PAYLOADS" in os.environ:
        return int(os.environ["SCN_PAYLOADS"])
    return FULL if settings.get_current_profile_name() == "full" else FULL // ORDINARY_SHARE


@every("form_and_seed", OWN, ids=[f"{number}-{form}" for number, (form, _) in enumerate(OWN)])
def test_the_seeds_break_no_rule_and_are_read_without_errors(form_and_seed: tuple[str, Any]) -> None:
    form, seed = form_and_seed
    made = decompile(json.dumps(seed))

    assert refusals(form, seed) == set()
    for one in made.parts or (made,):
        assert _errors(one.diagnostics) == []
        assert _errors(check(str(one.text))) == []


JUDGED = (
    r"not a payload of a platform that scn supports",  # it is empty, or everything in it is somewhere else
    r"an id with \d+ digits|a script can hold only",  # labels are shorter
    r"isn't a scenario, so scn skips it",  # nor is the rest of the list
    r"`functions` belongs inside `conditional_actions`",  # the platform ignores this place
    r"`role` is missing",  # a row with the id 0 starts a whole scenario
    r"rejects `\$schema`",  # the rules don't mention it
    r"`conditional_actions` must be an object, not a list",  # beside a role and a first message
    r"`instructions` must be a string, not a list",  # rows below a wrong key
    r"`<silence` is not closed",  # in a text with escaped JSON
    r"`first_message` is `\{\}`",  # neither words nor steps
    r"the trigger `FIRST_MESSAGE` is reserved",  # an agent never says that
)
"""Errors in payloads that no rule rejects, each with the reason."""


@every("shard", range(SHARDS))
def test_what_the_platform_rejects_is_reported_and_the_rest_is_kept(shard: int) -> None:
    failures: list[str] = []
    numbers = range(shard, how_many(), SHARDS)
    for number in numbers:
        form, payload = mutated(number, SEEDS)
        shown = f"{number} ({form}) {json.dumps(payload)[:1500]}"
        failures.extend(f"{what}: {shown}" for what in broken_laws(form, payload, number))

    assert failures == [], f"{len(failures)} of {len(numbers)}, first:\n" + "\n".join(failures[:12])


def broken_laws(form: str, payload: Any, number: int) -> list[str]:
    """The laws that one payload breaks; `number` chooses the block to edit."""
    made = decompile(json.dumps(payload))
    scripts = made.parts or (made,)
    refused = refusals(form, payload)
    errors = _errors([found for one in scripts for found in one.diagnostics])
    if errors:
        judged = refused or any(re.search(known, error) for known in JUDGED for error in errors)
        return [] if judged else [f"false alarm: {errors[0]}"]
    found = [each for one in scripts for each in (*check(str(one.text)), *one.diagnostics)]
    wrong: list[str] = []
    if refused and not any(map(_is_about_it, found)):
        wrong.append(f"breaks {sorted(refused)}, and nothing says so")
    if not refused and (alarms := _errors(found)):
        wrong.append(f"false alarm of the script: {alarms[0]}")
    if not _same(form, payload, scripts):
        wrong.append("comes back as something else")
    if any(_is_dead(str(one.text), number) for one in scripts):
        wrong.append("an edit changes nothing")
    return wrong


def _errors(found: Any) -> list[str]:
    return [f"{each.name}: {each.message}" for each in found if each.severity is Severity.ERROR]


def _is_about_it(found: Diagnostic) -> bool:
    names = {found.name}
    return (
        found.severity is not Severity.INFO and not found.code.startswith(ADVICE) and not names & NOT_ABOUT_IT
    )


def _same(form: str, payload: Any, scripts: tuple[Decompiled, ...]) -> bool:
    """Whether the scripts compile to the payload again, in the form of a request."""
    values = [made.value for one in scripts for made in compile_text(str(one.text)).payloads]
    opened = [_opened(value) for value in values]
    bodies = payload.get("results") if form == "page" else payload
    if form in ("page", "bodies") and isinstance(bodies, list):
        expected = [_opened(sent(each)) for each in bodies]
        found = [one for one in expected if any(same_json(one, other) for other in opened)]
        return len(found) == len(expected) == len(opened)
    expected = _opened(sent(payload)) if form in ("body", "response") else payload
    return len(opened) == 1 and same_json(opened[0], expected)


def _opened(body: Any) -> Any:
    """A body with its instructions parsed, because JSON strings have several spellings."""
    if (
        isinstance(body, dict)
        and isinstance(body.get("instructions"), str)
        and body["instructions"].lstrip()[:1] == "{"
    ):
        try:
            return {**body, "instructions": json.loads(body["instructions"])}
        except ValueError:
            return body
    return body


def _is_dead(text: str, number: int) -> bool:
    """Whether changing the words of a block leaves the payload unchanged."""
    script = parse(Source(text)).script
    spoken = [
        (place, edited)
        for place, scenario in enumerate(script.scenarios)
        for at, block in enumerate(scenario.blocks)
        if (edited := _with_edit(scenario, at, block))
    ]
    if not spoken:
        return False
    place, edited = spoken[number % len(spoken)]
    scenarios = (*script.scenarios[:place], edited, *script.scenarios[place + 1 :])
    values = [
        payload.value for payload in compile_text(print_script(replace(script, scenarios=scenarios))).payloads
    ]
    return _MARK not in json.dumps(values)


def _with_edit(scenario: Scenario, at: int, block: Block) -> Scenario | None:
    """The scenario with other words in a block; `None` if the block has no words."""
    for index, action in enumerate(block.actions):
        if isinstance(action, Say | Do):
            new = replace(action, text=Text(value=f"{_MARK} {action.text.value}"))
            edited = replace(block, actions=(*block.actions[:index], new, *block.actions[index + 1 :]))
            return replace(scenario, blocks=(*scenario.blocks[:at], edited, *scenario.blocks[at + 1 :]))
    return None
