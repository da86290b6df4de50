"""A check that builds no payload reports what a compilation reports."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from scn_compiler import Config, compile_text
from scn_compiler.findings.selectors import Findings
from scn_compiler.platforms import TARGETS
from scn_compiler.platforms.cekura.emit import rows
from scn_compiler.platforms.kit.target import Form
from scn_dsl.nodes import Script
from scn_grammar.printer import print_script
from support.cases import some
from support.effort import calls_of
from support.laws import many
from support.paths import BAD_SCRIPTS, SAMPLES
from support.scripts import scripts

WITHOUT_ROWS = [name for name, target in TARGETS.items() if target.diagnose]
DAYS = ("2026-03-01", "2026-09-30")
SCRIPT = "scenario: s\nrole: r\nlanguage: en\n{}\nFIRST_MESSAGE\n  wait\n\nWHEN The agent asks\n  end call\n"


def findings_with_and_without_payloads(text: str) -> Iterator[tuple[Findings, Findings]]:
    for target in WITHOUT_ROWS:
        for config in (Config(), *(Config(rules=(("cekura", day),)) for day in DAYS)):
            with_payloads = compile_text(text, target=target, config=config)
            without = compile_text(text, target=target, config=config, payloads=False)
            assert without.payloads == ()
            yield with_payloads.findings, without.findings


@some("path", (*BAD_SCRIPTS, *SAMPLES), ids=lambda path: path.stem)
def test_a_check_without_payloads_has_the_findings_of_a_compilation(path: Path) -> None:
    text = path.read_text(encoding="utf-8", errors="surrogateescape")

    assert all(one == other for one, other in findings_with_and_without_payloads(text))


@many
@given(scripts.filter(lambda script: not script.fragments))
def test_a_check_of_any_script_without_payloads_has_the_findings_of_a_compilation(script: Script) -> None:
    assert all(one == other for one, other in findings_with_and_without_payloads(print_script(script)))


def test_bodies_and_contents_are_diagnosed_without_rows() -> None:
    bodies = {
        name for name, target in TARGETS.items() if target.platform == "cekura" and target.form is Form.BODY
    }
    assert {*bodies, "cekura-conditions", "cekura-when-conditions"} == {*WITHOUT_ROWS}


@pytest.mark.parametrize(("line", "times"), [("agent: 1", 0), ("cekura.functions: []", 1)])
def test_rows_are_built_only_for_values_that_are_validated_with_them(line: str, times: int) -> None:
    def work() -> object:
        return compile_text(SCRIPT.format(line), payloads=False)

    assert calls_of(work, rows.id_rows) == [times]
