"""A Spark cluster on loopback: a master, two workers and a Connect server, from the jars of PySpark.

Their Python has only the packages that workers need, not scn.
"""

import gzip
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

needs_spark = pytest.mark.skipif(
    not (find_spec("pyspark") and shutil.which("java")),
    reason="needs Java, and PySpark from the group `cluster`: uv run --group cluster pytest -m slow …",
)

ON_WORKERS = frozenset("ahocorasick_rs _duckdb duckdb numpy pyarrow rapidfuzz text_to_num".split())
"""How the names of files and folders of these packages start."""


def quick_java() -> dict[str, str]:
    """Return variables with which Java starts faster; it would be slower in the long run."""
    return {"JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}


def worker_python(folder: Path, *without: str) -> Path:
    """Make an environment with the packages that workers need, but those that are named."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    packages = folder / Path(sysconfig.get_path("purelib")).relative_to(sys.prefix)
    for found in Path(sysconfig.get_path("purelib")).iterdir():
        if re.split(r"[-.]", found.name)[0] in ON_WORKERS - {*without}:
            (packages / found.name).symlink_to(found)
    return folder / "bin" / "python"


def write_transcripts(folder: Path) -> list[Path]:
    """Write transcripts of all forms, with everything that can be wrong with them; another file has rows of a call."""
    rows = "".join(
        f"k{number // 4},{number},agent,Your card {number} or order 4471?,\n" for number in range(60)
    )
    contents = {
        "a.jsonl": b'{"call": "c1", "turn": 1, "speaker": "agent", "text": "A card", "asr": "a car"}\n'
        b'{"call": "c1", "turn": 2, "speaker": "rep", "text": "An order"}\nnot json\n'
        b'{"call": "c2", "turn": 1, "speaker": "agent", "text": "half \\ud83d"}\n\xff\n'
        b'{"call": "c9", "turn": "x", "speaker": "agent", "text": "4471"}\n',
        "broken.csv": b"call,speaker,text\n1,agent,What's the card number?\n1,agent\n\xff,agent,x\n,agent,no call\n2,rep,5\n",
        "call.json": b'{"id": 7, "transcript_object": [{"role": "Main Agent", "content": "The order"}]}',
        "empty.jsonl": b"",
        "lines.txt": b"Agent: Hello, which card?\nCaller: none\nsomething else\n",
        "missing.csv": b"call,speaker\n1,agent\n",
        "plain.csv": f"call,turn,speaker,text,asr\n{rows}".encode(),
        "wide.csv": "call,text\n1,x\n".encode("utf-16"),
        "words.parquet": b"PAR1",
        "x.csv.gz": gzip.compress(b"call,text\nz1,A card\nz2,An order\n"),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    table = pa.table({"call": ["k3", "p", None], "turn": [9, 1, 2], "text": ["Order 4471", None, "card"]})
    pq.write_table(table, folder / "z.parquet")
    return [folder / name for name in [*contents, "z.parquet"]]


class SparkDaemon:
    """A process of a cluster."""

    def __init__(self, arguments: list[str], log: Path, environment: dict[str, str]) -> None:
        home = Path(str(find_spec("pyspark").origin)).parent  # type: ignore[union-attr]
        self._log = log
        with log.open("wb") as output:
            command = [str(home / "bin" / "spark-class"), *arguments]
            self.process = subprocess.Popen(
                command,
                env={**os.environ, **quick_java(), **environment},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def wait_for(self, pattern: str, seconds: float = 120) -> re.Match[str]:
        """Wait until the log has a line."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and self.process.poll() is None:
            found = re.search(pattern, self._log.read_text(errors="replace"))
            if found:
                return found
            time.sleep(0.05)
        raise AssertionError(f"no {pattern} in:\n{self._log.read_text(errors='replace')}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


class SparkCluster:
    """A running cluster.

    Attributes:
        master: Its address.
        workers: Its workers; the files of each are in a folder with its number.
    """

    def __init__(self, folder: Path, python: Path, stack: ExitStack) -> None:
        self.folder = folder
        self.python = python
        self._stack = stack
        self._environment = {
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_DAEMON_MEMORY": "256m",
            "PYSPARK_PYTHON": str(python),
        }
        where = ["--host", "127.0.0.1", "--port", "0", "--webui-port", "0"]
        master = self._start("org.apache.spark.deploy.master.Master", *where)
        self.master = master.wait_for(r"Starting Spark master at (\S+)")[1]
        self.workers = [
            self._start(
                "org.apache.spark.deploy.worker.Worker", *where, "--cores", "1", "--memory", "1g",
                "--work-dir", str(folder / str(number)), self.master, name=f"worker {number}",
            )
            for number in (1, 2)
        ]  # fmt: skip
        for worker in self.workers:
            worker.wait_for("Successfully registered with master")

    def _start(self, *arguments: str, name: str = "") -> SparkDaemon:
        log = self.folder / f"{name or arguments[0].rpartition('.')[2]}.log"
        daemon = SparkDaemon([*arguments], log, self._environment)
        self._stack.callback(daemon.kill)
        return daemon


@contextmanager
def spark_cluster(folder: Path) -> Iterator[SparkCluster]:
    """Start a cluster."""
    with ExitStack() as stack:
        yield SparkCluster(folder, worker_python(folder / "python"), stack)


@contextmanager
def connect_server(folder: Path, python: Path) -> Iterator[str]:
    """Start a Spark Connect server, whose workers are processes of it; yield its address."""
    environment = {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": str(python)}
    settings = {
        "spark.master": "local[2]",
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": "0",
    }
    words = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
    server = "org.apache.spark.sql.connect.service.SparkConnectServer"
    daemon = SparkDaemon(
        ["org.apache.spark.deploy.SparkSubmit", "--class", server, *words, "spark-internal"],
        folder / "connect.log",
        environment,
    )
    try:
        found = daemon.wait_for(r"Spark Connect server started at: \S*?:(\d+)")
        yield f"sc://127.0.0.1:{found[1]}"
    finally:
        daemon.kill()
