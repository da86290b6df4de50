"""Decompiling with names instead of ids."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import compile_text, decompile
from support.cli import GOOD, scn
from support.configurations import configured
from support.laws import many

NAMES = """\
environment = "staging"
[environments.staging.names]
agents = { "Front desk" = 301, "Reception" = 301, "Desk $two # [x]" = 302 }
personalities = { "Impatient caller" = 7 }
profiles = { "Dana Reyes" = 51 }
metrics = { Politeness = 3, "On time" = 4 }
"""
STAGING = configured(NAMES)


def payload_of(fields: str, target: str = "cekura") -> str:
    text = GOOD.format("Visit").replace("language: en\n", f"language: en\n{fields}")
    return json.dumps(compile_text(text, target=target).payloads[0].value)


def test_an_id_with_a_name_becomes_the_name() -> None:
    made = decompile(payload_of("agent: 301\npersonality: 8\nprofile: 51\nmetrics: 40, 3\n"), config=STAGING)

    assert made.text
    assert {"agent: Front desk", "personality: 8", "profile: Dana Reyes", "metrics: 40, Politeness"} <= set(
        made.text.splitlines()
    )


def test_without_an_environment_ids_stay_ids() -> None:
    made = decompile(payload_of("agent: 301\n"), config=configured(NAMES.partition("\n")[2]))

    assert made.text
    assert "agent: 301" in made.text.splitlines()


@many
@given(
    agent=st.sampled_from([301, 302, 303]),
    metrics=st.lists(st.sampled_from([3, 4, 5]), max_size=4),
    profile=st.sampled_from(["", "profile: 51\n", "profile: 52\n"]),
)
def test_the_script_compiles_to_the_payload_in_the_same_environment(
    agent: int, metrics: list[int], profile: str
) -> None:
    listed = f"metrics: {', '.join(map(str, metrics))}\n" if metrics else ""
    payload = payload_of(f"agent: {agent}\n{profile}{listed}")

    made = decompile(payload, config=STAGING)

    assert made.text
    assert not made.diagnostics
    again = compile_text(made.text, config=STAGING)
    assert again.ok
    assert again.payloads[0].value == json.loads(payload)


def test_the_names_of_a_suite_stay_what_they_are_even_if_ids_have_such_names() -> None:
    payload = payload_of("suite: Calls\nprofile: Dana Reyes\nmetrics: Politeness\n", "cekura-suite")

    made = decompile(payload, config=STAGING)

    assert made.text
    again = compile_text(made.text, config=STAGING)
    assert again.payloads[0].value == json.loads(payload)


@pytest.mark.parametrize("output", [(), ("-o", "calls/a.scn"), ("-o", "calls/")])
def test_the_command_uses_the_configuration_of_the_new_script(
    tmp_path: Path, output: tuple[str, ...]
) -> None:
    folder = tmp_path / "calls" if output else tmp_path
    folder.mkdir(exist_ok=True)
    (folder / "scn.toml").write_text(
        NAMES + '[environments.production.names]\nagents = { "Night desk" = 301 }\n'
    )
    (tmp_path / "a.json").write_text(payload_of("agent: 301\n"))

    default, chosen = (
        scn("decompile", "a.json", *output, "--force", *env, cwd=tmp_path).stdout
        or (folder / "a.scn").read_text()
        for env in ((), ("--env", "production"))
    )

    assert "agent: Front desk\n" in default
    assert "agent: Night desk\n" in chosen
    assert scn("decompile", "a.json", *output, "--env", "qa", cwd=tmp_path).returncode == 2
