"""Real prompts, with indented lists and trailing spaces, become plain lines and come back exactly."""

import json
import re
from pathlib import Path

import pytest

from scn_compiler import compile_text, decompile, format_text
from support.cases import every
from support.laws import sweep
from support.paths import CORPUS

needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real payloads is missing")
NOTHING = Path("none")
TASKS = sorted((CORPUS / "tau2").glob("*.json")) or [NOTHING]
PAYLOADS = [
    *TASKS,
    *sorted((CORPUS / "cekura").rglob("*.json")),
    *sorted((CORPUS / "cekura-v2").rglob("*.json")),
]

PROMPT = {
    "name": "A prompt",
    "scenario_language": "en",
    "scenario_type": "instruction",
    "instructions": (
        "\nYou are calling a bank. \n\nWhat you know:\n  - your number: 55-0192\n\t- your town \n\n"
        "| you hear | you do |\n||\n" + "Tell one thing at a time. " * 20 + "\n    \n"
    ),
}


def _raw(script: str) -> list[str]:
    """The lines with `raw:` and a text that isn't empty."""
    return [line for line in script.splitlines() if re.search(r'\braw:(?! "")', line)]


def test_a_prompt_with_any_whitespace_is_plain_lines_and_comes_back() -> None:
    made = decompile(json.dumps(PROMPT)).text

    assert made is not None
    assert not _raw(made)
    assert max(map(len, made.splitlines())) <= 100
    for script in (made, format_text(made, wrap=40).text, made.replace("\n", "\r\n")):
        assert compile_text(script).payloads[0].value == PROMPT


@needs_corpus
@every("path", PAYLOADS, ids=lambda path: path.stem)
def test_a_real_payload_needs_no_raw_for_its_words(path: Path) -> None:
    made = decompile(path.read_text(encoding="utf-8")).text

    assert made is None or not _raw(made)


@needs_corpus
@pytest.mark.parametrize("path", sweep(TASKS), ids=lambda path: path.stem)
def test_the_instructions_of_real_tasks_come_back_exactly(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    made = decompile(text).text
    assert made is not None
    narrow = format_text(made, wrap=60).text

    assert format_text(narrow, wrap=100).text == format_text(made).text == made
    for script in (made, narrow):
        payloads = compile_text(script).payloads
        for task, payload in zip(json.loads(text), payloads, strict=True):
            instructions = task["user_scenario"]["instructions"]
            if isinstance(instructions, str):
                assert payload.value["lead_scenario"]["instructions"]["task_instructions"] == instructions
