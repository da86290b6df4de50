"""Speed and memory of measuring transcripts: `uv run --group bench python benchmarks/transcripts.py`.

Prints ratios of CPU times and of memory. Exits with 1 if scn misses a goal. `--quick` uses a quarter of the utterances, and
doesn't measure memory, because a small file fits into it as a whole, nor Spark, which takes long to start.
"""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from itertools import accumulate, islice
from pathlib import Path

import with_tests  # noqa: F401  (finds `support`)

from measure import QUICK, Row, Task, folder, medians, own_cpu, report
from scn_compiler.measure.batches import partials
from scn_compiler.measure.conditions import Condition
from scn_compiler.measure.matching import plan_of
from scn_compiler.measure.totals import total
from scn_compiler.measure.transcripts.columns import ColumnNames
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.measure.transcripts.read import read_transcripts
from scn_dsl.nodes import And, Contains, Expression, Or
from support.measuring import Row as Utterance
from support.measuring import batch_of, batches_of, condition

UTTERANCES = 15_000 if QUICK else 60_000
NAIVE = 100 if QUICK else 1_000
"""How many of the utterances the other implementation counts in: it is so slow that all would take minutes."""

IN_FILE = 200_000

_chance = random.Random(5)
_SYLLABLES = [consonant + vowel for consonant in "bcdfghjklmnprstvwz" for vowel in "aeiou"]
_WORDS = ["".join(_chance.choices(_SYLLABLES, k=_chance.randint(2, 4))) for _ in range(8_000)]
_WEIGHTS = [*accumulate(1 / rank for rank in range(1, len(_WORDS) + 1))]


def utterances(count: int) -> Iterator[Utterance]:
    """Utterances of 5 to 20 words, of which some are frequent and most are rare, as in a language; 15 make a call."""
    for number in range(count):
        words = _chance.choices(_WORDS, cum_weights=_WEIGHTS, k=_chance.randint(5, 20))
        yield f"call {number // 15:07}", number % 15, f"{' '.join(words)}.".capitalize(), None


def few_words(count: int) -> Iterator[Utterance]:
    """Utterances as above, but of 60 words that are all equally frequent: each is in about a fifth of the utterances."""
    for number, (call, turn, _, _) in zip(range(count), utterances(count), strict=True):
        words = _chance.choices(_WORDS[:60], k=5 + number % 16)
        yield call, turn, f"{' '.join(words)}.".capitalize(), None


def _keyword() -> Contains:
    """Make a keyword of one or two words: about as many are frequent as are rare."""
    return Contains(
        text=" ".join(_WORDS[int(30 * 266 ** _chance.random())] for _ in range(_chance.choice((1, 1, 2))))
    )


def _word() -> Contains:
    return Contains(text=_chance.choice(_WORDS[:60]))


def _trigger(keyword: Callable[[], Contains]) -> Expression:
    kind = _chance.choice((None, None, Or, Or, And))
    if kind is None:
        return keyword()
    return kind(operands=tuple(keyword() for _ in range(2 if kind is And else _chance.choice((2, 3)))))


def conditions(count: int, keyword: Callable[[], Contains] = _keyword) -> list[Condition]:
    """Conditions of scenarios with 20 each: half of them are one keyword; the others are OR and AND."""
    return [condition(_trigger(keyword), number // 20, number) for number in range(count)]


def in_each(listed: list[Condition], texts: list[str]) -> list[int]:
    """Count where conditions hold, and nothing else, with Python's `in`: one condition after the other for each text."""
    tests: list[Callable[[str], bool]] = []
    for each in listed:
        match each.trigger:
            case Contains(text=text):
                tests.append(partial(_has, text.casefold()))
            case And(operands=operands) | Or(operands=operands):
                words = [each.text.casefold() for each in operands]
                tests.append(partial(_all if isinstance(each.trigger, And) else _any, words))
    counts = [0] * len(tests)
    for text in texts:
        folded = text.casefold()
        for number, test in enumerate(tests):
            if test(folded):
                counts[number] += 1
    return counts


def _has(word: str, text: str) -> bool:
    return word in text


def _any(words: list[str], text: str) -> bool:
    for word in words:  # noqa: SIM110  (a generator would take longer)
        if word in text:
            return True
    return False


def _all(words: list[str], text: str) -> bool:
    for word in words:  # noqa: SIM110
        if word not in text:
            return False
    return True


def speed(listed: list[Condition], rows: list[Utterance], goal: float) -> Iterator[Row]:
    """Compare measuring with `in`, as utterances in a second."""
    batches = batches_of(rows, range(0, UTTERANCES, 20_000))
    texts = [row[2] or "" for row in rows[:NAIVE]]

    def all_figures() -> None:
        plan = plan_of(listed)
        total(plan, partials(plan, batches, workers=1))

    few = batch_of(rows[:NAIVE])
    plan = plan_of(listed)
    found = total(plan, partials(plan, [few], workers=1))
    assert [each.holds for each in found.conditions] == in_each(listed, texts)
    ours, naive = medians([Task(all_figures), Task(lambda: in_each(listed, texts))], 3)
    times = (naive / NAIVE) / (ours / UTTERANCES)
    held = sum(each.holds for each in found.conditions) / NAIVE
    what = f"{len(listed):,} conditions, of which {held:.1f} hold in an utterance, against Python's `in`"
    yield Row(f"{what}, in CPU seconds for each utterance", 1 / times, 1 / goal)
    print(f"{times:7.1f} times as fast; {UTTERANCES / ours:,.0f} utterances in a CPU second")


_READ = """
import resource
import sys
from pathlib import Path
from scn_compiler.measure.matching import plan_of
from scn_compiler.measure.batches import partials
from scn_compiler.measure.totals import total
from scn_compiler.measure.transcripts.columns import ColumnNames
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.measure.transcripts.read import read_transcripts
from transcripts import conditions
plan = plan_of(conditions(1_000))
batches = read_transcripts([Path(sys.argv[1])], ColumnNames(), Intake())
assert total(plan, partials(plan, batches, workers=1)).utterances == int(sys.argv[2])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def spark() -> Iterator[Row]:
    """Compare the CPU seconds of Spark with one processor, all its processes together, with those of one process here."""
    if not shutil.which("java"):
        print("no row for Spark: it needs Java")
        return
    from pyspark import SparkContext  # noqa: PLC0415

    from scn_compiler.measure.spark.files import measure_files  # noqa: PLC0415
    from scn_compiler.measure.spark.parts import Reading  # noqa: PLC0415
    from scn_compiler.measure.spark.session import spark_session  # noqa: PLC0415

    plan = plan_of(conditions(1_000))
    with folder() as place, spark_session("local[1]") as session:
        files = [place / f"{number}.jsonl" for number in range(8)]
        rows = utterances(2 * IN_FILE)
        for file in files:
            write_lines(file, islice(rows, IN_FILE // 4 // 15 * 15))  # whole calls
        names = [str(each) for each in files]
        digests = []

        def on_spark() -> None:
            digests.append(measure_files(session, plan, Reading(), names, [])[0].digest)

        def here() -> None:
            batches = read_transcripts(files, ColumnNames(), Intake())
            digests.append(total(plan, partials(plan, batches, workers=1)).digest)

        for _ in range(2):
            on_spark()  # Java compiles what it runs often
        java = SparkContext._gateway.proc.pid
        times = medians([Task(on_spark), Task(here)], 3, lambda: cpu_of_all(java) + own_cpu())
    assert len(set(digests)) == 1
    yield Row("Spark's CPU seconds to read and measure files, against one process", times[0] / times[1], 2)
    print(f"{times[1] / times[0]:7.2f} times as fast on Spark, for each processor")


def cpu_of_all(process: int) -> float:
    """Return the CPU seconds of a process and of those that it started, also of finished ones."""
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            fields = each.read_text(encoding="utf-8").rpartition(")")[2].split()
            number = int(each.parent.name)
            parents[number] = int(fields[1])
            seconds[number] = sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    found = [process]
    for one in found:
        found += [each for each, parent in parents.items() if parent == one]
    return sum(seconds[each] for each in found)


def write_lines(file: Path, rows: Iterable[Utterance]) -> None:
    """Write utterances as JSON Lines."""
    with file.open("w", encoding="utf-8") as opened:
        for call, turn, text, _ in rows:
            line = {"call": call, "turn": turn, "speaker": "agent", "text": text}
            opened.write(f"{json.dumps(line)}\n")


def memory() -> Iterator[Row]:
    """Compare the peak memory of reading and measuring a file with that of a file of half its size."""
    with folder() as place:
        peaks = []
        for count in (IN_FILE, 2 * IN_FILE):
            file = place / f"{count}.jsonl"
            write_lines(file, utterances(count))
            words = [sys.executable, "-c", _READ, str(file), str(count)]
            here = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
            peaks.append(
                int(subprocess.run(words, env=here, check=True, capture_output=True, text=True).stdout)
            )
    yield Row(f"peak memory for {2 * IN_FILE:,} utterances, against {IN_FILE:,}", peaks[1] / peaks[0], 1.1)
    print(f"{peaks[1] / 1024:7.0f} MB for {2 * IN_FILE:,} utterances and 1,000 conditions")


def rows() -> Iterator[Row]:
    """Measure all rows."""
    some = [*utterances(UTTERANCES)]
    yield from speed(conditions(1_000), some, 25)
    yield from speed(conditions(10_000), some, 50)
    yield from speed(conditions(1_000, _word), [*few_words(UTTERANCES)], 5)
    if not QUICK:
        yield from spark()
        yield from memory()


if __name__ == "__main__":
    raise SystemExit(report(rows(), strict=True))
