"""A file that many scripts import costs little: it is read and parsed once, and checked with the scripts in workers."""

import subprocess
import sys
from collections import Counter
from pathlib import Path
from unittest.mock import patch

import pytest

from scn_compiler.cli import parallel
from scn_compiler.project import imported_files
from scn_compiler.reuse import loader
from support import cli
from support.cli import scn
from support.team import LIBRARY, team, write

MANY = 200


@pytest.fixture(scope="module")
def importers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return team(tmp_path_factory.mktemp("many"), MANY)


def test_a_file_is_read_and_parsed_once_for_many_importers(importers: Path) -> None:
    read, parsed = Counter[str](), Counter[str]()
    text_of, parse = imported_files._text, loader.parse

    def count_read(path: str, absolute: str) -> str:
        read[path] += 1
        return text_of(path, absolute)

    def count_parsed(source: loader.Source) -> loader.Parsed:
        parsed[source.text] += 1
        return parse(source)

    loader.parse_file.cache_clear()
    with patch.object(imported_files, "_text", count_read), patch.object(loader, "parse", count_parsed):
        done = scn("check", "suites", "-j", "1", "--no-cache", cwd=importers)

    assert done.stderr == f"no problems in {MANY} files\n"
    assert read == {"shared/verify.scn": 1, "shared/values.scn": 1, "suites/days.csv": 1}
    assert parsed[LIBRARY] == 1
    assert len(parsed) == 2


def test_many_importers_are_checked_by_several_workers(
    importers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    start = parallel._start

    def spy(work: parallel.Work, chunks: list[list[parallel.Job]], count: int) -> object:
        started.append(count)
        return start(work, chunks, count)

    monkeypatch.setattr(parallel, "MIN_PARALLEL", MANY)
    monkeypatch.setattr(parallel, "_start", spy)
    monkeypatch.setattr(parallel.os, "cpu_count", lambda: 2)
    assert scn("check", "suites", "--no-cache", cwd=importers).stderr == f"no problems in {MANY} files\n"
    assert started == [2]


def test_a_check_that_knows_them_all_compiles_none(importers: Path) -> None:
    scn("check", "suites", cwd=importers)
    with patch("scn_compiler.cli.check.files.api.find", side_effect=AssertionError):
        assert scn("check", "suites", cwd=importers).stderr == f"no problems in {MANY} files\n"


def test_a_plain_script_loads_nothing_for_imports(tmp_path: Path) -> None:
    write(tmp_path, {"plain.scn": cli.GOOD.format("Plain")})
    code = (
        "import sys; from scn_compiler.cli.check.run import CheckOptions, run_check\n"
        "from scn_compiler.project.discovery import ConfigDiscovery\n"
        "run_check(('plain.scn',), ConfigDiscovery(), CheckOptions())\n"
        "print(*(name for name in sys.modules if '.reuse' in name or 'imported' in name))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path
    )
    assert (done.stdout, done.stderr) == ("\n", "no problems in 1 file\n")
