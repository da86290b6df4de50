"""`scn expand` prints what a script stands for."""

import json
from pathlib import Path

import pytest
from hypothesis import given

from scn_compiler.config import Config
from scn_compiler.pipeline.expand import expand_text
from support.cli import GOOD, scn
from support.laws import law
from support.paths import CLINIC, ROOT
from support.several_files import payloads, reading
from support.sharing import Project, projects
from support.team import MISTAKE, team

TABLE = """let clinic = Lakeside Dental
language: en
tools: end_call

# Why: two days differ.
scenario: Come on $day
role: A patient of $clinic
examples: day | answer
row: Friday | It costs $5, or $five.
row: Sunday | Closed?
FIRST_MESSAGE
  wait
insert: ask(what = "$day")
WHEN contains "$day"
  say: $answer
  end call

fragment: ask(what)
WHEN The agent asks for a day
  say: $what.
"""


@law(60)
@given(projects())
def test_an_expanded_script_compiles_to_the_same_payloads(project: Project) -> None:
    config = Config(read=reading(project.files))
    expanded = expand_text(project.script, path="main.scn", config=config)

    assert payloads(expanded.text) == payloads(project.script, project.files)


def test_rows_fragments_and_values_are_written_out(tmp_path: Path) -> None:
    (tmp_path / "days.scn").write_text(TABLE, encoding="utf-8")
    done = scn("expand", "days.scn", "--name", "*friday", cwd=tmp_path)

    assert done.returncode == 0
    assert done.stdout == (
        "language: en\ntools: end_call\n\n"
        "scenario: Come on Friday\nrole: A patient of Lakeside Dental\n\n"
        "FIRST_MESSAGE\n  wait\n\n"
        "WHEN The agent asks for a day\n  say: Friday.\n\n"
        'WHEN contains "Friday"\n  say: It costs $5, or $$five.\n  end call\n'
    )


def test_a_script_without_anything_to_expand_stays_as_it_is(tmp_path: Path) -> None:
    text = "# A comment.\n" + GOOD.format("Plain").replace("  say", "      say")

    assert scn("expand", "-", cwd=tmp_path, stdin=text).stdout == text


@pytest.mark.parametrize("script", [path for path in CLINIC if path.parent.name != "shared" and ".test." not in path.name],
                         ids=lambda path: path.stem)  # fmt: skip
@pytest.mark.parametrize("environment", ["staging", "production"])
def test_the_clinic_compiles_the_same_when_it_is_expanded(
    script: Path, environment: str, tmp_path: Path
) -> None:
    options = ("--env", environment, "--config", str(ROOT / "samples" / "clinic" / "scn.toml"), "--jsonl")
    whole = scn("compile", str(script), *options, cwd=ROOT)
    expanded = scn("expand", str(script), *options[:-1], cwd=ROOT)
    assert (whole.returncode, expanded.returncode) == (0, 0), whole.stderr + expanded.stderr

    (tmp_path / script.name).write_text(expanded.stdout, encoding="utf-8")
    again = scn("compile", script.name, *options, cwd=tmp_path)
    lines = [[json.loads(line) for line in each.stdout.splitlines()] for each in (whole, again)]
    assert lines[0] == lines[1]
    assert not {"$", "insert:", "row:", "import:"} & set(expanded.stdout.split())


def test_a_mistake_is_reported_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "days.scn").write_text(TABLE.replace('what = "$day"', 'wat = "$day"'), encoding="utf-8")
    done = scn("expand", "days.scn", "-o", "out.scn", cwd=tmp_path)

    assert done.returncode == 1
    assert "`ask` has no parameter `wat`" in done.stderr
    assert not (tmp_path / "out.scn").exists()


def test_a_file_of_fragments_has_nothing_to_print(tmp_path: Path) -> None:
    (tmp_path / "shared.scn").write_text(
        TABLE.partition("\n\nfragment")[2].join(["fragment", ""]), encoding="utf-8"
    )
    done = scn("expand", "shared.scn", cwd=tmp_path)

    assert done.returncode == 2
    assert "has no scenario" in done.stderr


def test_the_source_map_of_a_fragment_leads_to_its_lines_and_to_the_insert_and_the_row(
    tmp_path: Path,
) -> None:
    (tmp_path / "days.scn").write_text(TABLE, encoding="utf-8")
    scn(
        "compile", "days.scn", "--name", "*friday", "-o", "out.json", "--source-map", "map.json", cwd=tmp_path
    )
    (document,) = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))["documents"]

    places = [{key: each.get(key) for key in ("line", "inserted", "row")} for each in document["conditions"]]
    assert places == [
        {"line": 11, "inserted": None, "row": 9},
        {"line": 19, "inserted": 13, "row": 9},
        {"line": 14, "inserted": None, "row": 9},
    ]


def test_a_listed_scenario_of_a_table_has_the_line_of_its_row(tmp_path: Path) -> None:
    (tmp_path / "days.scn").write_text(TABLE, encoding="utf-8")

    lines = scn("list", "days.scn", cwd=tmp_path).stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["days.scn:9", "days.scn:10"]


def test_several_scripts_are_written_to_a_folder(tmp_path: Path) -> None:
    team(tmp_path)
    done = scn("expand", ".", "-o", "out/", cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "wrote 2 scripts to out\n")
    assert sorted(path.relative_to(tmp_path).as_posix() for path in (tmp_path / "out").rglob("*.scn")) == [
        "out/suites/0.scn",
        "out/suites/1.scn",
    ]
    whole = scn("compile", "suites", "--jsonl", cwd=tmp_path).stdout
    assert scn("compile", "out", "--jsonl", "--isolated", cwd=tmp_path).stdout == whole

    refused = scn("expand", "suites", cwd=tmp_path)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "there are 2 scripts: write them to a folder with -o FOLDER/" in refused.stderr


def test_an_error_in_one_script_or_imported_file_writes_nothing(tmp_path: Path) -> None:
    team(tmp_path, library=MISTAKE)
    done = scn("expand", "suites", "-o", "out/", cwd=tmp_path)

    assert (done.returncode, done.stderr.count("shared/verify.scn:5:3")) == (1, 1)
    assert done.stderr.endswith("1 error in 2 files\n")
    assert not (tmp_path / "out").exists()


def test_no_scenario_that_is_chosen_is_an_error(tmp_path: Path) -> None:
    team(tmp_path)
    done = scn("expand", "suites/0.scn", "--name", "nothing", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no scenario matches `--name nothing`" in done.stderr


@pytest.mark.parametrize("words", [["expand"], ["compile", "--jsonl"], ["graph", "--format", "svg"]])
@pytest.mark.parametrize("output", ["suites/days.csv", "shared/verify.scn", "suites/0.scn"])
def test_no_output_overwrites_what_the_script_imports(tmp_path: Path, words: list[str], output: str) -> None:
    team(tmp_path)
    before = (tmp_path / output).read_bytes()
    done = scn(*words, "suites/0.scn", "-o", output, cwd=tmp_path)

    assert done.returncode == 2
    assert f"refusing to overwrite {output}" in done.stderr
    assert (tmp_path / output).read_bytes() == before


def test_no_source_map_overwrites_a_file_of_rows(tmp_path: Path) -> None:
    team(tmp_path)
    done = scn("compile", "suites/0.scn", "--jsonl", "--source-map", "suites/days.csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "refusing to overwrite suites/days.csv" in done.stderr
