"""`scn check --measured`: what a measurement shows about scripts, also after they were edited."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from support.cli import scn, scn_process
from support.laws import sweep

HEAD = """\
scenario: Call a shop
role: A customer
language: en
tools: end_call

FIRST_MESSAGE
  say: Hello.
"""
OPEN = '\nWHEN contains "open"\n  say: Until when?\n'
UNTIL = '\nWHEN contains "until six"\n  say: Thanks.\n'
CLOSED = '\nWHEN contains "closed"\n  say: Oh.\n'
GOODBYE = "\nWHEN The agent says goodbye\n  say: Bye!\n  end call\n"
SCRIPT = HEAD + OPEN + UNTIL + CLOSED + GOODBYE
CALLS = """\
call,turn,speaker,text,asr
1,0,agent,We are open today.,we are oben today
1,2,agent,We are open until six.,we are open until six
2,0,agent,Goodbye now.,goodbye now
"""
MEASURE = ("measure", "shop.scn", "--transcripts", "calls.csv", "--format", "json", "-o", "calls.json")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a script, recorded calls, and the measurement of both."""
    folder = tmp_path_factory.mktemp("measured")
    (folder / "shop.scn").write_text(SCRIPT, encoding="utf-8")
    (folder / "calls.csv").write_text(CALLS, encoding="utf-8")
    assert scn(*MEASURE, cwd=folder).stderr == "wrote calls.json\n"
    return folder


@pytest.fixture
def shop(measured: Path, tmp_path: Path) -> Path:
    """A copy of that folder, which a test may change."""
    shutil.copytree(measured, tmp_path, dirs_exist_ok=True)
    return tmp_path


def write(folder: Path, text: str, name: str = "shop.scn") -> None:
    (folder / name).write_text(text, encoding="utf-8")


def found(folder: Path, *words: str) -> list[tuple[int, str]]:
    """The line and the rule of each problem."""
    done = scn("check", "shop.scn", "--measured", "calls.json", "--format", "json", *words, cwd=folder)
    return [(each["start"]["line"], each["name"]) for each in json.loads(done.stdout)["diagnostics"]]


class TestWhatIsReported:
    def test_each_rule_at_the_trigger_with_its_figures(self, shop: Path) -> None:
        done = scn("check", "shop.scn", "--measured", "calls.json", "--format", "concise", cwd=shop)
        assert done.stdout.splitlines() == [
            "shop.scn:9:6: SCN649 lost-in-recognition speech recognition loses 1 of 2 utterances in which this trigger fires",
            "shop.scn:12:6: SCN648 always-shadowed this trigger only fires when an earlier one does, in 1 of 3 utterances",
            "shop.scn:15:6: SCN647 never-fires this trigger fires in none of 3 utterances",
        ]
        assert (done.returncode, done.stderr) == (0, "3 warnings in 1 file\n")
        assert scn("check", "shop.scn", "--measured", "calls.json", "--strict", cwd=shop).returncode == 1

    def test_nothing_without_a_measurement(self, shop: Path) -> None:
        done = scn("check", "shop.scn", "--select", "never-fires,ALL", cwd=shop)
        assert (done.stdout, done.returncode) == ("", 0)

    def test_the_trigger_in_the_way_is_a_related_place(self, shop: Path) -> None:
        text = scn("check", "shop.scn", "--measured", "calls.json", cwd=shop).stdout
        assert "= note: the earlier trigger (shop.scn:9:6)\n" in text

    @pytest.mark.parametrize("output", ["json", "sarif", "github", "junit"])
    def test_all_forms_of_reports_have_them(self, shop: Path, output: str) -> None:
        text = scn("check", "shop.scn", "--measured", "calls.json", "--format", output, cwd=shop).stdout
        assert all(rule in text for rule in ("never-fires", "always-shadowed", "lost-in-recognition"))
        assert "fires in none of 3 utterances" in text

    def test_options_and_comments_choose_the_rules(self, shop: Path) -> None:
        assert found(shop, "--select", "never-fires") == [(15, "never-fires")]
        assert found(shop, "--ignore", "SCN648,649") == [(15, "never-fires")]
        reason = "\n# scn: allow never-fires they close in May"
        write(shop, SCRIPT.replace(CLOSED, reason + CLOSED))
        assert [name for _, name in found(shop)] == ["lost-in-recognition", "always-shadowed"]

    def test_a_comment_is_not_unused_without_a_measurement(self, shop: Path) -> None:
        write(shop, SCRIPT.replace(CLOSED, "\n# scn: allow never-fires they close in May" + CLOSED))
        assert scn("check", "shop.scn", cwd=shop).stderr == "no problems in 1 file\n"

    def test_a_baseline_accepts_them_whatever_the_figures(self, shop: Path) -> None:
        measured = ("check", "shop.scn", "--measured", "calls.json")
        scn(*measured, "--write-baseline", "known.json", cwd=shop)
        write(shop, CALLS + "3,0,agent,Goodbye.,goodbye\n", "calls.csv")
        scn(*MEASURE, cwd=shop)
        done = scn(*measured, "--baseline", "known.json", cwd=shop)
        assert done.stderr == "no problems in 1 file; 3 in the baseline\n"

    def test_a_sentence_with_verdicts_is_measured_as_well(self, shop: Path) -> None:
        lines = ["We are open today.", "We are open until six.", "Goodbye now."]
        verdicts = [
            json.dumps({"sentence": "The agent says goodbye", "line": line, "fits": False}) for line in lines
        ]
        for count in (3, 2):  # without the last verdict, nobody knows
            write(shop, "".join(f"{each}\n" for each in verdicts[:count]), "verdicts.jsonl")
            scn(*MEASURE, "--cassette", "verdicts.jsonl", cwd=shop)
            assert ((18, "never-fires") in found(shop)) is (count == 3)
            document = json.loads((shop / "calls.json").read_text(encoding="utf-8"))
            assert document["conditions"][3]["finding"] == ("never-fires" if count == 3 else None)

    def test_a_trigger_that_fires_only_as_recognized_does_fire(self, shop: Path) -> None:
        write(shop, SCRIPT.replace("closed", "oben"))
        scn(*MEASURE, cwd=shop)
        assert "never-fires" not in [name for _, name in found(shop)]
        assert "never-fires" not in scn("measure", "shop.scn", "--transcripts", "calls.csv", cwd=shop).stdout

    def test_fixes_do_not_stop_them(self, shop: Path) -> None:
        write(shop, SCRIPT.replace("say: Oh.", "sya: Oh."))
        done = scn("check", "shop.scn", "--measured", "calls.json", "--fix", cwd=shop)
        assert done.stderr == "1 problem fixed, 3 remaining in 1 file\n"


class TestEditedScripts:
    def test_lines_above_move_the_figures_along(self, shop: Path) -> None:
        before = found(shop)
        write(shop, "# a comment\n\n" + SCRIPT.replace("Call a shop", "Call the shop"))
        assert found(shop) == [(line + 2, name) for line, name in before]

    @pytest.mark.parametrize("words", ["closing", "Closed"])
    def test_an_edited_condition_has_no_figure(self, shop: Path, words: str) -> None:
        write(shop, SCRIPT.replace("closed", words))
        assert [name for _, name in found(shop)] == ["lost-in-recognition", "always-shadowed"]

    @pytest.mark.parametrize(
        "text",
        [HEAD + UNTIL + OPEN + GOODBYE, HEAD + UNTIL + GOODBYE, SCRIPT.replace('"open"', '"opening"')],
        ids=["above it", "alone", "the other one was edited"],
    )
    def test_a_trigger_is_shadowed_only_below_the_same_one(self, shop: Path, text: str) -> None:
        write(shop, text)
        assert "always-shadowed" not in [name for _, name in found(shop)]

    def test_a_trigger_in_the_shadow_of_several_needs_all_of_them(self, shop: Path) -> None:
        today, six = '\nWHEN contains "today"\n  say: Ah.\n', '\nWHEN contains "six"\n  say: Ah.\n'
        write(shop, HEAD + today + six + OPEN + GOODBYE)
        scn(*MEASURE, cwd=shop)
        assert found(shop) == [(15, "always-shadowed")]
        write(shop, HEAD + six + today + OPEN + GOODBYE)
        assert found(shop) == [(15, "always-shadowed")]
        write(shop, HEAD + six + OPEN + GOODBYE)
        assert found(shop) == [(12, "lost-in-recognition")]

    def test_scenarios_of_a_file_are_judged_one_by_one(self, shop: Path) -> None:
        other = HEAD.replace("Call a shop", "Call again") + UNTIL + CLOSED + GOODBYE.replace("Bye", "Goodbye")
        write(shop, SCRIPT + "\n" + other)
        assert [name for _, name in found(shop)] == [
            "lost-in-recognition",
            "always-shadowed",
            "never-fires",
            "never-fires",
        ]

    def test_conditions_of_tables_and_fragments_are_found_where_they_are_written(self, shop: Path) -> None:
        table = (
            HEAD.replace("Call a shop", "Ask about $topic")
            + '\nexamples: topic\n  row: open\n  row: closed\n\nWHEN contains "$topic"\n  say: Fine.\n  end call\n'
        )
        write(shop, table)
        scn(*MEASURE, cwd=shop)
        names = [name for _, name in found(shop)]
        assert sorted(names) == ["lost-in-recognition", "never-fires"]
        write(shop, f"fragment: shut{CLOSED}", "parts.scn")
        inserted = f"import: parts.scn\n\n{HEAD}\ninsert: shut\n" + GOODBYE
        write(shop, inserted)
        done = scn("check", "shop.scn", "--measured", "calls.json", "--format", "concise", cwd=shop)
        assert done.stdout.startswith("parts.scn:2:6: SCN647 never-fires ")

    def test_other_scripts_have_no_figures_and_each_run_says_so(self, shop: Path) -> None:
        write(
            shop, HEAD + CLOSED.replace("closed", "shut") + GOODBYE.replace("goodbye", "hello"), "other.scn"
        )
        write(shop, HEAD.replace("tools: end_call\n", "").replace("Hello.", "Hi. <endcall />"), "plain.scn")
        for _ in range(2):
            done = scn("check", "other.scn", "plain.scn", "--measured", "calls.json", cwd=shop)
            note, summary = done.stderr.splitlines()
            assert note.startswith(
                "scn: calls.json has no condition of other.scn: it measured other scripts, or "
            )
            assert summary == "no problems in 2 files"

    def test_a_wording_whose_figures_differ_between_projects_has_none(self, shop: Path) -> None:
        for name, answer in (("a", "whole"), ("b", "inside")):
            (shop / name).mkdir()
            write(shop, f'[policy]\nwords = "{answer}"\n', f"{name}/scn.toml")
            write(shop, SCRIPT.replace("until six", "til"), f"{name}/shop.scn")
        scn("measure", "a", "b", *MEASURE[2:], cwd=shop)
        options = ("--measured", "calls.json", "--format", "concise", "--ignore", "short-keyword")
        done = scn("check", "a", *options, cwd=shop)
        found = [line.split()[2] for line in done.stdout.splitlines()]
        assert found == ["lost-in-recognition", "never-fires"]
        assert done.stdout.startswith("a/shop.scn:9:") and "\na/shop.scn:15:" in done.stdout

    def test_a_script_with_sentences_alone_was_measured_although_they_have_no_figures(
        self, shop: Path
    ) -> None:
        write(shop, HEAD + GOODBYE)
        done = scn("check", "shop.scn", "--measured", "calls.json", cwd=shop)
        assert done.stderr == "no problems in 1 file\n"


class TestBadFiles:
    def check(self, folder: Path, text: str | bytes) -> str:
        (folder / "bad.json").write_bytes(text if isinstance(text, bytes) else text.encode())
        done = scn("check", "shop.scn", "--measured", "bad.json", cwd=folder)
        assert (done.stdout, done.returncode) == ("", 2)
        return done.stderr.splitlines()[-1]

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("", "not valid JSON (line 1, column 1)"),
            ('{"version": 1,\n', "not valid JSON (line 2, column 1)"),
            ("[" * 100_000, "not valid JSON"),
            ("1" * 5_000, "not valid JSON"),
            ("shop.scn:9: never-fires", "not valid JSON (line 1, column 1)"),
            ("[]", "other JSON"),
            ('{"version": 1, "findings": []}', "other JSON"),
        ],
    )
    def test_a_file_of_another_kind(self, shop: Path, text: str, reason: str) -> None:
        assert self.check(shop, text) == (
            f"Error: bad.json is not a measurement: {reason}; `scn measure … --format json -o FILE` writes one"
        )

    def test_a_file_that_is_not_text_and_one_that_is_gone(self, shop: Path) -> None:
        assert "not valid UTF-8" in self.check(shop, b"PAR1\xff\xfe")
        done = scn("check", "shop.scn", "--measured", "gone.json", cwd=shop)
        assert done.returncode == 2
        assert "gone.json: cannot be read: no such file or directory; `scn measure" in done.stderr
        done = scn("check", "shop.scn", "--measured", ".", cwd=shop)
        assert (done.returncode, "-o FILE` writes one" in done.stderr) == (2, True)

    def changed(self, folder: Path, change: Callable[[Any], object]) -> str:
        document = json.loads((folder / "calls.json").read_text(encoding="utf-8"))
        change(document)
        return self.check(folder, json.dumps(document))

    def test_a_file_of_another_version(self, shop: Path) -> None:
        assert ": an older scn wrote it; " in self.changed(shop, lambda each: each.pop("version"))
        other = self.changed(shop, lambda each: each.update(version=2))
        assert ": scn reads version 1, and this is another; " in other

    @pytest.mark.parametrize(
        "change",
        [
            lambda each: each.update(utterances="many"),
            lambda each: each.update(conditions={}),
            lambda each: each["conditions"].append(None),
            lambda each: each["conditions"][0].pop("lost"),
            lambda each: each["conditions"][0].update(holds=-1),
            lambda each: each["conditions"][0].update(holds=True),
            lambda each: each["conditions"][0].update(near=[{}]),
            lambda each: each["conditions"][0].update(condition=7),
            lambda each: each["pairs"][0].update(lower=99),
            lambda each: each["pairs"][0].update(lower=3),
            lambda each: each.update(pairs=7),
        ],
    )
    def test_a_file_that_was_damaged(self, shop: Path, change: Callable[[Any], object]) -> None:
        assert ": values are missing or wrong; " in self.changed(shop, change)

    def test_a_measurement_of_nothing(self, shop: Path) -> None:
        assert ": no utterance was measured; " in self.changed(shop, lambda each: each.update(utterances=0))


class TestConfiguration:
    def test_a_configuration_names_the_file_relative_to_its_folder(self, shop: Path) -> None:
        write(shop, 'measured = "../calls.json"\n', "sub.toml")
        (shop / "sub").mkdir()
        (shop / "sub.toml").rename(shop / "sub/scn.toml")
        write(shop, SCRIPT, "sub/shop.scn")
        assert "3 warnings" in scn("check", "sub", cwd=shop).stderr
        assert "3 warnings" in scn_process("check", "sub/shop.scn", cwd=shop).stderr
        assert scn("check", "sub", "--isolated", cwd=shop).stderr == "no problems in 1 file\n"
        write(shop, 'extends = "../sub/scn.toml"\n', "scn.toml")
        (shop / "deep").mkdir()
        write(shop, 'extends = "../sub/scn.toml"\n', "deep/scn.toml")
        write(shop, SCRIPT, "deep/shop.scn")
        assert "3 warnings" in scn("check", "deep", cwd=shop).stderr

    def test_the_command_line_overrides_it(self, shop: Path) -> None:
        write(shop, 'measured = "gone.json"\n', "scn.toml")
        assert scn("check", "shop.scn", cwd=shop).returncode == 2
        assert len(found(shop)) == 3

    def test_other_commands_do_not_need_it(self, shop: Path) -> None:
        write(shop, 'measured = "gone.json"\n', "scn.toml")
        assert scn("compile", "shop.scn", "-o", "out", cwd=shop).returncode == 0
        assert scn("fmt", "shop.scn", cwd=shop).returncode == 0

    def test_a_link_out_of_the_project_is_not_followed(self, shop: Path) -> None:
        project = shop / "project"
        project.mkdir()
        write(shop, SCRIPT, "project/shop.scn")
        write(shop, 'measured = "calls.json"\n', "project/scn.toml")
        (project / "calls.json").symlink_to(shop / "calls.json")
        done = scn("check", "project", cwd=shop)
        assert (done.returncode, "outside the project" in done.stderr) == (2, True)

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
    def test_a_pipe_is_not_read(self, shop: Path) -> None:
        os.mkfifo(shop / "pipe")
        write(shop, 'measured = "pipe"\n', "scn.toml")
        done = scn("check", "shop.scn", cwd=shop)
        assert (done.returncode, "pipe: cannot be read" in done.stderr) == (2, True)

    @pytest.mark.parametrize("value", ["7", '""', "[]"])
    def test_a_value_that_is_no_file_name(self, shop: Path, value: str) -> None:
        write(shop, f"measured = {value}\n", "scn.toml")
        done = scn("check", "shop.scn", cwd=shop)
        assert (done.returncode, "scn.toml:1:12: `measured` must be a file name" in done.stderr) == (2, True)


class TestCache:
    SAID = CALLS.replace("Goodbye now.,goodbye now", "Is closed and goodbye.,is closed and goodbye").replace(
        "oben", "open"
    )
    """Calls in which all is well with `CLEAN`."""
    CLEAN = HEAD + OPEN + CLOSED + GOODBYE

    def measure(self, folder: Path, calls: str) -> None:
        write(folder, calls, "calls.csv")
        scn(*MEASURE, cwd=folder)

    @pytest.mark.parametrize("configured", sweep([True, False]))
    def test_a_clean_file_is_checked_again_with_another_measurement(
        self, shop: Path, configured: bool
    ) -> None:
        write(shop, self.CLEAN)
        if configured:
            write(shop, 'measured = "calls.json"\n', "scn.toml")
        words = ["check", "shop.scn", *([] if configured else ["--measured", "calls.json"])]
        self.measure(shop, self.SAID)
        for _ in range(2):
            assert scn_process(*words, cwd=shop).stderr == "no problems in 1 file\n"
        self.measure(shop, CALLS)
        assert "2 warnings in 1 file" in scn_process(*words, cwd=shop).stderr
        self.measure(shop, self.SAID)
        assert scn_process(*words, cwd=shop).stderr == "no problems in 1 file\n"

    def test_a_file_that_is_clean_without_a_measurement_is_checked_with_one(self, shop: Path) -> None:
        for _ in range(2):
            assert scn_process("check", "shop.scn", cwd=shop).stderr == "no problems in 1 file\n"
        assert len(found(shop)) == 3
        assert scn_process("check", "shop.scn", cwd=shop).stderr == "no problems in 1 file\n"

    def test_a_measurement_that_is_gone_is_missed_also_by_a_clean_file(self, shop: Path) -> None:
        write(shop, self.CLEAN)
        write(shop, 'measured = "calls.json"\n', "scn.toml")
        self.measure(shop, self.SAID)
        assert scn_process("check", "shop.scn", cwd=shop).returncode == 0
        (shop / "calls.json").unlink()
        assert scn_process("check", "shop.scn", cwd=shop).returncode == 2


def test_a_check_needs_no_extra_and_loads_a_measurement_only_if_there_is_one(shop: Path) -> None:
    """Measuring needs packages of an extra; reading the result doesn't."""
    program = (
        "import sys\n"
        "from scn_compiler.cli import main\n"
        "sys.argv = ['scn', *sys.argv[1:]]\n"
        "try:\n    main()\nfinally:\n    print(*sys.modules, sep='\\n', file=sys.stderr)\n"
    )
    write(shop, program, "loaded.py")
    loaded = [_loaded(shop, *words) for words in ((), ("--measured", "calls.json"))]
    own = {"scn_compiler.semantics.measurement", "scn_compiler.lint.measured", "json"}
    assert [own & each for each in loaded] == [set(), own]
    assert not loaded[1] & {"numpy", "pyarrow", "duckdb", "scn_compiler.measure"}


def _loaded(folder: Path, *words: str) -> set[str]:
    command = [sys.executable, "loaded.py", "check", "shop.scn", *words]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines())
