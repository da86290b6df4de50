"""No input crashes scn, and its reports are consistent: see support/laws.py."""

import json
import random
from importlib.resources import files
from typing import Any

from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.lark import from_lark
from lark import Lark

from scn_compiler import compile_text
from scn_compiler.cli.group import cli
from support.cases import every
from support.laws import holds_for_a_payload, holds_for_a_script, law, many, wild_texts
from support.paths import BAD_PAYLOADS, BAD_SCRIPTS, SAMPLES
from support.scripts import HOSTILE, PIECES, bodies, near_payloads, when_payloads

SCRIPTS = [path.read_bytes().decode("utf-8", "replace") for path in sorted([*SAMPLES, *BAD_SCRIPTS])]
PAYLOADS = [path.read_text(encoding="utf-8") for path in BAD_PAYLOADS] + [
    json.dumps(payload.value, indent=1) for text in SCRIPTS[:20] for payload in compile_text(text).payloads
]
GRAMMAR = Lark(files("scn_grammar").joinpath("scn.lark").read_text(encoding="utf-8"), start="item")
TOKENS = (
    *PIECES,
    *"\n\t \"'“”＂：:=@#|<>{}[]()\u200b\ufeff\u00a0\r\0",
    "raw: ",
    "\n  | ",
    " OR ",
    "scenario: ",
    "1e999",
)


def mutated(texts: list[str], tokens: tuple[str, ...]) -> st.SearchStrategy[str]:
    """One of `texts`, with a few stretches deleted, doubled, swapped or inserted."""
    return st.builds(_mutate, st.sampled_from(texts), st.randoms(use_true_random=False), st.just(tokens))


def _mutate(text: str, rng: random.Random, tokens: tuple[str, ...]) -> str:
    for _ in range(rng.randrange(1, 5)):
        by_line = rng.random() < 0.4
        parts = text.split("\n") if by_line else list(text)
        at = rng.randrange(len(parts) + 1)
        other = min(len(parts), at + rng.randrange(1, 3 if by_line else 12))
        match rng.randrange(4):
            case 0:
                parts[at:other] = []
            case 1:
                parts[at:at] = parts[at:other]
            case 2:
                parts[at:other] = reversed(parts[at:other])
            case _:
                parts.insert(at, rng.choice(tokens))
        text = ("\n" if by_line else "").join(parts)
    return text


def test_there_are_scripts_and_payloads_to_break() -> None:
    assert len(SCRIPTS) > 100
    assert len(PAYLOADS) > 30


@many
@given(mutated(SCRIPTS, TOKENS))
def test_a_broken_script_is_a_finding(text: str) -> None:
    holds_for_a_script(text)


@many
@given(mutated(PAYLOADS, (*TOKENS, "null", "NaN", '"id": ', "[", "{", "}", "]", ",")))
def test_a_broken_payload_is_a_finding(text: str) -> None:
    holds_for_a_payload(text)


@many
@given(wild_texts)
def test_lines_that_start_like_a_script_keep_the_promises(text: str) -> None:
    holds_for_a_script(text)


@many
@given(st.text() | st.text(alphabet=HOSTILE))
def test_any_text_keeps_the_promises(text: str) -> None:
    holds_for_a_script(text)
    holds_for_a_payload(text)


@law(80)
@given(from_lark(GRAMMAR, start="item", alphabet=st.characters(codec="utf-8")))
def test_grammatical_text_is_read_as_the_grammar_defines(text: str) -> None:
    holds_for_a_script(text)


@many
@given(near_payloads | bodies | when_payloads())
def test_any_json_gives_a_script_or_a_reason(payload: Any) -> None:
    holds_for_a_payload(json.dumps(payload))


COMMANDS = [
    ["check"],
    ["check", "--format", "json"],
    ["check", "--format", "concise"],
    ["compile"],
    ["compile", "--jsonl", "--compact", "-t", "cekura-when"],
    ["compile", "-t", "cekura-suite", "--keep-going"],
    ["decompile"],
    ["decompile", "--from", "cekura-suite"],
    ["fmt"],
    ["fmt", "--diff"],
    ["fmt", "--check"],
]


@many
@given(
    st.sampled_from(COMMANDS),
    st.binary(max_size=60)
    | st.text().map(lambda text: text.encode("utf-8", "surrogatepass"))
    | mutated(SCRIPTS + PAYLOADS, TOKENS).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
def test_any_bytes_at_the_command_line_give_0_1_or_2(command: list[str], data: bytes) -> None:
    done = CliRunner().invoke(cli, [*command, "-"], input=data)

    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    assert done.exit_code in (0, 1, 2)
    assert "Traceback" not in done.output


HEAD = "role: r\nlanguage: en\npersonality: 3\n\nFIRST_MESSAGE\n  wait\n\n"


@every("text", [HEAD, HEAD.replace("\n", "\r\n"), "\ufeff" + HEAD, "", "\n", "\ufeff", "\0"])
def test_the_promises_hold_for_the_plainest_texts(text: str) -> None:
    holds_for_a_script(text)
