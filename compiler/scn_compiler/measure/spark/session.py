"""Opens a session on a Spark cluster."""

import os
import re
import shutil
import socket
import sys
import tempfile
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import IO
from urllib.parse import urlsplit

import grpc
from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from scn_compiler.measure.spark.address import without_token
from scn_compiler.measure.spark.tasks import TaskWatch, TellTasks
from scn_compiler.measure.spark.trouble import SparkTrouble, explained

CONNECT_PORT = 15002
"""Where a Spark Connect server listens, if its address doesn't say so."""

WAIT_FOR_WORKERS = 60
"""For how many seconds a cluster may have no worker."""

_WAIT_FOR_ANSWER = 10

_RETRIES = 5
"""How often to repeat a request to a Spark Connect server: for a quarter of a minute."""


@contextmanager
def spark_session(engine: str, tell: TellTasks = lambda _done, _tasks: None) -> Iterator[SparkSession]:
    """Open a session, and stop it afterwards.

    Args:
        engine: `local[N]`, `spark://HOST:PORT` or `sc://HOST:PORT`.
        tell: Is told how far a job is.

    Raises:
        SparkTrouble: if no session can be opened, or if Spark fails while it is used.
    """
    with tempfile.TemporaryFile() as log, warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        warnings.filterwarnings("ignore", r"\[RETRIES_EXCEEDED\]", UserWarning)
        watch, tasks = _WorkerWatch(), TaskWatch(tell)
        try:
            session = _connected(engine) if engine.startswith("sc://") else _classic(engine, log)
            try:
                if engine.startswith("spark://"):
                    watch.start(session.sparkContext)
                tasks.start(session, is_connected=engine.startswith("sc://"))
                yield session
            finally:
                watch.end()
                tasks.end()
                session.stop()
        except (PySparkException, Py4JError, grpc.RpcError, ConnectionError) as error:
            if watch.gave_up:
                raise SparkTrouble(
                    f"{engine} gave no worker in {WAIT_FOR_WORKERS} seconds: are there workers with free cores and memory?"
                ) from None
            said = str(error)
            if "JAVA_GATEWAY_EXITED" in said:
                log.seek(0)
                said = log.read().decode(errors="replace")
            raise SparkTrouble(explained(said, without_token(engine))) from error


def _connected(engine: str) -> SparkSession:
    from pyspark.sql.connect.client.retries import DefaultPolicy  # noqa: PLC0415  (only for sc://)
    from pyspark.sql.connect.session import SparkSession as ConnectSession  # noqa: PLC0415

    _require_answer(engine)
    session = ConnectSession.builder.remote(engine).create()
    session.client.set_retry_policies([DefaultPolicy(max_retries=_RETRIES)])
    return session


def _classic(engine: str, log: IO[bytes]) -> SparkSession:
    settings = {
        "spark.app.name": "scn measure",
        "spark.master": engine,
        "spark.ui.enabled": "false",
        "spark.log.level": "ERROR",
        "spark.driver.maxResultSize": "0",  # what comes back is small, whatever Spark expects
    }
    if not _has_java():
        raise SparkTrouble("Spark needs Java 17 or newer: install it, or set JAVA_HOME")
    if not engine.startswith("local"):
        _require_answer(engine)
    if engine.startswith("local") or all(_is_this_machine(host) for host, _ in _addresses(engine)):
        settings |= {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if engine.startswith("local"):
        os.environ["PYSPARK_PYTHON"] = sys.executable
    conf = SparkConf(loadDefaults=False).setAll([*settings.items()])
    streams = {"stdout": log, "stderr": log}
    gateway = SparkContext._gateway or launch_gateway(conf, streams)
    return SparkSession(SparkContext(conf=conf, gateway=gateway))


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return shutil.which(str(Path(home, "bin", "java")) if home else "java") is not None


def _addresses(engine: str) -> list[tuple[str, int]]:
    scheme, _, rest = engine.partition("://")
    parts = [urlsplit(f"{scheme}://{each}") for each in re.split("[/;]", rest)[0].split(",")]
    return [(each.hostname or "", each.port or CONNECT_PORT) for each in parts]


def _is_this_machine(host: str) -> bool:
    return host in ("localhost", "127.0.0.1", "::1")


def _require_answer(engine: str) -> None:
    """Find out whether anything is at an address: Spark itself would try for minutes."""
    reasons = []
    for address in _addresses(engine):
        try:
            socket.create_connection(address, _WAIT_FOR_ANSWER).close()
        except OSError as error:
            reasons.append(error.strerror or str(error))
        else:
            return
    raise SparkTrouble(f"nothing answers at {without_token(engine)}: {'; '.join(dict.fromkeys(reasons))}")


class _WorkerWatch:
    """Cancels the jobs of a cluster that has had no worker for a while: Spark itself would wait forever."""

    def __init__(self) -> None:
        self.gave_up = False
        self._ended = threading.Event()

    def start(self, context: SparkContext) -> None:
        threading.Thread(target=self._watch, args=(context,), daemon=True).start()

    def end(self) -> None:
        self._ended.set()

    def _watch(self, context: SparkContext) -> None:
        last = monotonic()
        while not self._ended.wait(1):
            try:
                executors = context._jsc.sc().getExecutorMemoryStatus().size()  # with the driver
                if executors > 1:
                    last = monotonic()
                elif monotonic() - last > WAIT_FOR_WORKERS:
                    self.gave_up = True
                    context.cancelAllJobs()
            except (Py4JError, AttributeError):  # the context ended
                return
