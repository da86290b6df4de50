"""Latency of the language server, as ratios in one run: `uv run --group bench python benchmarks/editor.py`.

Measures `scn lsp` in turn with an empty server (pygls alone), with `ruff server`, and, if npm can install it, with
Cucumber's language server. Exits with 1 if scn misses a goal. `--quick` uses a tenth of the edits and files, as a smoke
test.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import with_tests  # noqa: F401  (finds `support`)
from scenarios import as_gherkin, script

from support.growth import long_scenario
from support.lsp_client import SCN, Talk, talking
from support.paths import ROOT

QUICK = "--quick" in sys.argv
EDITS = 20 if QUICK else 200
FILES = 1000 if QUICK else 10_000
STARTS = 3 if QUICK else 15
CUCUMBER = "@cucumber/language-server@1.7.0"
BARE = (
    sys.executable,
    "-c",
    "from pygls.lsp.server import LanguageServer; LanguageServer('bare', '1').start_io()",
)
RUFF = (str(Path(sys.executable).parent / "ruff"), "server")
REST = 0.04
"""Seconds between two keystrokes of a fast typist."""

QUICKLY = 0.020
"""Seconds by which a long request may delay a short one."""

CANCELLED = 0.050
"""Seconds within which a cancelled request must be answered."""


class Row(NamedTuple):
    """One measurement and its goal."""

    what: str
    ratio: float
    goal: float


class File(NamedTuple):
    """A document for edits at one place in free text."""

    language: str
    suffix: str
    text: str
    line: int
    column: int

    @property
    def uri(self) -> str:
        return f"file:///nowhere/a{self.suffix}"


def place_in(text: str, words: str) -> tuple[int, int]:
    """Return line and column after the first occurrence of `words` in the second half."""
    at = text.index(words, len(text) // 2) + len(words)
    return text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1


def as_scn(lines: int) -> File:
    text = "\n".join(script(number) for number in range(lines // 34 + 1))
    text = "\n".join(text.split("\n")[:lines]) + "\n"
    return File("scn", ".scn", text, *place_in(text, "say: "))


def as_python(lines: int) -> File:
    """Make a file with as many lines of a real program: the compiler.

    It has only whole modules, because ruff stops early at a syntax error. Together they have hundreds of problems, such
    as repeated imports; without the comment in the first line, ruff would spend a third of its time on reporting them.
    """
    text = "# ruff: noqa\n"
    for path in sorted((ROOT / "compiler").rglob("*.py")):
        module = path.read_text(encoding="utf-8")
        if text.count("\n") + module.count("\n") <= lines:
            text += module
    text += "#\n" * (lines - text.count("\n"))
    return File("python", ".py", text, *place_in(text, '    """Return '))  # a letter there is no syntax error


def as_feature(lines: int) -> File:
    text = as_gherkin(0)
    head, _, body = text.partition("\n")
    text = head + "\n" + body * (lines // max(body.count("\n"), 1))
    line = text.count("\n") // 2
    while not text.split("\n")[line].strip():
        line += 1
    return File("cucumber", ".feature", text, line, len(text.split("\n")[line]))


def change(talk: Talk, file: File, version: int) -> None:
    """Insert one letter, or delete it again."""
    start = {"line": file.line, "character": file.column}
    end = start if version % 2 == 0 else {"line": file.line, "character": file.column + 1}
    new = "x" if version % 2 == 0 else ""
    talk.change(file.uri, version, {"range": {"start": start, "end": end}, "text": new})


def is_published(uri: str, version: int) -> Callable[[Any], bool]:
    def fits(message: Any) -> bool:
        params = message.get("params") or {}
        published = message.get("method") == "textDocument/publishDiagnostics"
        return published and params["uri"] == uri and params.get("version") in (version, None)

    return fits


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


@contextmanager
def started(command: tuple[str, ...], **options: Any) -> Iterator[tuple[Talk, "subprocess.Popen[bytes]"]]:
    with talking(*command, stderr=subprocess.DEVNULL) as (talk, process):
        talk.initialize(**options)
        yield talk, process


def edited(talk: Talk, file: File, version: int) -> float:
    """Measure the seconds from an edit to its diagnostics."""
    talk.said.clear()

    def work() -> None:
        change(talk, file, version)
        talk.until(is_published(file.uri, version))

    return seconds(work)


def as_one_scenario(lines: int) -> File:
    """Make a script that is one scenario, so that each edit is in it."""
    text = "\n".join(long_scenario(lines).split("\n")[:lines]) + "\n"
    return File("scn", ".scn", text, *place_in(text, "say: "))


def typing(lines: int, goal: float, build: Callable[[int], File] = as_scn) -> Iterator[Row]:
    with started(SCN) as (ours, _), started(RUFF) as (ruff, _):
        pairs = ((ours, build(lines)), (ruff, as_python(lines)))
        times: tuple[list[float], list[float]] = ([], [])
        for talk, file in pairs:
            talk.tell(
                "textDocument/didOpen",
                textDocument={"uri": file.uri, "languageId": file.language, "version": 1, "text": file.text},
            )
            talk.until(is_published(file.uri, 1))
        for version in range(2, EDITS + 2):
            time.sleep(REST)
            for (talk, file), spent in zip(pairs, times, strict=True):
                spent.append(edited(talk, file, version))
    ratio = p95(times[0]) / p95(times[1])
    measured = f"{1000 * p95(times[0]):.1f} ms"
    where = f"{lines:,} lines" if build is as_scn else f"one scenario of {lines:,} lines"
    yield Row(f"edit to diagnostics, p95, {where}, against ruff server ({measured})", ratio, goal)


def completed_after_burst(talk: Talk, file: File) -> float:
    """Measure the seconds from the first of 100 edits to the completions requested after them."""
    document = {"uri": file.uri, "languageId": file.language, "version": 1, "text": file.text}
    talk.tell("textDocument/didOpen", textDocument=document)
    place = {"line": file.line, "character": file.column}

    def work() -> None:
        for version in range(2, 102):
            change(talk, file, version)
        talk.answer(talk.begin("textDocument/completion", textDocument={"uri": file.uri}, position=place))

    return seconds(work)


def bursts(cucumber: tuple[str, ...] | None) -> Iterator[Row]:
    file = as_scn(1000)
    sent: list[int] = []
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(STARTS):
        with started(SCN) as (talk, _process):
            ours.append(completed_after_burst(talk, file))
            talk.until(is_published(file.uri, 101))
            sent.append(len(talk.heard("textDocument/publishDiagnostics")))
    yield Row("results sent during a burst of 100 edits, with a correct last one", max(sent) / 20, 1)
    if cucumber is None:
        return
    with folder() as place:
        for _ in range(STARTS):
            with started(cucumber, root=place) as (talk, _process):
                theirs.append(completed_after_burst(talk, as_feature(1000)))
    ratio = statistics.median(ours) / statistics.median(theirs)
    yield Row("completions right after a burst, against cucumber-language-server", ratio, 1 / 5)


def starting() -> Iterator[Row]:
    times: tuple[list[float], list[float]] = ([], [])
    memory: tuple[list[float], list[float]] = ([], [])
    for _ in range(STARTS):
        for command, spent, used in zip((SCN, BARE), times, memory, strict=True):
            start = time.perf_counter()
            with started(command) as (talk, process):
                spent.append(time.perf_counter() - start)
                file = as_scn(1000)
                talk.open(file.text, file.uri)
                for version in range(2, 22):
                    change(talk, file, version)
                if command is SCN:
                    talk.until(is_published(file.uri, 21))
                else:
                    talk.ask("shutdown")
                used.append(resident(process.pid))
    yield Row(
        "start to the response to `initialize`, against pygls alone",
        statistics.median(times[0]) / statistics.median(times[1]),
        1.3,
    )
    if memory[1][0]:
        ratio = statistics.median(memory[0]) / statistics.median(memory[1])
        measured = f"{statistics.median(memory[0]) / 1024:.0f} MB"
        yield Row(f"memory with 1,000 lines open, against pygls alone ({measured})", ratio, 1.5)


def resident(process: int) -> float:
    """Return resident memory in kilobytes; 0 without `/proc`."""
    status = Path(f"/proc/{process}/status")
    if not status.is_file():
        return 0
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
    return float(lines["VmRSS"].split()[0])


def long_requests(talk: Talk, file: File) -> Iterator[tuple[str, str, dict[str, Any]]]:
    document = {"textDocument": {"uri": file.uri}}
    yield "all files of a folder", "workspace/diagnostic", {"previousResultIds": []}
    yield "the symbols of 10,000 lines", "textDocument/documentSymbol", document
    yield "the tokens of 10,000 lines", "textDocument/semanticTokens/full", document
    layout = {**document, "options": {"tabSize": 2, "insertSpaces": True}}
    yield "the layout of 10,000 lines", "textDocument/formatting", layout
    yield (
        "the payload of 10,000 lines",
        "workspace/executeCommand",
        {
            "command": "scn.compile",
            "arguments": [file.uri],
        },
    )


def waiting() -> Iterator[Row]:
    with folder() as place, ExitStack() as stack:
        for number in range(FILES):
            path = place / f"{number % 100:02}" / f"{number}.scn"
            path.parent.mkdir(exist_ok=True)
            path.write_text(script(number), encoding="utf-8")
        pull = {"textDocument": {"diagnostic": {}}}
        talk, _ = stack.enter_context(started(SCN, capabilities=pull, root=place))
        large, small = as_scn(10_000), as_scn(30)
        near = talk.open(small.text, "file:///nowhere/small.scn")
        talk.open(large.text, large.uri)
        first = talk.begin("textDocument/diagnostic", textDocument={"uri": large.uri})
        worst = {"the first check of 10,000 lines": delay_while(talk, first, near)}
        for name, method, params in long_requests(talk, large):
            worst[name] = delay_while(talk, talk.begin(method, **params), near)
        for name, spent in worst.items():
            what = f"delay of a short request, p95, by {name} ({1000 * spent:.1f} ms)"
            yield Row(what, spent / QUICKLY, 1)
        times = [cancelled(talk) for _ in range(STARTS)]
        measured = f"{1000 * max(times):.1f} ms"
        yield Row(f"response to a cancelled request ({measured} of 50)", max(times) / CANCELLED, 1)


def delay_while(talk: Talk, number: int, uri: str) -> float:
    """Measure how many seconds longer short requests take while the server works on the long one."""

    def short() -> float:
        return seconds(
            lambda: talk.ask(
                "textDocument/documentHighlight",
                textDocument={"uri": uri},
                position={"line": 0, "character": 0},
            )
        )

    during = []
    while not any(message.get("id") == number and "method" not in message for message in talk.said):
        during.append(short())
        time.sleep(0.002)
    talk.said.clear()
    alone = [short() for _ in range(50)]
    return max((p95(during) if len(during) > 1 else during[0]) - statistics.median(alone), 0)


def cancelled(talk: Talk) -> float:
    number = talk.begin("workspace/diagnostic", previousResultIds=[])
    time.sleep(0.03)

    def work() -> None:
        talk.tell("$/cancelRequest", id=number)
        answer = talk.answer(number)
        assert answer.get("error", {}).get("code") == -32800 or QUICK

    return seconds(work)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as place:
        yield Path(place)


@contextmanager
def cucumber() -> Iterator[tuple[str, ...] | None]:
    """Install Cucumber's language server for this run; yield `None` if npm can't."""
    with folder() as place:
        npm = shutil.which("npm")
        install = [str(npm), "install", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", CUCUMBER]
        if npm is None or subprocess.run(install, cwd=place, capture_output=True, check=False).returncode:
            print("skipping measurements against cucumber-language-server: npm can't install it here")
            yield None
            return
        program = place / "node_modules" / ".bin" / "cucumber-language-server"
        yield (str(program), "--stdio")


def rows() -> Iterator[Row]:
    yield from typing(1000, 1.5)
    yield from typing(10_000, 1.0)
    yield from typing(10_000, 0.5, as_one_scenario)
    with cucumber() as command:
        yield from bursts(command)
    yield from starting()
    yield from waiting()


def main() -> int:
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    missed = 0
    print(f"{'ratio':>7} {'goal':>6}")
    for row in rows():
        missed += row.ratio > row.goal
        verdict = "" if row.ratio <= row.goal else "  MISSED"
        print(f"{row.ratio:7.3f} {row.goal:6.3g}  {row.what}{verdict}", flush=True)
    return 1 if missed and not QUICK else 0


if __name__ == "__main__":
    raise SystemExit(main())
