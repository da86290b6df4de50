"""The wheel and the sdist: their content, and `scn` in an environment with only the wheel."""

import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest

from support.paths import CLINIC, CORPUS, ROOT, SAMPLES
from support.plugins import CALL, FILES

pytestmark = pytest.mark.slow

MANUAL = "scn_compiler/site/"
PAGE = "scn_compiler/playground/page/"
PACKAGES = {"scn_dsl": "dsl", "scn_grammar": "grammar", "scn_compiler": "compiler"}
UV = os.environ.get("UV") or shutil.which("uv")
BIN = "Scripts" if os.name == "nt" else "bin"

ROUND_TRIP = """
import csv, json, pathlib, sys
import scn_compiler

def text_of(value):
    return json.dumps(value, sort_keys=True)

corpus, count = pathlib.Path(sys.argv[1]), 0
with (corpus / "INDEX.tsv").open(encoding="utf-8") as index:
    for row in csv.DictReader(index, delimiter="\\t"):
        if row["file"].startswith("cekura") and row["validity"] == "valid":
            text = (corpus / row["file"]).read_text(encoding="utf-8")
            value = json.loads(text)
            if "action" in value and len(value) < 5:
                continue  # the action of a row alone
            script = scn_compiler.decompile(text).text
            assert script is not None, row["file"]
            compiled = scn_compiler.compile_text(script)
            assert compiled.ok, row["file"]
            (payload,) = compiled.payloads
            assert text_of(payload.value) == text_of(value), row["file"]
            count += 1
print(json.dumps({"count": count, "package": scn_compiler.__file__}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run `command` in an environment without this checkout; returns its output."""
    ours = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT")
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env={**environment, "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


def build(kind: str, source: Path, into: Path) -> Path:
    """Build the wheel or the sdist of the project at `source`, with uv or else hatchling."""
    if UV:
        run(UV, "build", f"--{kind}", "--python", sys.executable, "--out-dir", into, source, cwd=into)
    else:
        run(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", into, cwd=source)
    (made,) = into.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return made


def files_in(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return sorted(archive.namelist())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with the wheel and its dependencies."""
    home = tmp_path_factory.mktemp("environment")
    place = home / "venv"
    python = place / BIN / "python"
    if UV:
        run(UV, "venv", "--no-project", "--python", sys.executable, place, cwd=home)
        run(UV, "pip", "install", "--python", python, wheel, cwd=home)
    else:
        run(sys.executable, "-m", "venv", place, cwd=home)
        run(python, "-m", "pip", "install", "--quiet", wheel, cwd=home)
    return python.parent


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder outside the checkout, with the samples."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    return tmp_path


def test_the_wheel_holds_the_three_packages_and_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in files_in(wheel)}

    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)
    assert len(tops) == len(PACKAGES) + 1


@pytest.mark.parametrize(("package", "folder"), PACKAGES.items())
def test_the_wheel_holds_every_file_of_a_package_and_nothing_else(
    package: str, folder: str, wheel: Path
) -> None:
    sources = {
        path.relative_to(ROOT / folder).as_posix()
        for path in (ROOT / folder / package).rglob("*")
        if path.is_file() and not {"__pycache__", "site"} & set(path.parts)
    }
    if package == "scn_grammar":
        sources.add("scn_grammar/scn.tables")
    if package == "scn_dsl":
        sources |= {"scn_dsl/constructor_table.py", "scn_dsl/rare_constructor_table.py"}
    if package == "scn_compiler":
        sources |= {"scn_compiler/ide/hover/LANGUAGE.md", "scn_compiler/mcp_server/cheat-sheet.md"}
        samples = (path for path in (ROOT / "samples").rglob("*") if path.is_file())
        names = (path.relative_to(ROOT).as_posix() for path in samples if ".scn_cache" not in path.parts)
        sources |= {f"scn_compiler/playground/{name}" for name in names}

    packed = {name for name in files_in(wheel) if name.startswith(f"{package}/")}
    assert {name for name in packed if not name.startswith((MANUAL, PAGE))} == sources
    assert f"{package}/py.typed" in sources


def test_the_wheel_holds_the_manual(wheel: Path, programs: Path, outside: Path) -> None:
    names = files_in(wheel)

    assert {f"{MANUAL}index.html", f"{MANUAL}llms.txt", f"{MANUAL}searchindex.js"} <= set(names)
    address = run(programs / "scn", "docs", "SCN301", "--print", cwd=outside)
    page = Path(unquote(address.strip().removeprefix("file://")))
    assert "SCN301 undefined-label" in page.read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("npm"), reason="npm is missing, so the wheel has no playground")
def test_the_wheel_holds_the_playground_and_its_samples(wheel: Path, programs: Path, outside: Path) -> None:
    assert {f"{PAGE}{name}" for name in ("index.html", "app.js", "app.css")} <= set(files_in(wheel))
    code = (
        "from scn_compiler.playground.page_files import page_files\n"
        "from scn_compiler.playground.answers import answer\n"
        "print(page_files()['/'].kind, len(answer({'method': 'start'})['result']['samples']))"
    )
    assert run(programs / "python", "-c", code, cwd=outside).startswith("text/html; charset=utf-8 1")


def test_where_npm_fails_only_the_playground_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    npm = tmp_path / "npm"
    npm.write_text("#!/bin/sh\necho no network >&2\nexit 1\n", encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.syspath_prepend(ROOT)
    hook = import_module("hatch_build").Generated
    build_data: dict[str, dict[str, str]] = {"force_include": {}}

    hook._add_playground(hook.__new__(hook), ROOT, build_data)

    assert build_data == {"force_include": {}}
    said = capsys.readouterr().err
    assert "no network\n" in said and said.endswith("this wheel is without `scn playground`\n")


def test_a_concept_is_explained_where_only_the_wheel_is_installed(programs: Path, outside: Path) -> None:
    assert "AFTER" in run(programs / "scn", "explain", "labels", cwd=outside)


def test_the_wheel_holds_the_grammar_and_the_license(wheel: Path) -> None:
    names = files_in(wheel)

    assert "scn_grammar/scn.lark" in names
    assert [name for name in names if name.endswith(".dist-info/licenses/LICENSE")]


def test_the_wheel_holds_every_constructor_that_a_check_needs(programs: Path, outside: Path) -> None:
    code = """if True:
        from scn_dsl.constructors import MAKERS
        built = set(MAKERS)
        from scn_compiler import check
        check(open("samples/appointment.scn").read())
        print(len(built), set(MAKERS) - built)"""

    count, compiled = run(programs / "python", "-c", code, cwd=outside).split(" ", 1)
    assert int(count) > 70
    assert compiled.strip() == "set()"


def test_the_wheel_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (page,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = archive.read(page).decode()

    assert "\nName: scnlang\n" in metadata
    assert "\nRequires-Python: >=3.11\n" in metadata
    assert "\n# scn\n" in metadata


def test_the_sdist_holds_what_the_tests_and_the_reader_need(sdist: Path) -> None:
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    wanted = {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "grammar/LANGUAGE.md"}
    assert wanted <= names
    assert {sample.relative_to(ROOT).as_posix() for sample in (*SAMPLES, *CLINIC)} <= names
    assert {"samples/clinic/scn.toml", "samples/clinic/booking/days.csv"} <= names
    assert {"tests/conftest.py", "tests/repository/test_packaging.py"} <= names
    assert not [name for name in names if name.startswith((".venv", ".hypothesis", ".git/", "uv.lock"))]


def test_the_sdist_builds_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as archive:
        # The first releases of Python 3.11 have no filters; for our own archive, they don't matter.
        archive.extraction_filter = getattr(tarfile, "data_filter", lambda member, _: member)
        archive.extractall(tmp_path / "source")
    (source,) = (tmp_path / "source").iterdir()
    into = tmp_path / "wheel"
    into.mkdir()

    assert files_in(build("wheel", source, into)) == files_in(wheel)


def test_the_installed_grammar_is_loaded_and_not_built(programs: Path, outside: Path) -> None:
    code = "from scn_grammar.lalr import engine; del engine._build; print(engine.parse_trigger('contains \"a\"'))"

    assert "Contains(text='a')" in run(programs / "python", "-c", code, cwd=outside)


def test_the_installed_command_says_its_version(programs: Path, outside: Path) -> None:
    assert run(programs / "scn", "--version", cwd=outside) == "scn, version 0.1.0\n"


def test_the_installed_packages_are_not_those_of_the_checkout(programs: Path, outside: Path) -> None:
    code = "import scn_compiler, scn_dsl, scn_grammar as g; print(scn_compiler.__file__, scn_dsl.__file__, g.__file__)"
    for place in run(programs / "python", "-c", code, cwd=outside).split():
        assert Path(place).is_relative_to(programs.parent)
        assert not Path(place).is_relative_to(ROOT)


def test_the_installed_command_explains_a_problem(programs: Path, outside: Path) -> None:
    assert "Wrong:" in run(programs / "scn", "explain", "SCN101", cwd=outside)


def test_the_installed_command_compiles_each_sample(programs: Path, outside: Path) -> None:
    for sample in SAMPLES:
        made = run(programs / "scn", "compile", "--jsonl", f"samples/{sample.name}", cwd=outside)
        assert made
        assert all(isinstance(json.loads(line), dict) for line in made.splitlines())


def test_the_installed_command_checks_and_formats_the_samples(programs: Path, outside: Path) -> None:
    report = json.loads(run(programs / "scn", "check", "--format", "json", "samples", cwd=outside))

    assert {found["severity"] for found in report["diagnostics"]} <= {"warning", "info"}
    assert run(programs / "scn", "fmt", "--check", "samples", cwd=outside) == ""


def test_the_installed_command_draws_a_page(programs: Path, outside: Path) -> None:
    page = run(programs / "scn", "graph", "samples/appointment.scn", "--format", "html", cwd=outside)

    assert all(part in page for part in ("acquireVsCodeApi", ".view {", "Hi there"))


def test_the_installed_command_decompiles_what_it_compiled(programs: Path, outside: Path) -> None:
    run(programs / "scn", "compile", "samples/voicemail.scn", "-o", "voicemail.json", cwd=outside)
    run(programs / "scn", "decompile", "voicemail.json", "-o", "voicemail.scn", cwd=outside)
    again = run(programs / "scn", "compile", "voicemail.scn", cwd=outside)

    assert again == (outside / "voicemail.json").read_text(encoding="utf-8")


def test_a_package_that_brings_a_platform_is_used_once_it_is_installed(
    programs: Path, outside: Path, tmp_path: Path
) -> None:
    source, built = tmp_path / "toy", tmp_path / "built"
    source.mkdir()
    built.mkdir()
    for name, text in FILES.items():
        (source / name).write_text(text, encoding="utf-8")
    (outside / "way.scn").write_text(CALL, encoding="utf-8")
    installer = (UV, "pip") if UV else (programs / "python", "-m", "pip")
    python = ("--python", programs / "python") if UV else ()
    run(*installer, "install", *python, build("wheel", source, built), cwd=outside)
    try:
        assert "(platform toy, from scn-toy 1.0)" in run(programs / "scn", "targets", cwd=outside)
        assert json.loads(run(programs / "scn", "compile", "way.scn", cwd=outside))["speed"] == 2
    finally:
        run(*installer, "uninstall", *python, *(() if UV else ("--yes",)), "scn-toy", cwd=outside)
    assert "toy" not in run(programs / "scn", "targets", cwd=outside)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real payloads is missing")
def test_real_payloads_come_back_equal_where_only_the_wheel_is_installed(
    programs: Path, outside: Path
) -> None:
    result = json.loads(run(programs / "python", "-c", ROUND_TRIP, CORPUS, cwd=outside))

    assert result["count"] > 40
    assert Path(result["package"]).is_relative_to(programs.parent)
