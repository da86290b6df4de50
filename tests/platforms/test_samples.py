"""Every sample for every target: its payload, and the way back to a script."""

import json
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scn_compiler import Compiled, check, compile_text, decompile, format_text
from scn_compiler.config import Config
from scn_compiler.jsondoc.codec import dump, same_json
from scn_compiler.platforms import DEFAULT_TARGET, PLATFORMS, TARGETS
from scn_compiler.platforms.bimpe import payload as bimpe
from scn_compiler.platforms.cekura import payload as contract
from scn_compiler.platforms.cekura.tags import CEKURA_MARKUP
from scn_compiler.platforms.eqho import payload as eqho_contract
from scn_compiler.platforms.kit.target import Form
from scn_compiler.platforms.sensay import payload as sensay
from scn_compiler.platforms.sophiie import payload as sophiie
from scn_compiler.project.discovery import ConfigDiscovery
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import After, And, Do, EndCall, Or, Sentence, Then, Wait, When
from scn_dsl.source import Source
from scn_dsl.vocabulary import FIELDS, HOLDERS, LET, REUSE
from scn_grammar.markup import Tag, scan
from scn_grammar.parser import parse
from support.cases import every
from support.paths import CLINIC, ROOT, SAMPLES, SHARED

SCHEMAS = SHARED / "platforms"

Golden = Callable[[Path, str], None]


@dataclass(frozen=True)
class Sample:
    """A sample: a script on its own, or one of the clinic's, which a configuration and other files belong to."""

    name: str
    path: Path
    environment: str | None = None

    @property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @property
    def platform(self) -> str:
        """The platform of the sample, from its `target:` line or the default."""
        written = re.search(r"^target: (\w+)", self.text, re.MULTILINE)
        return written[1] if written else DEFAULT_TARGET

    @property
    def has_calls(self) -> bool:
        """Whether it isn't only fragments or tests."""
        return "shared" not in self.path.parts and not self.path.name.endswith(".test.scn")

    def check(self) -> tuple[Diagnostic, ...]:
        return check(self.text, path=str(self.path), config=self._config)

    def compile(self, target: str | None = None) -> Compiled:
        return compile_text(self.text, path=str(self.path), target=target, config=self._config)

    @property
    def _config(self) -> Config:
        if self.environment is None:
            return Config()
        return ConfigDiscovery(environment=self.environment).config_for(str(self.path)).config


def of_clinic(environment: str) -> list[Sample]:
    """The clinic's scripts in an environment."""
    folder = ROOT / "samples" / "clinic"
    return [
        Sample(f"clinic/{each.relative_to(folder).with_suffix('').as_posix()}", each, environment)
        for each in CLINIC
    ]


ALONE = [Sample(path.stem, path) for path in SAMPLES]
STAGING = of_clinic("staging")
PRODUCTION = of_clinic("production")
ALL = [*ALONE, *STAGING]
by_name = every("sample", ALL, ids=lambda sample: sample.name)

ELSEWHERE = ("eqho",)
"""Targets that also accept scripts for Cekura."""


def targets_of(sample: Sample) -> list[str]:
    return [
        target.name
        for target in TARGETS.values()
        if target.form is not Form.FRAGMENT
        and (target.platform == sample.platform or (target.name in ELSEWHERE and sample.platform == "cekura"))
    ]


GOLDENS = [(sample, target) for sample in ALL if sample.has_calls for target in targets_of(sample)]
by_target = every(
    ("sample", "target"), GOLDENS, ids=[f"{sample.name}-{target}" for sample, target in GOLDENS]
)

MODELS: dict[str, Any] = {
    "cekura": contract.ScenarioBody,
    "cekura-instructions": contract.ScenarioBody,
    "cekura-when": contract.ScenarioBody,
    "cekura-when-instructions": contract.ScenarioBody,
    "cekura-suite": contract.Suite,
    "cekura-when-suite": contract.Suite,
    "cekura-conditions": contract.ConditionalActions,
    "cekura-when-conditions": contract.WhenActions,
    "eqho": eqho_contract.ScenarioBody,
    "sophiie": sophiie.UpdateScenario,
    "sophiie-create": sophiie.CreateScenario,
    "sensay": sensay.UpdateConversation,
    "bimpe": bimpe.UpdateWorkflow,
    "bimpe-create": bimpe.CreateWorkflow,
}
PARTS = {
    **dict.fromkeys(("cekura", "cekura-when", "cekura-instructions"), "#/$defs/UpdateScenario"),
    "cekura-conditions": "#/$defs/ConditionalActions",
    "eqho": "",
    "sophiie-create": "#/$defs/CreateScenario",
    "bimpe": "#/$defs/UpdateWorkflow",
    "bimpe-create": "#/$defs/CreateWorkflow",
}
"""The part of its platform's schema that describes a target's payload; empty for the whole schema."""


PLACEHOLDERS = {"seed-eqho": ["'<string>' is too short"]}
"""Errors of a schema in the platform's own published examples."""


ADVISED = {
    "appointment": {"deprecated-tag", "echoed-keyword"},  # as in the platform's own example
    "warnings": {"unsupported-by-target", "mixed-and-or"},
}
"""Rules that report something in a sample; all other samples are clean."""


def test_there_are_at_least_twelve_samples() -> None:
    assert len(SAMPLES) >= 12


@by_name
def test_a_sample_has_no_errors_and_is_formatted(sample: Sample) -> None:
    assert [found.message for found in sample.check() if found.severity is Severity.ERROR] == []
    assert format_text(sample.text).text == sample.text


@every("platform", [platform.targets[0].name for platform in PLATFORMS])
def test_each_platform_has_at_least_three_samples(platform: str) -> None:
    assert sum(sample.platform == platform for sample in ALONE) >= 3


@by_target
def test_a_sample_compiles_to_its_golden(sample: Sample, target: str, golden: Golden) -> None:
    compiled = sample.compile(target)
    refused = [found for found in compiled.diagnostics if found.severity is Severity.ERROR]
    shown = (
        "".join(f"refused: {found.name}: {found.message}\n" for found in refused)
        if refused
        else "".join(dump(payload.value) + "\n" for payload in compiled.payloads)
    )

    golden(Path(__file__).parent / "golden" / target / f"{sample.name}.json", shown)


@by_name
def test_a_sample_is_exemplary(sample: Sample) -> None:
    assert {found.name for found in sample.check()} == ADVISED.get(sample.name, set())


@by_target
def test_what_is_emitted_keeps_the_contract(sample: Sample, target: str) -> None:
    compiled = sample.compile(target)

    for payload in compiled.payloads if compiled.ok else ():
        MODELS[target].model_validate(payload.value)


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason="the platforms' schemas are missing")
@every(
    ("sample", "target"),
    [(sample, target) for sample, target in GOLDENS if target in PARTS],
    ids=lambda case: f"{case[0].name}-{case[1]}",
)
def test_what_is_emitted_fits_the_published_schema(sample: Sample, target: str) -> None:
    file = SCHEMAS / f"{TARGETS[target].platform}.schema.json"
    schema = json.loads(file.read_text(encoding="utf-8"))
    part = PARTS[target]
    validator = jsonschema.Draft202012Validator({**schema, "$ref": part} if part else schema)
    compiled = sample.compile(target)

    for payload in compiled.payloads if compiled.ok else ():
        errors = [error.message for error in validator.iter_errors(payload.value)]
        assert errors == PLACEHOLDERS.get(sample.name, [])


@by_target
def test_what_a_sample_compiles_to_comes_back_equal(sample: Sample, target: str) -> None:
    compiled = sample.compile(target)

    for payload in compiled.payloads if compiled.ok else ():
        again = decompile(json.dumps(payload.value))
        assert again.text is not None
        assert ".patch:" not in again.text
        assert [one.value for one in compile_text(again.text).payloads] == [payload.value]


def test_the_appointment_compiles_to_the_published_example() -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": 0,
            "condition": "FIRST_MESSAGE",
            "action": 'Hi there, I need to check on my appointment <break time="1.5s" /> [laughter]',
            "type": "standard",
            "fixed_message": True,
        },
        {
            "id": 1,
            "condition": 'contains "appointment" OR contains "schedule" OR contains "help"',
            "action": "Yes, I have an appointment scheduled for tomorrow [laughter] [laughter]",
            "type": "standard",
            "fixed_message": True,
        },
        {
            "id": 2,
            "condition": 'contains "confirm" OR contains "thank" OR contains "anything else"',
            "action": 'No that\'s all, thank you so much <break time="1.0s" /> [laughter]',
            "type": "standard",
            "fixed_message": True,
        },
        {"id": 3, "condition": 2, "action": "<endcall />", "type": "action_followup", "fixed_message": True},
    ]
    example = {"role": "A friendly customer calling about an appointment", "conditions": rows}
    text = (ROOT / "samples" / "appointment.scn").read_text(encoding="utf-8")

    structured = compile_text(text).payloads[0].value
    stringified = compile_text(text, target="cekura-instructions").payloads[0].value

    assert structured["conditional_actions"] == example
    assert [list(row) for row in structured["conditional_actions"]["conditions"]] == [
        list(row) for row in rows
    ]
    assert stringified["instructions"] == json.dumps(example)
    assert same_json(compile_text(text, target="cekura-conditions").payloads[0].value, example)


def test_together_the_samples_use_every_construct_and_every_tag() -> None:
    seen: set[str] = set()
    for sample in ALL:
        text = sample.text
        seen.update(word for word in ("|", "#", " raw:", "scn 1") if word in text)
        script = parse(Source(text)).script
        for section in (script, *script.scenarios, *script.fragments):
            seen.update(use.name for use in section.uses)
        seen.update({"fragment"} if script.fragments else set())
        for item in [*script.defaults, *(setting for one in script.scenarios for setting in one.settings)]:
            seen.add(getattr(item, "name", type(item).__name__))
            seen.add(getattr(item, "holder", type(item).__name__))
        for block in [block for one in script.scenarios for block in one.blocks]:
            seen.add(type(block.opening).__name__)
            seen.add("numeric" if block.label and block.label.number is not None else "label")
            if isinstance(block.opening, When):
                seen.add(type(block.opening.trigger).__name__)
            seen.update(detail.name for detail in block.details)
            for action in block.actions:
                seen.add(type(action).__name__)
                if not isinstance(action, EndCall | Wait):
                    seen.update(mark.name for mark in scan(action.text.value) if isinstance(mark, Tag))
        seen.update({"scenario"} if any(one.title for one in script.scenarios) else set())

    tags = {name for name, spec in CEKURA_MARKUP.tags.items() if not spec.managed}
    nodes = {kind.__name__ for kind in (When, Then, After, And, Or, Sentence, Do, EndCall, Wait)}
    more = {"|", "#", " raw:", "scn 1", "numeric", "PlatformValue", LET, "fragment"}
    assert (tags | nodes | more | set(FIELDS) | set(HOLDERS) | set(REUSE)) - seen == set()


IDS = {301: 944, 3: 12, 8: 14, 17: 23, 40: 71}
"""The clinic's ids in staging, and the ids of the same things in production."""


def test_the_ids_of_the_clinic_are_those_of_its_configuration() -> None:
    text = (ROOT / "samples" / "clinic" / "scn.toml").read_text(encoding="utf-8")
    tables = tomllib.loads(text)["environments"]
    staging, production = tables["staging"]["names"], tables["production"]["names"]

    assert {staging[kind][name]: production[kind][name] for kind in staging for name in staging[kind]} == IDS


@every(
    ("staging", "production"), [*zip(STAGING, PRODUCTION, strict=True)], ids=[each.name for each in STAGING]
)
def test_another_environment_changes_ids_only(staging: Sample, production: Sample) -> None:
    assert production.check() == staging.check()
    for target in targets_of(staging):
        there = [payload.value for payload in production.compile(target).payloads]
        here = [payload.value for payload in staging.compile(target).payloads]

        assert there == [_in_production(value) for value in here]


def test_all_ids_of_an_environment_occur_in_its_payloads() -> None:
    payloads = [payload.value for sample in PRODUCTION for payload in sample.compile("cekura").payloads]

    assert set(IDS.values()) <= set(_numbers(payloads))


def _in_production(value: Any, key: str = "") -> Any:
    """Replace the ids in a payload from staging."""
    if isinstance(value, dict):
        return {name: _in_production(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [_in_production(each, key) for each in value]
    return IDS[value] if key in ("agent", "personality", "test_profile", "metrics") else value


def _numbers(value: Any) -> Iterator[int]:
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _numbers(each)
    elif isinstance(value, int):
        yield value
