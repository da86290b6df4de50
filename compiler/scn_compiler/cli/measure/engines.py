"""Where `scn measure` counts: on this machine, or on a Spark cluster."""

import re
from collections.abc import Iterable
from pathlib import Path

import click

from scn_compiler.cli.extras import needing
from scn_compiler.cli.measure.progress import ClusterProgress, MeasureProgress
from scn_compiler.measure.batches import partials
from scn_compiler.measure.matching import MatchPlan
from scn_compiler.measure.spark.address import SPARK_TOKEN, without_token
from scn_compiler.measure.spark.parts import Reading
from scn_compiler.measure.totals import Measured, total
from scn_compiler.measure.transcripts.columns import ColumnNames
from scn_compiler.measure.transcripts.files import NoTranscripts, find_transcripts
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.measure.transcripts.read import read_transcripts
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.files import EXIT_UNREADABLE
from scn_dsl.records import Record, replace

LOCAL = "local"
"""The engine that counts in processes of this machine."""

_ENGINE = re.compile(r"local(\[(\d+|\*)(, ?\d+)?\])?|spark://[^/,]+:\d+(,[^/,]+:\d+)*|sc://[^/;]+(/.*)?")
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:/")
_CLUSTER_FOLDER = "/Volumes/"


class ClusterFailure(click.ClickException):
    """A cluster that can't be reached, or can't do its work."""

    exit_code = EXIT_UNREADABLE


class Engine(Record):
    """Where to count.

    Attributes:
        name: `local`, or the address of a cluster.
        jobs: The number of processes on this machine; `None` for the usual one.
    """

    name: str = LOCAL
    jobs: int | None = None

    def transcripts(self, patterns: Iterable[str]) -> "Transcripts":
        """Find transcripts.

        Raises:
            click.UsageError: for an unknown engine, and for transcripts that it can't read.
        """
        patterns = tuple(patterns)
        if not _ENGINE.fullmatch(self.name):
            raise usage_error(
                f"unknown engine {without_token(self.name)}: write local, local[N], spark://HOST:PORT or sc://HOST:PORT"
            )
        if self.name != LOCAL and self.jobs is not None:
            raise usage_error("-j is the number of processes of --engine local; a cluster has its own")
        if without_token(self.name) != self.name:
            echo(
                f"scn: every user of this machine can see the token of --engine in its list of processes: "
                f"leave `token=` out, and set {SPARK_TOKEN} to the token",
                err=True,
            )
        uris = tuple(each for each in patterns if self._is_remote(each))
        if uris and self.name == LOCAL:
            raise usage_error(
                f"{uris[0]} isn't a file of this machine: a cluster can read it, for example --engine 'local[*]'"
            )
        try:
            files = find_transcripts(each for each in patterns if each not in uris)
        except NoTranscripts as error:
            raise usage_error(str(error)) from None
        return Transcripts(files, uris)

    def _is_remote(self, pattern: str) -> bool:
        """Return whether only Spark can read a path: an address, or a folder that clusters have."""
        is_elsewhere = not self.name.startswith(LOCAL) and pattern.startswith(_CLUSTER_FOLDER)
        return is_elsewhere or _ADDRESS.match(pattern) is not None


class Transcripts(Record):
    """The transcripts of a run.

    Attributes:
        files: Files of this machine.
        uris: Addresses that Spark reads.
    """

    files: tuple[Path, ...] = ()
    uris: tuple[str, ...] = ()

    def measured(
        self, plan: MatchPlan, engine: Engine, columns: ColumnNames, agent_roles: tuple[str, ...]
    ) -> tuple[Measured, Intake]:
        """Measure, and return the figures and what was read.

        Raises:
            ClusterFailure: if the cluster can't do it.
        """
        reading = Reading(columns, agent_roles, str(Path.cwd()))
        if engine.name != LOCAL:
            return self._on_cluster(plan, engine.name, reading)
        measured, intake = self._here(plan, engine.jobs, reading)
        if repeated := intake.repeated_calls():
            # only once all files are read it is known which calls to remember by name
            measured, intake = self._here(plan, engine.jobs, replace(reading, repeated=repeated))
        return measured, intake

    def _here(self, plan: MatchPlan, jobs: int | None, reading: Reading) -> tuple[Measured, Intake]:
        intake = Intake(reading.repeated)
        progress = MeasureProgress(intake, sum(each.stat().st_size for each in self.files))
        batches = progress.watch(read_transcripts(self.files, reading.columns, intake, reading.agent_roles))
        return total(plan, partials(plan, batches, workers=jobs)), intake

    def _on_cluster(self, plan: MatchPlan, name: str, reading: Reading) -> tuple[Measured, Intake]:
        with needing("spark", f"measure --engine {name}"):
            from scn_compiler.measure.spark.files import measure_files  # noqa: PLC0415  (an extra)
            from scn_compiler.measure.spark.packages import send_packages  # noqa: PLC0415
            from scn_compiler.measure.spark.session import spark_session  # noqa: PLC0415
            from scn_compiler.measure.spark.trouble import SparkTrouble  # noqa: PLC0415
        files = [each.as_posix() for each in self.files]
        try:
            with ClusterProgress() as progress, spark_session(name, progress.show) as spark:
                if not name.startswith(LOCAL):
                    send_packages(spark)
                return measure_files(spark, plan, reading, files, self.uris)
        except SparkTrouble as trouble:
            raise ClusterFailure(str(trouble)) from None
