"""The programs on the page about Databricks: they measure a table of a Spark session on this machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.pages import Page
from support.paths import ROOT
from support.spark_cluster import needs_spark, quick_java

PROGRAMS = {
    fence.file: fence.text
    for fence in Page(ROOT / "docs" / "how-to" / "databricks.md").fences("python")
    if fence.file
}
CELLS = [text for name, text in PROGRAMS.items() if name.startswith("notebook/")]

SESSION = """
import sys
from pathlib import Path
from pyspark.sql import SparkSession

builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
for name in ("spark.driver.host", "spark.driver.bindAddress"):
    builder = builder.config(name, "127.0.0.1")
spark = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
turns = spark.read.option("header", True).csv("turns.csv").selectExpr(
    "call AS call_id", "CAST(turn AS INT) AS turn", "speaker", "text", "asr AS asr_text"
)
spark.sql("CREATE DATABASE calls")
turns.write.saveAsTable("calls.turns")
"""


def test_programs_are_valid() -> None:
    assert len(CELLS) == 3 and "measure_calls.py" in PROGRAMS
    for name, text in PROGRAMS.items():
        compile(text, name, "exec")


@pytest.mark.slow
@needs_spark
def test_programs_measure_a_table(tmp_path: Path) -> None:
    (tmp_path / "calls").mkdir()
    (tmp_path / "turns.csv").write_bytes((ROOT / "samples" / "calls" / "lost-card.csv").read_bytes())
    (tmp_path / "calls" / "lost-card.scn").write_bytes((ROOT / "samples" / "lost-card.scn").read_bytes())
    job = "sys.argv[1:] = ['calls', 'figures']\ntry:\n" + "".join(
        f"    {line}\n" for line in PROGRAMS["measure_calls.py"].splitlines()
    )
    shown = "finally:\n    spark.table('figures').orderBy('block').drop('day').show(truncate=False)\n"
    program = "\n".join((SESSION, *CELLS, job, shown))
    program = program.replace("support.calls.turns", "calls.turns").replace(
        "/Workspace/Shared/calls", "calls"
    )
    (tmp_path / "all.py").write_text(program, encoding="utf-8")
    command = [sys.executable, "all.py"]
    environment = {**quick_java(), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable}
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1, done.stderr
    assert done.stderr.endswith("these conditions never fire: lost-card.scn:16\n")
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines()]
    assert ["lost-card.scn:16", 'contains "post code"', "0", "0.0", "0", "0", "0"] in lines
    assert ["lost-card.scn:10", 'contains "card number"', "45", "45", f"{45 / 203}"] in lines
