"""Measuring on Spark, as far as it needs no cluster: what workers run, what they get, and what scn says about failures."""

import os
import pickle
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

pytest.importorskip(
    "pyspark", reason="needs PySpark, from the group `cluster`: uv run --group cluster pytest …"
)

from scn_compiler.cli.measure.text import intake_notes
from scn_compiler.measure.batches import partials
from scn_compiler.measure.matching import MatchPlan, plan_of
from scn_compiler.measure.spark import measure_frame
from scn_compiler.measure.spark.files import file_tasks
from scn_compiler.measure.spark.packages import write_packages
from scn_compiler.measure.spark.parts import ContentCounter, FileCounter, FilePart, Reading, RowCounter
from scn_compiler.measure.spark.session import spark_session
from scn_compiler.measure.spark.trouble import SparkTrouble, explained
from scn_compiler.measure.totals import Measured, total
from scn_compiler.measure.transcripts.columns import ColumnNames
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.measure.transcripts.read import read_transcripts
from support.cases import every
from support.cli import scn
from support.measuring import batch_of, condition, keyword
from support.spark_cluster import write_transcripts


@pytest.fixture
def plan() -> MatchPlan:
    words = ("card", "4471", "order", "nowhere")
    return plan_of([condition(keyword(word), line=line) for line, word in enumerate(words, 1)], sample=20)


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    return [str(each) for each in write_transcripts(tmp_path)]


def _here(
    plan: MatchPlan, files: list[str], repeated: frozenset[int] = frozenset()
) -> tuple[Measured, Intake]:
    intake = Intake(repeated)
    return total(plan, partials(plan, read_transcripts(map(Path, files), ColumnNames(), intake))), intake


def _sent(rows: Iterator[pa.RecordBatch]) -> Iterator[Any]:
    for row in rows:
        yield from (pickle.loads(zlib.decompress(each)) for each in row["part"].to_pylist())


def _added(plan: MatchPlan, parts: list[FilePart], repeated: frozenset[int]) -> tuple[Measured, Intake]:
    intake = Intake(repeated)
    for intakes, _ in parts:
        for each in intakes:
            intake.add(each)
    return total(plan, (part for _, part in parts)), intake


def _assert_equal(found: tuple[Measured, Intake], expected: tuple[Measured, Intake]) -> None:
    assert found[0].digest == expected[0].digest
    assert list(intake_notes(found[1])) == list(intake_notes(expected[1]))
    assert found[1].files == expected[1].files


def test_workers_that_open_files_count_what_is_counted_here(plan: MatchPlan, files: list[str]) -> None:
    repeated = _here(plan, files)[1].repeated_calls()
    expected = _here(plan, files, repeated)
    reading = Reading(repeated=repeated)
    assert repeated and len(expected[1].troubles()) > 5 and len(expected[1].unreadable) > 1

    for tasks in (tuple((each,) for each in files), (tuple(files),), file_tasks(files, reading)):
        numbers = pa.record_batch({"id": range(len(tasks))})
        parts = list(_sent(FileCounter(plan, reading, tasks)(iter([numbers]))))

        assert len(parts) == len(tasks)
        _assert_equal(_added(plan, parts, repeated), expected)


def test_workers_that_get_contents_count_what_is_counted_here(plan: MatchPlan, files: list[str]) -> None:
    rows = [pa.record_batch({"path": [each], "content": [Path(each).read_bytes()]}) for each in files]
    other = pa.record_batch({"path": ["/calls/_SUCCESS"], "content": [b""]})
    repeated = _here(plan, files)[1].repeated_calls()
    count = ContentCounter(plan, Reading(repeated=repeated))

    parts = [part for some in (rows[:3], [], [*rows[3:], other]) for part in _sent(count(iter(some)))]

    _assert_equal(_added(plan, parts, repeated), _here(plan, files, repeated))


def test_workers_that_get_rows_count_what_is_counted_here(plan: MatchPlan) -> None:
    batches = [
        batch_of([("a", 1, "Your card", None), ("b", 1, "order", "order 4471")]),
        batch_of([("b", 2, "4471", None), ("c", 1, None, None)]),
    ]

    parts = [*_sent(RowCounter(plan)(iter(batches[1:]))), *_sent(RowCounter(plan)(iter(batches[:1])))]

    assert total(plan, parts).digest == total(plan, partials(plan, batches)).digest


def test_tasks_have_all_files_in_order_and_about_the_same_size(tmp_path: Path) -> None:
    sizes = [0, 10, 600_000, 300_000, 200_000, 40, 900_000, 0]
    for number, size in enumerate(sizes):
        (tmp_path / f"{number}.csv").write_bytes(bytes(size))
    names = [f"{number}.csv" for number in range(len(sizes))]

    tasks = file_tasks(names, Reading(folder=str(tmp_path)))

    assert [each for task in tasks for each in task] == names
    assert all(sum(sizes[int(each[0])] for each in task[:-1]) <= 256 * 1024 for task in tasks)
    assert 3 < len(tasks) < len(names)


@pytest.mark.slow
def test_what_is_sent_to_workers_needs_nothing_else_of_scn(tmp_path: Path) -> None:
    write_packages(tmp_path / "scn.zip")
    needed = [each for each in sys.path if "site-packages" in each]
    program = (
        f"import sys; sys.path[:0] = [{str(tmp_path / 'scn.zip')!r}]; sys.path += {needed}\n"
        "import scn_compiler.measure.spark.parts as parts\n"
        "print(parts.__file__.startswith(sys.path[0]), sorted({'click', 'pydantic', 'pyspark'} & {*sys.modules}))"
    )
    command = [sys.executable, "-S", "-c", program]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stdout == "True []\n", done.stderr


class TestTables:
    @pytest.mark.parametrize(
        ("columns", "error", "message"),
        [
            ({"call": "string", "turn": "int"}, KeyError, "text"),
            ({"call": "string", "turn": "string", "text": "string"}, TypeError, "the column turn is string"),
            ({"call": "bigint", "turn": "int", "text": "string"}, TypeError, "the column call is bigint"),
            (
                {"call": "string", "turn": "int", "text": "string", "asr": "array<string>"},
                TypeError,
                "must be a string",
            ),
        ],
    )
    def test_columns_that_are_missing_or_of_another_type(
        self, columns: dict[str, str], error: type[Exception], message: str
    ) -> None:
        with pytest.raises(error, match=message):
            measure_frame({}, SimpleNamespace(dtypes=[*columns.items()]))  # type: ignore[arg-type]


SCRIPT_OF_X = 'scenario: a\nrole: b\nlanguage: en\nFIRST_MESSAGE\n  say: a\nWHEN contains "x"\n  end call\n'


class TestCommand:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (("--engine", "spark"), "unknown engine spark: write local,"),
            (("--engine", "local[2]", "-j", "2"), "-j is the number of processes of --engine local"),
            (("--transcripts", "s3://calls/a.csv"), "s3://calls/a.csv isn't a file of this machine"),
            (("--transcripts", "dbfs:/calls"), "dbfs:/calls isn't a file of this machine"),
            (("--transcripts", "/Volumes/nowhere/calls"), "/Volumes/nowhere/calls: no transcripts here"),
        ],
    )
    def test_wrong_options(self, tmp_path: Path, options: tuple[str, ...], message: str) -> None:
        (tmp_path / "calls.csv").write_text("call,text\n1,x\n", encoding="utf-8")
        done = scn("measure", "a.scn", "--transcripts", "calls.csv", *options, cwd=tmp_path)

        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr

    def test_a_token_is_in_no_message_and_belongs_into_the_environment(self, tmp_path: Path) -> None:
        (tmp_path / "calls.csv").write_text("call,text\n1,x\n", encoding="utf-8")
        (tmp_path / "a.scn").write_text(SCRIPT_OF_X, encoding="utf-8")
        words = ("measure", "a.scn", "--transcripts", "calls.csv", "--engine")
        for engine in (
            "sc://127.0.0.1:1/;user_id=me;token=s3cret",
            "sc:/127.0.0.1/;token=s3cret;use_ssl=true",
        ):
            done = scn(*words, engine, cwd=tmp_path)
            assert done.returncode == 2
            assert "s3cret" not in done.stderr
        warning = "every user of this machine can see the token of --engine in its list of processes"
        help_ = "leave `token=` out, and set SPARK_CONNECT_AUTHENTICATE_TOKEN to the token"
        told = scn(*words, "sc://127.0.0.1:1/;token=s3cret", cwd=tmp_path).stderr
        assert told.startswith(f"scn: {warning}: {help_}\n")
        assert "list of processes" not in scn(*words, "sc://127.0.0.1:1/;user_id=me", cwd=tmp_path).stderr

    @pytest.mark.parametrize("engine", ["spark://127.0.0.1:1", "sc://127.0.0.1:1/;user_id=me"])
    def test_nothing_at_the_address(self, tmp_path: Path, engine: str) -> None:
        (tmp_path / "calls.csv").write_text("call,text\n1,x\n", encoding="utf-8")
        (tmp_path / "a.scn").write_text(SCRIPT_OF_X, encoding="utf-8")
        done = scn("measure", "a.scn", "--transcripts", "calls.csv", "--engine", engine, cwd=tmp_path)

        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.endswith(f"nothing answers at {engine}: Connection refused\n")

    @pytest.mark.slow
    def test_measuring_here_loads_nothing_of_spark(self, tmp_path: Path) -> None:
        write_transcripts(tmp_path)
        (tmp_path / "a.scn").write_text("scenario: a\nWHEN contains 'x'\n  say: b\n", encoding="utf-8")
        program = (
            "import sys; from scn_compiler.cli import main\n"
            "sys.argv[1:] = ['measure', 'a.scn', '--transcripts', 'plain.csv']\ntry: main()\n"
            "finally: print({'pyspark', 'py4j', 'grpc'} & {*sys.modules})"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], cwd=tmp_path, capture_output=True, text=True, check=False
        )

        assert done.stdout.endswith("\nset()\n"), done


def test_java_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.delenv("JAVA_HOME", raising=False)

    with pytest.raises(SparkTrouble, match="needs Java 17 or newer"), spark_session("local[1]"):
        pass


# what Spark 4.3 says, without most of its stack traces
_WORKER = "\n  An exception was thrown from the Python worker. Please see the stack trace below.\n"


@every(
    ("expected", "text"),
    [
        (
            "the workers lack the package duckdb: install the packages of scnlang[measure] on each of them",
            _WORKER
            + "[PYTHON_EXCEPTION] An exception was thrown from the Python worker: Traceback (most recent call last):\n"
            + '  File "/tmp/scn.zip/scn_compiler/measure/transcripts/read.py", line 7, in <module>\n'
            + "    import duckdb\nModuleNotFoundError: No module named 'duckdb'\n SQLSTATE: 38000",
        ),
        (
            "the workers have Python 3.12, but scn runs on Python 3.11: they must be the same, and PYSPARK_PYTHON names theirs",
            _WORKER
            + "pyspark.errors.exceptions.base.PySparkRuntimeError: [PYTHON_VERSION_MISMATCH] Python in worker has different "
            + "version: 3.12 than that in driver: 3.11, PySpark cannot run with different minor versions.\n",
        ),
        (
            "the workers have no program /x/python: PYSPARK_PYTHON names their Python",
            'Job aborted due to stage failure: Lost task 0.0: java.io.IOException: Cannot run program "/x/python": error=2',
        ),
        (
            "file:/nowhere/x.csv: no transcripts here",
            "[PATH_NOT_FOUND] Path does not exist: file:/nowhere/x.csv. SQLSTATE: 42K03",
        ),
        (
            "a worker failed: OSError: [Errno 28] No space left",
            _WORKER
            + 'Traceback (most recent call last):\n  File "read.py", line 9\nOSError: [Errno 28] No space left\n'
            + "\n\tat org.apache.spark.api.python.BasePythonRunner: x\nCaused by: java.lang.Exception: y",
        ),
        (
            "spark://a:7077 ended the job: Job 0 cancelled because SparkContext was shut down",
            (
                "An error occurred while calling o53.collectToPython.\n: org.apache.spark.SparkException: "
                "Job 0 cancelled because SparkContext was shut down\n\tat org.apache.spark"
            ),
        ),
        (
            "spark://a:7077 ended the job: failed to connect to all addresses",
            (
                "<_MultiThreadedRendezvous of RPC that terminated with:\n\tstatus = StatusCode.UNAVAILABLE\n"
                '\tdetails = "failed to connect to all addresses"\n\tdebug_error_string = "UNAVAILABLE: x"\n>'
            ),
        ),
        ("spark://a:7077 ended the job: [Errno 111] Connection refused", "[Errno 111] Connection refused"),
        (
            "Spark needs Java 17 or newer: this Java is older",
            (
                "Error: LinkageError occurred while loading main class org.apache.spark.launcher.Main\n"
                "\tjava.lang.UnsupportedClassVersionError: org/apache/spark/launcher/Main has been compiled by a newer version"
            ),
        ),
        ("Spark failed: bad option", ": java.lang.IllegalArgumentException: bad option\n\tat x"),
        ("Spark failed: it gave no reason", ""),
    ],
)
def test_failures_of_spark_are_one_line(expected: str, text: str) -> None:
    assert explained(text, "spark://a:7077") == expected
