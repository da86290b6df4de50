"""`scn measure` as a whole: scripts and transcripts in, a report and an exit code out."""

import io
import json
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scn_compiler.cli.measure.judgement import (
    ALWAYS_SHADOWED,
    FIRES_EVERYWHERE,
    LOST_IN_RECOGNITION,
    NEVER_FIRES,
    judge,
)
from scn_compiler.cli.measure.progress import ClusterProgress, MeasureProgress
from scn_compiler.measure.conditions import BY_KEYWORDS, Condition
from scn_compiler.measure.totals import Measured, MeasuredCondition, MeasuredPair
from scn_compiler.measure.transcripts.intake import Intake
from support.cli import scn, scn_process
from support.paths import ROOT

SCRIPT = """\
scenario: Call a shop
role: A customer
language: en
tools: end_call

FIRST_MESSAGE
  say: Hello.

WHEN contains "open"
  say: Until when?

WHEN contains "open until"
  say: Thanks.

WHEN contains "closed"
  say: Oh.

WHEN The agent says goodbye
  say: Bye!
  end call

THEN
  say: Really.
"""
CALLS = """\
call,turn,speaker,text,asr
1,0,agent,We are open today.,we are oben today
1,1,customer,Is it closed?,
1,2,agent,We are open until six.,we are open until six
2,0,agent,Goodbye now.,goodbye now
"""


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    (tmp_path / "shop.scn").write_text(SCRIPT.replace("\nTHEN\n  say: Really.\n", ""), encoding="utf-8")
    (tmp_path / "calls.csv").write_text(CALLS, encoding="utf-8")
    return tmp_path


class TestReports:
    def test_the_text_names_the_worst_first(self, calls: Path) -> None:
        done = scn("measure", "shop.scn", "--transcripts", "calls.csv", "--near", cwd=calls)
        assert done.stdout.splitlines()[:11] == [
            "shop.scn:15: never-fires: holds in none of 3 utterances",
            '15 | WHEN contains "closed"',
            "",
            "shop.scn:12: always-shadowed: the block at shop.scn:9 fires whenever this one does, in 1 utterance",
            '12 | WHEN contains "open until"',
            "   = fires: for example in call 1, turn 2",
            "",
            "shop.scn:9: lost-in-recognition: speech recognition loses 1 of 2 utterances",
            '9 | WHEN contains "open"',
            "  = near: `oben` for `open` in 1 utterance, for example call 1, turn 0",
            "  = fires: for example in call 1, turn 0; call 1, turn 2",
        ]
        assert "not measured: 1 sentence: " in done.stdout
        assert done.stdout.endswith("3 utterances of the agent in 2 calls, 3 with recognized text\n")
        assert (done.returncode, done.stderr) == (1, "")

    def test_json_has_all_figures(self, calls: Path) -> None:
        done = scn("measure", ".", "--transcripts", ".", "--format", "json", cwd=calls)
        found = json.loads(done.stdout)
        assert (found["utterances"], found["calls"], found["recognized"]) == (3, 2, 3)
        assert found["transcripts"]["files"] == ["calls.csv"]
        first, second, third, sentence = found["conditions"]
        assert (first["file"], first["line"], first["holds"], first["lost"], first["heard"]) == (
            "shop.scn",
            9,
            2,
            1,
            1,
        )
        assert first["examples"] == [{"call": "1", "turn": 0}, {"call": "1", "turn": 2}]
        assert [each["finding"] for each in (first, second, third)] == [
            LOST_IN_RECOGNITION,
            ALWAYS_SHADOWED,
            NEVER_FIRES,
        ]
        assert sentence["not_measured"] and "holds" not in sentence
        assert found["pairs"] == [{"upper": 0, "lower": 1, "both": 1}]

    def test_parquet_has_the_same_two_tables(self, calls: Path) -> None:
        text = scn("measure", "shop.scn", "--transcripts", "calls.csv", "--format", "json", cwd=calls).stdout
        done = scn(
            "measure", "shop.scn", "--transcripts", "calls.csv", "--format", "parquet", "-o", "out", cwd=calls
        )
        found = json.loads(text)
        rows = pq.read_table(calls / "out/conditions.parquet").to_pylist()
        assert [
            {name: row[name] for name in each} for row, each in zip(rows, found["conditions"], strict=True)
        ] == found["conditions"]
        assert pq.read_table(calls / "out/pairs.parquet").to_pylist() == found["pairs"]
        assert sorted(each.name for each in (calls / "out").iterdir()) == [
            "conditions.parquet",
            "pairs.parquet",
        ]
        assert done.stderr.splitlines() == [
            f"wrote {Path('out/conditions.parquet')}",
            f"wrote {Path('out/pairs.parquet')}",
        ]

    def test_html_is_one_file_that_loads_nothing_and_obeys_no_transcript(self, calls: Path) -> None:
        (calls / "calls.csv").write_text('call,text\n<script>,"We are open"\n', encoding="utf-8")
        page = scn("measure", "shop.scn", "--transcripts", "calls.csv", "--format", "html", cwd=calls).stdout
        assert "call &lt;script&gt;, turn 0" in page and "<script" not in page
        assert "default-src &#x27;none&#x27;" in page and "http" not in page.replace("http-equiv", "")
        assert page.count("<tr>") == 4 and page.count("<svg") == 3
        reader = _Balanced()
        reader.feed(page)
        assert reader.open == []
        style = page[page.index("<style>") + 7 : page.index("</style>")]
        assert b64encode(sha256(style.encode()).digest()).decode() in page

    def test_a_report_goes_to_a_file(self, calls: Path) -> None:
        done = scn("measure", "shop.scn", "--transcripts", "calls.csv", "-o", "report.txt", cwd=calls)
        assert (done.stdout, done.stderr) == ("", "wrote report.txt\n")
        assert "never-fires" in (calls / "report.txt").read_text(encoding="utf-8")

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_cassette_measures_sentences(self, calls: Path, jobs: str) -> None:
        verdict = {"sentence": "The agent says goodbye", "line": "Goodbye now.", "fits": True}
        (calls / "verdicts.jsonl").write_text(json.dumps(verdict) + "\n", encoding="utf-8")
        done = scn(
            "measure",
            "shop.scn",
            "--transcripts",
            "calls.csv",
            "--cassette",
            "verdicts.jsonl",
            "--format",
            "json",
            "-j",
            jobs,
            cwd=calls,
        )
        sentence = json.loads(done.stdout)["conditions"][3]
        assert (sentence["holds"], sentence["undecided"]) == (1, 2)

    def test_words_of_a_transcript_cannot_control_a_terminal(self, calls: Path) -> None:
        (calls / "calls.csv").write_text("call,text\n\x1b]0;x\x07,We are open\n", encoding="utf-8")
        done = scn("measure", "shop.scn", "--transcripts", "calls.csv", "--color", "always", cwd=calls)
        assert "\x1b]" not in done.stdout and "\\u001b]0;x" in done.stdout


class TestExitCodes:
    def test_nothing_to_report(self, calls: Path) -> None:
        (calls / "shop.scn").write_text(SCRIPT.partition('WHEN contains "open until"')[0], encoding="utf-8")
        done = scn("measure", "--transcripts", "calls.csv", cwd=calls)
        assert done.returncode == 0, done.stdout

    def test_several_transcripts_after_the_option_are_those_of_a_glob(self, calls: Path) -> None:
        (calls / "more.csv").write_text("call,text\n3,We are closed.\n", encoding="utf-8")
        done = scn("measure", "shop.scn", "--transcripts", "calls.csv", "more.csv", cwd=calls)
        assert "4 utterances of the agent in 3 calls" in done.stdout

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("shop.scn",), "name the recorded calls"),
            (("shop.scn", "--transcripts", "gone.csv"), "gone.csv: no transcripts here"),
            (("shop.scn", "--transcripts", "calls.csv", "--columns", "x=y"), "unknown column 'x'"),
            (("shop.scn", "--transcripts", "calls.csv", "--columns", "text=words"), "missing column words"),
            (("shop.scn", "--transcripts", "calls.csv", "--format", "parquet"), "add -o FOLDER"),
            (("shop.scn", "--transcripts", "calls.csv", "-o", "."), "is a folder"),
            (("shop.scn", "--transcripts", "calls.csv", "-o", "calls.csv"), "calls.csv"),
            (("gone.scn", "--transcripts", "calls.csv"), "gone.scn"),
            (("empty.scn", "--transcripts", "calls.csv"), "nothing to measure"),
            (("shop.scn", "--transcripts", "calls.csv", "--cassette", "gone.jsonl"), "gone.jsonl"),
        ],
    )
    def test_what_cannot_be_measured(self, calls: Path, arguments: tuple[str, ...], message: str) -> None:
        (calls / "empty.scn").write_text(
            "scenario: x\nrole: y\nFIRST_MESSAGE\n  say: Hi.\n", encoding="utf-8"
        )
        done = scn("measure", *arguments, cwd=calls)
        assert done.returncode == 2
        assert message in done.stderr
        assert (calls / "calls.csv").read_text(encoding="utf-8") == CALLS

    def test_nothing_is_wrong_with_a_condition_if_nobody_said_anything(self, calls: Path) -> None:
        (calls / "calls.csv").write_text("call,text\n", encoding="utf-8")
        done = scn("measure", "shop.scn", "--transcripts", "calls.csv", "--format", "json", cwd=calls)
        assert done.returncode == 2
        assert "the transcripts have no words of the agent" in done.stderr
        assert [each.get("finding") for each in json.loads(done.stdout)["conditions"]] == [None] * 4

    def test_files_that_cannot_be_read_are_named_and_the_others_measured(self, calls: Path) -> None:
        (calls / "bad.parquet").write_bytes(b"x")
        done = scn("measure", "shop.scn", "--transcripts", ".", cwd=calls)
        assert done.returncode == 2
        assert "bad.parquet: not valid Parquet" in done.stderr
        assert "3 utterances of the agent" in done.stdout

    def test_a_call_in_several_files_or_places_counts_once(self, calls: Path) -> None:
        rows = "".join(f"{call},We open at six.\n" for call in (1, 2, 3, 4, 1, 5, 6, 7))
        for name in ("calls.csv", "more.csv"):
            (calls / name).write_text(f"call,text\n{rows}8{name},We open.\n", encoding="utf-8")
        done = scn("measure", "shop.scn", "--transcripts", ".", "--format", "json", cwd=calls)
        found = json.loads(done.stdout)
        assert (found["utterances"], found["calls"], found["conditions"][0]["calls"]) == (18, 9, 9)
        assert (
            "scn: 7 × call that several files have; it counts once, but all its rows count: calls.csv and more.csv"
            in done.stderr
        )
        assert "scn: 1 × call whose rows aren't together in the file; it counts once" in done.stderr

    def test_a_script_with_an_error(self, calls: Path) -> None:
        (calls / "shop.scn").write_text(
            SCRIPT.partition('WHEN contains "open until"')[0] + "\nWHEM x\n", encoding="utf-8"
        )
        done = scn("measure", "--transcripts", "calls.csv", cwd=calls)
        assert done.returncode == 1
        assert "error[" in done.stderr

    @pytest.mark.slow
    def test_several_processes_find_the_same(self, calls: Path) -> None:
        one, two = (
            scn_process(
                "measure", "shop.scn", "--transcripts", "calls.csv", "--format", "json", "-j", jobs, cwd=calls
            )
            for jobs in ("1", "2")
        )
        assert one.stdout == two.stdout and one.returncode == two.returncode == 1


def test_the_sample_has_each_finding() -> None:
    done = scn(
        "measure", "samples/lost-card.scn", "--transcripts", "samples/calls", "--format", "json", cwd=ROOT
    )
    found = json.loads(done.stdout)
    assert found["calls"] == 50 and not found["transcripts"]["problems"]
    assert {each["finding"] for each in found["conditions"]} == {
        NEVER_FIRES,
        ALWAYS_SHADOWED,
        LOST_IN_RECOGNITION,
    }


def _measured(*conditions: MeasuredCondition, pairs: tuple[MeasuredPair, ...] = ()) -> Measured:
    return Measured(100, 10, 50, 0, conditions, pairs)


def _condition(line: int, scenario: int = 1) -> Condition:
    return Condition("a.scn", None, scenario, "a.scn", line, line, BY_KEYWORDS, f'contains "{line}"')


class TestJudgement:
    def test_the_worst_first_and_of_those_the_most_frequent(self) -> None:
        found = judge(
            _measured(
                MeasuredCondition(_condition(1), holds=60, first=60),
                MeasuredCondition(_condition(2), holds=20, first=9, heard=8, lost=2),
                MeasuredCondition(_condition(3), holds=20, first=9, heard=19, lost=1),
                MeasuredCondition(_condition(4), holds=40, first=9, heard=30, lost=10),
                MeasuredCondition(_condition(5), holds=5),
                MeasuredCondition(_condition(6)),
                MeasuredCondition(_condition(7), reason="a sentence"),
            )
        )
        assert [(each.kind, each.index) for each in found] == [
            (NEVER_FIRES, 5), (ALWAYS_SHADOWED, 4), (LOST_IN_RECOGNITION, 3), (LOST_IN_RECOGNITION, 1), (FIRES_EVERYWHERE, 0),
        ]  # fmt: skip

    def test_a_block_of_several_scenarios_is_named_once(self) -> None:
        (found,) = judge(_measured(*(MeasuredCondition(_condition(4, scenario)) for scenario in (1, 2, 3))))
        assert found.scenarios == 3

    def test_only_a_condition_that_covers_all_of_another_shadows_it(self) -> None:
        conditions = [
            MeasuredCondition(_condition(line), holds=5, first=5 * (line < 3)) for line in (1, 2, 3)
        ]
        pairs = (MeasuredPair(0, 2, 3), MeasuredPair(1, 2, 5))
        assert [each.shadow for each in judge(_measured(*conditions, pairs=pairs))] == ["a.scn:2"]
        assert [each.shadow for each in judge(_measured(*conditions, pairs=pairs[:1]))] == [None]


class _Balanced(HTMLParser):
    """Finds elements that don't end."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert all(not name.startswith("on") and name not in ("src", "href") for name, _ in attrs)
        if tag != "meta":
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element such as `<rect/>` has ended."""

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_the_rate_and_the_time_left() -> None:
    now = [0.0]
    intake, stream = Intake(), _Terminal()
    progress = MeasureProgress(intake, 1000, stream, lambda: now[0])
    for _ in progress.watch(range(4)):
        now[0] += 2
        intake.bytes_read += 100
        intake.utterances += 5000
    assert "\r\x1b[Kmeasuring: 10%, 2,500 utterances a second, 0:18 left" in stream.getvalue()
    assert stream.getvalue().endswith("\r\x1b[K")


def test_progress_of_a_cluster_counts_tasks_and_ends_with_the_job() -> None:
    stream = _Terminal()
    with ClusterProgress(stream) as progress:
        progress.show(12, 256)
    progress.show(13, 256)
    assert stream.getvalue() == (
        "\r\x1b[Kmeasuring: waiting for the cluster\r\x1b[Kmeasuring: 12 of 256 tasks done\r\x1b[K"
    )
    with ClusterProgress(file := io.StringIO()) as progress:
        progress.show(12, 256)
    assert file.getvalue() == ""
