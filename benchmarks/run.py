"""Speed as ratios, measured in one run: `uv run --group bench python benchmarks/run.py`.

Each row pairs two pieces of work, timed in turn several times over; the ratio is that of the medians, so that a
slow machine slows both. The corpus is made here: scenarios of about 30 lines, with tags, follow-ups and expressions.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import yaml

from scn_compiler import check, compile_text
from scn_compiler.platforms.cekura.payload import ScenarioBody
from scn_grammar.parser import _read_piece as _read

ROUNDS = 7


def scenario(number: int) -> str:
    """One scenario of about 30 lines and 1.4 kB, unlike any other."""
    lines = [
        f"scenario: Caller {number} moves an appointment",
        f"role: A caller with the number {number}, polite and in a hurry",
        "language: en",
        "personality: 3",
        "tags: smoke, booking",
        f"expect: The main agent moves appointment {number}",
        "",
        "FIRST_MESSAGE",
        f'  say: Hi, this is caller {number} <silence time="1.5s" /> about an appointment',
        "",
    ]
    for step in range(4):
        lines += [
            f'WHEN contains "date {number} {step}" OR contains "day {step}" OR contains "when"',
            f"  say: Thursday at {step + 2}, if you have it [laughter], or else the {number}th",
            "THEN",
            f"  do: Ask politely whether slot {step} of {number} is free",
            "",
        ]
    return "\n".join(
        [*lines, f"WHEN The agent confirms appointment {number}", "  say: Thank you!", "  end call", ""]
    )


def ratio(one: Callable[[], object], other: Callable[[], object]) -> float:
    """Median time of `one` over that of `other`, measured in turn."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for work, seconds in zip((one, other), times, strict=True):
            start = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - start)
    return statistics.median(times[0]) / statistics.median(times[1])


def compile_all(texts: list[str]) -> None:
    _read.cache_clear()
    for text in texts:
        compile_text(text)


def main() -> None:
    texts = [scenario(number) for number in range(200)]
    as_yaml = [yaml.safe_dump(compile_text(text).payloads[0].value, sort_keys=False) for text in texts]

    def through_yaml(loader: type) -> Callable[[], None]:
        def run() -> None:
            for text in as_yaml:
                ScenarioBody.model_validate(yaml.load(text, loader))

        return run

    big = "\n".join(scenario(number) for number in range(330))
    edited = big.replace("Thank you!", "Thanks a lot!", 1)

    def edit() -> None:
        check(big)
        _read.cache_clear()

    hundred, thousand = [scenario(n) for n in range(100)], [scenario(n) for n in range(1000)]
    rows = [
        ("script to checked payload, against PyYAML's C loader and pydantic", ratio(lambda: compile_all(texts), through_yaml(yaml.CSafeLoader))),
        ("the same, against PyYAML's Python loader and pydantic", ratio(lambda: compile_all(texts), through_yaml(yaml.SafeLoader))),
        ("time a scenario at 1,000 scenarios, against 100", ratio(lambda: compile_all(thousand), lambda: compile_all(hundred)) / 10),
    ]  # fmt: skip
    edit()
    check(big)
    rows.append(
        (
            "one line edited in 10,000 lines, against a first check",
            ratio(lambda: check(edited), lambda: (_read.cache_clear(), check(big))),
        )
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.scn"
        path.write_text(texts[0], encoding="utf-8")
        command = [sys.executable, "-c", "from scn_compiler.cli import main; main()", "check", str(path)]
        rows.append(
            (
                "`scn check` of one file, against `python -c pass`",
                ratio(lambda: _run(command), lambda: _run([sys.executable, "-c", "pass"])),
            )
        )
    print(json.dumps({"lines": big.count("\n"), "rounds": ROUNDS}))
    for name, value in rows:
        print(f"{value:7.3f}  {name}")


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
