"""Coverage-guided fuzzing: `uv run --with atheris python benchmarks/fuzz.py FOLDER [libFuzzer's options]`.

FOLDER collects the inputs that reached new code; its seeds are the samples, the bad scripts and the bad payloads. The
first input that breaks a law of tests/support/laws.py at a place of the code is saved in FOLDER.broken, with its
traceback, and the run continues.
"""

import sys
import traceback
from pathlib import Path

import atheris
import with_tests  # noqa: F401  (finds `support`)

with atheris.instrument_imports(include=["scn_dsl", "scn_grammar", "scn_compiler"]):
    from support.laws import holds_for_a_payload, holds_for_a_script

from scn_dsl.vocabulary import FIELDS
from support.paths import BAD_PAYLOADS, BAD_SCRIPTS, SAMPLES

WORDS = (
    'FIRST_MESSAGE|WHEN |THEN|AFTER @|@a |say: |do: |say/do: |end call|wait|scn 1|raw: "|contains "|" OR |" AND |'
    "contains |# |\n| |  |\u00a0|given x = |caller x = |cekura.patch: |cekura.functions: |<endcall />|<silence time=|"
    '<spell>|</spell>|<voice |<ivr text="|{{test_profile.|{{function.|}}|[laughter]|“|”|：|\u200b|\ufeff|\\u0000|'
    '"conditions": [|"id": |"condition": |"action": |"type": "|"fixed_message": |"role": |"instructions": |"when": |'
    '"say": |"then": |"first_message": |"scenarios": |"action_followup"|"standard"|null|true|1e999|NaN'
).split("|")


def examine(data: bytes, broken: Path, seen: set[str]) -> None:
    text = data.decode("utf-8", "replace")
    try:
        if text.lstrip().startswith(("{", "[", '"')):
            holds_for_a_payload(text)
        holds_for_a_script(text)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        way = f"{type(error).__name__}-{frames[-1].name}-{frames[-1].lineno}"
        if way not in seen:
            seen.add(way)
            (broken / f"{way}.txt").write_bytes(data)
            (broken / f"{way}.log").write_text(traceback.format_exc(), encoding="utf-8")


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    broken = folder.with_suffix(".broken")
    broken.mkdir(exist_ok=True)
    seen: set[str] = set()
    for place in (SAMPLES, BAD_SCRIPTS, BAD_PAYLOADS):
        for path in place:
            (folder / path.name).write_bytes(path.read_bytes())
    words = folder.with_suffix(".words")
    entries = (*WORDS, *(f"{name}: " for name in FIELDS))
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in entries if word), encoding="utf-8")
    options = ["-only_ascii=0", "-max_len=4096", "-timeout=300", f"-dict={words}", *sys.argv[2:], str(folder)]
    atheris.Setup([sys.argv[0], *options], lambda data: examine(data, broken, seen))
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word.encode())


if __name__ == "__main__":
    main()
