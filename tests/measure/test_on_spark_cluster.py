"""Measuring on real Spark: in this process, on a master with two workers, and through a Connect server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pytest

from support.cli import Run, scn_process
from support.spark_cluster import (
    SparkCluster,
    connect_server,
    needs_spark,
    quick_java,
    spark_cluster,
    worker_python,
    write_transcripts,
)

pytestmark = [pytest.mark.slow, needs_spark]

SCRIPT = """\
scenario: Report a card
role: A customer
language: en
tools: end_call

FIRST_MESSAGE
  say: Hello.

WHEN contains "card"
  say: Which one?

WHEN contains "order" AND contains "4471"
  say: Yes.
  end call
"""


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("calls")
    (folder / "a.scn").write_text(SCRIPT, encoding="utf-8")
    (folder / "calls").mkdir()
    write_transcripts(folder / "calls")
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkCluster]:
    with spark_cluster(tmp_path_factory.mktemp("cluster")) as cluster:
        yield cluster


def _measured(calls: Path, *options: str, python: Path | None = None) -> Run:
    environment = quick_java() | ({"PYSPARK_PYTHON": str(python)} if python else {})
    words = ("measure", "a.scn", "--numbers", "--near", "--format", "json", *options)
    return scn_process(*words, cwd=calls, env=environment)


def _assert_equal(calls: Path, engine: str, python: Path | None = None) -> None:
    """Compare the whole report, and what couldn't be read, with those of the engine without Spark."""
    on_cluster = _measured(calls, "--transcripts", "calls", "--engine", engine, python=python)
    here = _measured(calls, "--transcripts", "calls")

    assert (on_cluster.returncode, on_cluster.stdout) == (here.returncode, here.stdout)
    assert on_cluster.stderr == here.stderr


def test_spark_in_this_process(calls: Path) -> None:
    _assert_equal(calls, "local[2]")


def test_how_far_a_job_is_is_told_while_it_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", quick_java()["JAVA_TOOL_OPTIONS"])
    from scn_compiler.measure.spark.session import spark_session  # noqa: PLC0415  (needs PySpark)

    told: list[tuple[int, int]] = []

    def slowly(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        time.sleep(0.5)
        yield from batches

    with spark_session("local[2]", lambda done, tasks: told.append((done, tasks))) as spark:
        assert len(spark.range(0, 8, 1, 8).mapInArrow(slowly, "id bigint").collect()) == 8
    assert told == sorted(told)
    assert {tasks for _, tasks in told} == {8}
    assert len({done for done, _ in told}) > 1


def test_a_master_with_two_workers(calls: Path, cluster: SparkCluster) -> None:
    _assert_equal(calls, cluster.master, cluster.python)


def test_a_connect_server_that_also_reads_the_files(
    calls: Path, tmp_path: Path, cluster: SparkCluster
) -> None:
    with connect_server(tmp_path, cluster.python) as address:
        _assert_equal(calls, address)

        words = ("--columns", "call=call,text=text", "--agent", "rep")
        uri = _measured(calls, "--transcripts", f"{calls.as_uri()}/calls/*.*v", *words, "--engine", address)
        here = _measured(calls, "--transcripts", "calls/*.*v", *words)

        assert uri.stdout == here.stdout.replace('"calls/', f'"file:{calls}/calls/')
        assert uri.stderr == here.stderr.replace("calls/", f"file:{calls}/calls/")
        assert "unknown" not in uri.stderr and "broken.csv:3" in uri.stderr

        gone = _measured(calls, "--transcripts", "file:///nowhere/a.csv", "--engine", address)
        assert (gone.returncode, gone.stdout) == (2, "")
        assert gone.stderr == "Error: file:/nowhere/a.csv: no transcripts here\n"


def test_a_package_that_workers_lack_is_named(calls: Path, tmp_path: Path, cluster: SparkCluster) -> None:
    python = worker_python(tmp_path / "bare", "duckdb", "_duckdb")
    done = _measured(calls, "--transcripts", "calls", "--engine", cluster.master, python=python)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: the workers lack the package duckdb: install ")


PROGRAM = '''
import os
import sys
import time
from pathlib import Path

from scn_compiler.measure.spark import measure_frame, send_packages
from scn_compiler.measure.spark.session import spark_session

marks, engine = Path(sys.argv[1]), sys.argv[2]
script = """\\
scenario: a
role: b
language: en
FIRST_MESSAGE
  say: a
WHEN contains "1"
  say: b
WHEN The agent waits
  end call
"""


def waits(sentence, line):
    """Leave a mark for each task; all tasks but the first two wait for a file."""
    task = line.split()[-1]
    if engine != "here":
        number = Path.cwd().parts[len(marks.parent.parts)]  # the folder of the worker
        daemon = Path(f"/proc/{os.getppid()}/stat").read_text()
        (marks / f"{task} {number} {daemon.rpartition(')')[2].split()[1]}").touch()
    while int(task) > 1 and not (marks / "go on").exists():
        time.sleep(0.05)
    return True


if engine == "here":
    import pyarrow as pa
    from scn_compiler.measure import measure

    (marks / "go on").touch()
    calls = [str(number // 2) for number in range(12)]
    text = [f"call 1 of task {number // 2}" for number in range(12)]
    batch = pa.record_batch({"call": calls, "turn": range(12), "text": text})
    measured = measure({"a.scn": script}, [batch], verdict=waits, near=5)
else:
    with spark_session(engine) as spark:
        send_packages(spark)
        frame = spark.range(0, 12, 1, 6).selectExpr(
            "cast(id div 2 as string) as call", "id as turn", "concat('call 1 of task ', id div 2) as text"
        )
        measured = measure_frame({"a.scn": script}, frame, verdict=waits, near=5, together=True)
print(measured.digest)
'''


def test_a_worker_is_killed_in_the_middle(tmp_path: Path, cluster: SparkCluster) -> None:
    (tmp_path / "job.py").write_text(PROGRAM, encoding="utf-8")
    here = _started(tmp_path / "here", tmp_path / "job.py", "here").communicate(timeout=60)
    marks = cluster.folder / "marks"
    job = _started(marks, tmp_path / "job.py", cluster.master, PYSPARK_PYTHON=str(cluster.python))
    try:
        until = time.monotonic() + 120
        while {each.worker for each in _marks(marks) if each.task > 1} != {"1", "2"}:
            assert time.monotonic() < until and job.poll() is None, _marks(marks)
            time.sleep(0.05)
        before = _marks(marks)
        (lost,) = (each for each in before if each.worker == "1" and each.task > 1)
        cluster.workers[0].kill()
        os.kill(lost.executor, signal.SIGKILL)  # the process in which this worker runs tasks
        (marks / "go on").touch()
        found = job.communicate(timeout=120)
    finally:
        job.kill()

    assert found == here
    assert any(each.task <= 1 for each in before), "some tasks were done before"
    assert any(each.task == lost.task and each.worker == "2" for each in _marks(marks)), "this one ran again"


class _Mark(NamedTuple):
    """A task that a worker began, in the process `executor`."""

    task: int
    worker: str
    executor: int


def _marks(folder: Path) -> list[_Mark]:
    names = [each.name.split() for each in folder.iterdir() if each.name != "go on"]
    return [_Mark(int(task), worker, int(executor)) for task, worker, executor in names]


def _started(marks: Path, program: Path, engine: str, **environment: str) -> subprocess.Popen[str]:
    marks.mkdir()
    return subprocess.Popen(
        [sys.executable, program, marks, engine],
        env={**os.environ, **quick_java(), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
