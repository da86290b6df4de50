"""Sends scn to the workers of a cluster."""

import atexit
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_PACKAGES = ("scn_dsl", "scn_grammar", "scn_compiler", "lark")
"""The packages that workers import and that are plain Python."""


def send_packages(spark: "SparkSession") -> None:
    """Send scn to the workers, in the version that runs here. It needs Spark 4; with Spark Connect, Spark 3.5.

    The workers need the packages of the extra `measure`: they aren't plain Python, and aren't sent.

    Source: https://spark.apache.org/docs/latest/api/python/tutorial/python_packaging.html, read on 2026-11-30.
    """
    folder = TemporaryDirectory()
    atexit.register(folder.cleanup)  # workers that come later fetch it later
    path = Path(folder.name, "scn.zip")
    write_packages(path)
    spark.addArtifacts(str(path), pyfile=True)


def write_packages(path: Path) -> None:
    """Write scn as an archive from which Python can import it."""
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name in _PACKAGES:
            spec = find_spec(name)
            assert spec and spec.submodule_search_locations
            package = Path(spec.submodule_search_locations[0])
            for file in sorted(package.rglob("*.py")):
                archive.write(file, file.relative_to(package.parent))
