"""`--tags` and `--name` choose scenarios, and `scn list` shows them."""

import json
from pathlib import Path

import pytest

from support.cli import scn

CALL = (
    "scenario: {0}\nrole: A caller\nlanguage: en\ntags: {1}\n\nFIRST_MESSAGE\n  say: Hello {0} <endcall />\n"
)
BROKEN = CALL.replace("say:", "sya:")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two scenarios in one file, one of them wrong; one alone in a folder, without a `scenario:` line."""
    both = CALL.format("Refund in time", "smoke, refund") + "\n" + BROKEN.format("Refund too late", "refund")
    (tmp_path / "refunds.scn").write_text(both, encoding="utf-8")
    (tmp_path / "booking").mkdir()
    (tmp_path / "booking" / "book-a-table.scn").write_text(
        CALL.format("", "smoke").partition("\n")[2], encoding="utf-8"
    )
    (tmp_path / "scn.toml").write_text('[fields]\ntags = ["nightly"]\n', encoding="utf-8")
    return tmp_path


def names(folder: Path, *words: str) -> list[str]:
    return [each["name"] for each in json.loads(scn("list", "--format", "json", *words, cwd=folder).stdout)]


def test_scenarios_are_listed_with_their_places_and_tags(folder: Path) -> None:
    done = scn("list", cwd=folder)

    assert done.returncode == 0
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["booking/book-a-table.scn:1", "book-a-table", "nightly,", "smoke"],
        ["refunds.scn:1", "Refund", "in", "time", "nightly,", "smoke,", "refund"],
        ["refunds.scn:9", "Refund", "too", "late", "nightly,", "refund"],
    ]
    [first, *_] = json.loads(scn("list", "--format", "json", cwd=folder).stdout)
    assert first == {
        "file": "booking/book-a-table.scn",
        "line": 1,
        "name": "book-a-table",
        "tags": ["nightly", "smoke"],
        "target": "cekura",
    }


@pytest.mark.parametrize(
    ("words", "chosen"),
    [
        (["--tags", "smoke"], ["book-a-table", "Refund in time"]),
        (["--tags", "SMOKE"], ["book-a-table", "Refund in time"]),
        (["--tags", "smoke,refund"], ["book-a-table", "Refund in time", "Refund too late"]),
        (["--tags", "smoke", "--tags", "refund"], ["Refund in time"]),
        (["--tags", "nightly"], ["book-a-table", "Refund in time", "Refund too late"]),
        (["--name", "refund*"], ["Refund in time", "Refund too late"]),
        (["--name", "Refund too late"], ["Refund too late"]),
        (["--name", "book*", "--name", "*late"], ["book-a-table", "Refund too late"]),
        (["--name", "refund*", "--tags", "smoke"], ["Refund in time"]),
        (["--tags", "smok"], []),
    ],
)
def test_tags_and_names_choose_scenarios(words: list[str], chosen: list[str], folder: Path) -> None:
    assert names(folder, *words) == chosen


def test_only_chosen_scenarios_are_compiled(folder: Path) -> None:
    late = scn("compile", "refunds.scn", cwd=folder)
    done = scn("compile", ".", "--tags", "refund", "--name", "*in time", cwd=folder)

    assert late.returncode == 1
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["name"] == "Refund in time"


def test_only_chosen_scenarios_are_in_a_suite(folder: Path) -> None:
    done = scn("compile", ".", "-t", "cekura-suite", "--tags", "smoke", cwd=folder)

    assert [each["name"] for each in json.loads(done.stdout)["scenarios"]] == [
        "book-a-table",
        "Refund in time",
    ]


def test_only_chosen_scenarios_are_checked_and_fixed(folder: Path) -> None:
    fine = scn("check", "refunds.scn", "--tags", "smoke", cwd=folder)
    wrong = scn("check", ".", "--name", "*late", cwd=folder)

    assert (fine.returncode, fine.stdout) == (0, "")
    assert "in 1 file" in fine.stderr
    assert wrong.returncode == 1
    assert wrong.stdout.count("misspelt-keyword") == 1
    assert "in 1 file" in wrong.stderr

    scn("check", "refunds.scn", "--fix", "--tags", "smoke", cwd=folder)
    assert "sya:" in (folder / "refunds.scn").read_text(encoding="utf-8")
    scn("check", "refunds.scn", "--fix", "--name", "*late", cwd=folder)
    assert "sya:" not in (folder / "refunds.scn").read_text(encoding="utf-8")


def test_a_suppression_in_another_scenario_is_not_called_unused(folder: Path) -> None:
    text = (
        CALL.format("A", "a") + "\n" + CALL.format("B", "b").replace("  say", "  # scn: allow SCN402\n  say")
    )
    (folder / "two.scn").write_text(text, encoding="utf-8")

    assert "unused-allow" in scn("check", "two.scn", "--tags", "b", cwd=folder).stdout
    assert scn("check", "two.scn", "--tags", "a", cwd=folder).stdout == ""


def test_a_choice_says_nothing_about_the_cache(folder: Path) -> None:
    for _ in range(2):
        assert scn("check", ".", "--tags", "smoke", cwd=folder).stderr == "no problems in 2 files\n"
    assert scn("check", ".", cwd=folder).returncode == 1


@pytest.mark.parametrize("command", ["check", "compile"])
def test_a_choice_of_nothing_is_an_error(command: str, folder: Path) -> None:
    done = scn(command, ".", "--tags", "smok", cwd=folder)

    assert done.returncode == 2
    assert "no scenario matches `--tags smok`: `scn list` shows the scenarios and their tags" in done.stderr
    assert "no scenario matches" in scn("list", "--tags", "smok", cwd=folder).stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["check", "--tags", "a,,b"], "--tags: empty tag"),
        (["check", "--name", ""], "--name: empty name"),
        (
            ["check", "--tags", "a", "--write-baseline", "b.json"],
            "--write-baseline cannot be used with --tags or --name",
        ),
        (["compile", "--tags", "a", "-o", "out/", "--prune"], "--prune cannot be used with --tags or --name"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(words: list[str], message: str, folder: Path) -> None:
    done = scn(*words, ".", cwd=folder)

    assert done.returncode == 2
    assert message in done.stderr


def test_entries_of_a_baseline_for_other_scenarios_are_not_called_stale(folder: Path) -> None:
    scn("check", ".", "--write-baseline", "known.json", cwd=folder)

    done = scn("check", ".", "--baseline", "known.json", "--tags", "smoke", cwd=folder)
    assert done.stderr == "no problems in 2 files; 0 in the baseline\n"


def test_a_file_that_a_list_needs_and_lacks_is_named(tmp_path: Path) -> None:
    text = "import: names.scn\n\nscenario: Book on $day\nexamples: day\nrow: Friday\nrows: more.csv\n"
    (tmp_path / "book.scn").write_text(f"{text}FIRST_MESSAGE\n  say: Hello.\n", encoding="utf-8")
    (tmp_path / "names.scn").write_text("import: shared.scn\n", encoding="utf-8")
    done = scn("list", "--format", "json", cwd=tmp_path)

    assert done.returncode == 1
    assert [each["name"] for each in json.loads(done.stdout)] == ["Book on Friday"]
    assert [line for line in done.stderr.splitlines() if line.startswith(("error", " -->"))] == [
        "error[SCN318] bad-rows-file: can't find `more.csv`",
        " --> book.scn:6:7",
        "error[SCN315] bad-import: can't find `shared.scn`",
        " --> names.scn:1:9",
    ]
