"""Compares scn with other programs, on the same scenarios: `uv run --group bench python benchmarks/peers.py`.

Each row prints a ratio of CPU times, measured in turn, and says who is ahead. Exits with 1 if scn misses a goal.
`--quick` uses a tenth of the scripts, as a smoke test. `run.py` includes these rows.
"""

import tomllib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import hcl2
import yaml
from gherkin.parser import Parser
from robot.api.parsing import get_model
from scenarios import as_gherkin, as_hcl, as_python, as_robot, as_toml, as_yaml, script

from measure import (
    BIN,
    QUICK,
    ROUNDS,
    Row,
    Task,
    Work,
    command,
    commands_cpu,
    drop_caches,
    folder,
    forget,
    medians,
    nothing,
    report,
)
from scn_compiler import compile_text
from scn_compiler.jsondoc.codec import dump
from scn_compiler.platforms.cekura.payload import ScenarioBody
from scn_dsl.source import Source
from scn_grammar.parser import parse

SCRIPTS = 20 if QUICK else 100
FILES = 100 if QUICK else 1000
HCL_OPTIONS = hcl2.SerializationOptions(strip_string_quotes=True)


def each(work: Callable[[str], object], texts: list[str]) -> Work:
    def run() -> None:
        for text in texts:
            work(text)

    return run


def validated(load: Callable[[str], Any]) -> Callable[[str], str]:
    """Return a function from a text to JSON that is validated against the platform's contract."""

    def run(text: str) -> str:
        payload = load(text)
        ScenarioBody.model_validate(payload)
        return dump(payload, compact=True)

    return run


def compiled(text: str) -> str:
    return dump(compile_text(text).payloads[0].value, compact=True)


def through(loader: type) -> Callable[[str], Any]:
    return lambda text: yaml.load(text, loader)


def compiling() -> Iterator[Row]:
    """Compare the ways from a text to validated JSON; all of them give the same JSON."""
    scripts = [script(number) for number in range(SCRIPTS)]
    peers: tuple[
        tuple[str, Callable[[str], str], Callable[[str], Any], tuple[float | None, float | None]], ...
    ] = (
        ("PyYAML's C loader", as_yaml, through(yaml.CSafeLoader), (0.8, 0.4)),
        ("PyYAML's Python loader", as_yaml, through(yaml.SafeLoader), (0.1, 0.05)),
        ("tomllib", as_toml, tomllib.loads, (None, None)),
        (
            "python-hcl2",
            as_hcl,
            lambda text: hcl2.loads(text, serialization_options=HCL_OPTIONS),
            (None, None),
        ),
    )
    tasks = [Task(each(compiled, scripts), forget)]
    for name, write, load, _ in peers:
        texts = [write(text) for text in scripts]
        assert validated(load)(texts[0]) == compiled(scripts[0]), f"{name} reads another payload"
        tasks.append(Task(each(validated(load), texts)))
    ours, *theirs = medians(tasks)
    for (name, _, _, goals), seconds in zip(peers, theirs, strict=True):
        yield Row(f"script to JSON, against {name} and pydantic", ours / seconds, *goals, peer=name)


def reading() -> Iterator[Row]:
    """Compare parsers of languages for tests."""
    numbers = range(SCRIPTS)
    gherkin = Parser()
    ours, feature, suite = medians(
        (
            Task(each(lambda text: parse(Source(text)), [script(number) for number in numbers]), forget),
            Task(each(gherkin.parse, [as_gherkin(number) for number in numbers])),
            Task(each(get_model, [as_robot(number) for number in numbers])),
        )
    )
    yield Row(
        "reading a script, against gherkin-official", ours / feature, 0.91, 0.45, peer="gherkin-official"
    )
    yield Row("reading a script, against Robot Framework's `get_model`", ours / suite, peer="Robot Framework")


class Program(NamedTuple):
    """A command on scenarios in files: their suffix, a function that writes one, the command's name and options."""

    suffix: str
    write: Callable[[int], str]
    name: str
    options: tuple[str, ...] = ()

    def on(self, home: Path, path: str) -> Work:
        program, *words = self.name.split()
        return command(home, str(BIN / program), *words, *self.options, path)


LENGTHS = ("--ignore", "LEN04", "--ignore", "LEN06")
"""Rules of robocop that limit the length of a test; they would report each scenario."""

YAMLLINT = Program("yaml", lambda number: as_yaml(script(number)), "yamllint", ("-d", "relaxed"))
CHECKS = (
    Program("scn", script, "scn check"),
    YAMLLINT,
    Program("py", as_python, "ruff check"),
    Program("robot", as_robot, "robocop check", LENGTHS),
)
LAYOUTS = (
    Program("scn", script, "scn fmt --check"),
    Program("py", as_python, "ruff format --check"),
    Program("robot", as_robot, "robocop format --check"),
)


def running(programs: tuple[Program, ...], count: int, rounds: int, *, again: bool = False) -> Iterator[Row]:
    """Compare commands on `count` files: their first run, without a cache, or a run `again` on unchanged files."""
    with folder() as place:
        tasks = []
        for program in programs:
            home = place / program.suffix
            for number in range(count):
                path = home / "files" / f"{number % 10}" / f"{number}.{program.suffix}"
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(program.write(number), encoding="utf-8")
            run = program.on(home, "files" if count > 1 else str(path))
            tasks.append(Task(run, nothing if again else partial(drop_caches, home)))
        ours, *theirs = medians(tasks, rounds, commands_cpu)
    one, several = (
        (" FILE", "") if count == 1 else ("", f" on {count:,} {'unchanged ' if again else ''}files")
    )
    for peer, seconds in zip(programs[1:], theirs, strict=True):
        what = f"`{programs[0].name}{one}`{several}, against `{peer.name}{one}`"
        goals = (0.85, 0.54) if peer is YAMLLINT and count == 1 else (None, None)
        yield Row(what, ours / seconds, *goals, peer=peer.name.split()[0])


def rows() -> Iterator[Row]:
    yield from compiling()
    yield from reading()
    for programs in (CHECKS, LAYOUTS):
        yield from running(programs, 1, ROUNDS)
        yield from running(programs, FILES, 3)
        caching = tuple(program for program in programs if program is not YAMLLINT)
        yield from running(caching, FILES, 3, again=True)


if __name__ == "__main__":
    raise SystemExit(report(rows()))
