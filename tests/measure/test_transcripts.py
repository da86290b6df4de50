"""Transcripts of all forms become batches of what the agent said, and what can't be read is counted, with places."""

import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scn_compiler.measure.transcripts import intake as kinds
from scn_compiler.measure.transcripts.columns import BadColumns, ColumnNames, read_columns
from scn_compiler.measure.transcripts.files import NoTranscripts, find_transcripts
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.measure.transcripts.read import read_transcripts
from scn_compiler.measure.transcripts.rows import UTTERANCES
from scn_compiler.rehearsal.recording import read_recording

ROWS = [
    {
        "call": "c1",
        "turn": 0,
        "speaker": "agent",
        "text": "Hello,\nwho is there?",
        "asr": "hello who is there",
    },
    {"call": "c1", "turn": 1, "speaker": "caller", "text": 'It\'s "me"', "asr": None},
    {"call": "c1", "turn": 2, "speaker": "Main Agent", "text": "Fine", "asr": None},
    {"call": "c2", "turn": 0, "speaker": "assistant", "text": "Grüße, नमस्ते", "asr": "grüße"},
]
SAID = [
    ("c1", 0, "Hello,\nwho is there?", "hello who is there"),
    ("c1", 2, "Fine", None),
    ("c2", 0, "Grüße, नमस्ते", "grüße"),
]


def said(
    *files: Path, columns: str = "", roles: tuple[str, ...] = ()
) -> tuple[list[tuple[object, ...]], Intake]:
    intake = Intake()
    chosen = read_columns(columns) if columns else ColumnNames()
    batches = list(read_transcripts(files, chosen, intake, roles))
    assert all(batch.schema == UTTERANCES for batch in batches)
    return [tuple(row.values()) for batch in batches for row in batch.to_pylist()], intake


def written(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def troubles(intake: Intake) -> dict[str, tuple[int, tuple[str, ...]]]:
    return {
        each.kind: (each.count, tuple(Path(place).name for place in each.places))
        for each in intake.troubles()
    }


def as_csv(delimiter: str = ",") -> str:
    lines = [delimiter.join(ROWS[0])]
    for row in ROWS:
        values = ["" if each is None else str(each) for each in row.values()]
        lines.append(delimiter.join('"' + each.replace('"', '""') + '"' if each else "" for each in values))
    return "\n".join(lines) + "\n"


class TestTables:
    @pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.csv", "a.tsv", "a.parquet", "a.json"])
    def test_the_same_rows_in_every_form(self, tmp_path: Path, name: str) -> None:
        lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in ROWS)
        path = tmp_path / name
        if name.endswith(".parquet"):
            pq.write_table(pa.Table.from_pylist(ROWS), path)
        else:
            text = {"a.csv": as_csv(), "a.tsv": as_csv("\t")}.get(name, lines)
            path.write_text(text, encoding="utf-8")
        rows, intake = said(path)
        assert rows == SAID
        assert not intake.troubles() and not intake.unknown_roles and not intake.unreadable
        assert (intake.rows, intake.utterances) == (4, 3)
        assert intake.bytes_read == path.stat().st_size

    def test_other_names_of_columns(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.csv", "who,words,conv\nrep,Hello,7\nuser,Hi,7\n")
        rows, intake = said(path, columns="call=conv, speaker=who,text=words", roles=("REP",))
        assert rows == [("7", 0, "Hello", None)]
        assert not intake.unknown_roles

    def test_a_missing_column_is_named_with_those_there_are(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.csv", "who,words\nagent,Hello\n")
        _, intake = said(path, columns="text=words")
        ((_, reason),) = intake.unreadable
        assert "missing column call or call_id" in reason and "it has who, words" in reason
        _, intake = said(path, columns="call=who,text=words,asr=heard")
        assert "missing column heard" in intake.unreadable[0][1]

    def test_unknown_speakers_are_counted_and_do_not_count_as_the_agent(self, tmp_path: Path) -> None:
        path = written(
            tmp_path, "a.csv", "call,speaker,text\n1,rep,a\n1,rep,b\n1,system,c\n1,,d\n1,agent,e\n"
        )
        rows, intake = said(path)
        assert [row[2] for row in rows] == ["e"]
        assert intake.unknown_roles == {"rep": 2, "": 1}

    def test_without_speakers_each_row_is_the_agents(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.csv", "call,text\n1,a\n1,b\n2,c\n")
        rows, intake = said(path)
        assert [row[:3] for row in rows] == [("1", 0, "a"), ("1", 1, "b"), ("2", 0, "c")]
        assert intake.without_speaker == [path.as_posix()]

    def test_a_text_that_is_a_dialogue_is_cut_into_lines(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.csv", 'call,transcript\n1,"AI: Hello\nUser: Hi\nAI: Bye"\n')
        rows, intake = said(path)
        assert rows == [("1", 0, "Hello", None), ("1", 2, "Bye", None)]
        assert not intake.without_speaker


class TestCalls:
    MESSAGES = (
        {"role": "Main Agent", "content": "Hello", "time": "00:01"},
        {"role": "Testing Agent", "content": "Hi"},
        {"role": "Function Call", "data": {"id": "1", "name": "lookup", "arguments": "{}"}},
        {"role": "Main Agent", "content": "Bye"},
    )
    SAID = (("17", 0, "Hello", None), ("17", 3, "Bye", None))

    @pytest.mark.parametrize(
        "document",
        [
            {"id": 17, "transcript": "[00:01] Main Agent: no", "transcript_object": MESSAGES},
            {"count": 1, "next": None, "results": [{"id": 17, "transcript_object": MESSAGES}]},
            {"id": 3, "runs": {"17": {"id": 17, "transcript_object": MESSAGES}}},
            {"id": 3, "runs": [{"id": 17, "transcript_object": MESSAGES}]},
            {
                "event_type": "result.completed",
                "data": {"id": 3, "runs": {"17": {"id": 17, "transcript_object": MESSAGES}}},
            },
            [{"call_id": "17", "messages": MESSAGES}],
        ],
    )
    @pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
    def test_the_platforms_forms(self, tmp_path: Path, document: object, name: str) -> None:
        if isinstance(document, list) and name == "a.jsonl":
            (document,) = document
        rows, intake = said(written(tmp_path, name, json.dumps(document)))
        assert tuple(rows) == self.SAID
        assert not intake.unknown_roles and not intake.troubles()

    def test_a_list_of_messages_is_a_call_named_by_its_file(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.json", json.dumps(self.MESSAGES))
        rows, _ = said(path)
        assert [row[:2] for row in rows] == [(path.as_posix(), 0), (path.as_posix(), 3)]

    def test_lines_of_messages_are_a_call(self, tmp_path: Path) -> None:
        path = written(tmp_path, "a.jsonl", "".join(json.dumps(each) + "\n" for each in self.MESSAGES))
        rows, intake = said(path)
        assert [row[:3] for row in rows] == [(path.as_posix(), 0, "Hello"), (path.as_posix(), 3, "Bye")]
        assert not intake.troubles()

    def test_lines_of_text(self, tmp_path: Path) -> None:
        path = written(
            tmp_path,
            "a.txt",
            "[00:01] Testing Agent: Hello.\n[00:03] Main Agent: Hi: you?\n(noise)\nagent: x\n",
        )
        rows, intake = said(path)
        assert [row[1:3] for row in rows] == [(1, "Hi: you?"), (2, "x")]
        assert troubles(intake) == {kinds.NO_SPEAKER: (1, ("a.txt:3",))}

    @pytest.mark.parametrize(
        "text",
        [
            "caller: Hi\n[00:03] agent: Hello\nAgent: Bye",
            '{"role": "assistant", "content": "Hello"}\n{"from": "bot", "text": "Bye"}\n',
            '[{"role": "agent", "content": "Hello"}, {"role": "user", "content": "Hi"}, {"speaker": "ai", "message": "Bye"}]',
            '{"conversation": [{"role": "agent", "content": "Hello"}, {"role": "agent", "content": "Bye"}]}',
        ],
    )
    def test_what_replay_reads_is_read_here_whatever_the_file_is_called(
        self, tmp_path: Path, text: str
    ) -> None:
        spoken = [each.text for each in read_recording(text) if not each.by_caller]
        for name in ("call.txt", "call.json") if text.startswith(("[{", "{")) else ("call.txt",):
            rows, intake = said(written(tmp_path, name, text))
            assert [row[2] for row in rows] == spoken == ["Hello", "Bye"]
            assert not intake.troubles()

    def test_a_transcript_that_is_only_text(self, tmp_path: Path) -> None:
        document = {
            "id": 17,
            "transcript": "[00:01] Testing Agent: Hello.\n[00:03] Main Agent: Hi",
            "transcript_object": [],
        }
        rows, _ = said(written(tmp_path, "a.json", json.dumps(document)))
        assert rows == [("17", 1, "Hi", None)]

    def test_calls_without_words_are_counted(self, tmp_path: Path) -> None:
        document = {
            "results": [
                {"id": 1, "transcript_object": {"__encrypted__": "x"}},
                {"id": 2, "transcript_object": []},
            ]
        }
        rows, intake = said(written(tmp_path, "a.json", json.dumps(document)))
        assert rows == []
        assert troubles(intake) == {
            kinds.ENCRYPTED: (1, ("a.json:1 (1)",)),
            kinds.NO_MESSAGES: (1, ("a.json:1 (2)",)),
        }


class TestBadInput:
    def test_bad_lines_of_json(self, tmp_path: Path) -> None:
        good = b'{"call": "c", "speaker": "agent", "text": "x"}\n'
        lines = [
            b"\xef\xbb\xbf" + good,
            b'{"call": "c", "speaker": "agent", "text": "\xe9"}\n',
            b'{"call": "c", "speaker": "agent", "text": "\\ud83d"}\n',
            b'{"call": "c", "speaker": "agent", "te\n',
            b"[1]\n",
            b"null\n",
            b"\n",
            b'{"call": "c", "speaker": "agent", "text": null}\n',
            b'{"call": "", "speaker": "agent", "text": "y"}\n',
            b'{"call": "c", "speaker": "agent", "turn": "x", "text": "z"}\r\n',
            b'{"call": "c", "speaker": "agent", "text": {"a": 1}}\n',
            b'{"call": 7, "speaker": "agent", "turn": 3, "text": "last"}',
        ]
        rows, intake = said(written(tmp_path, "a.jsonl", b"".join(lines)))
        assert [row[2] for row in rows] == ["x", "z", "last"]
        assert rows[-1][:2] == ("7", 3)
        assert troubles(intake) == {
            kinds.BROKEN: (3, ("a.jsonl:4", "a.jsonl:5", "a.jsonl:6")),
            kinds.NO_TEXT: (2, ("a.jsonl:8", "a.jsonl:11")),
            kinds.ENCODING: (1, ("a.jsonl:2",)),
            kinds.HALF: (1, ("a.jsonl:3",)),
            kinds.NO_CALL: (1, ("a.jsonl:9",)),
            kinds.NO_TURN: (1, ("a.jsonl:10",)),
        }

    def test_bad_lines_of_csv(self, tmp_path: Path) -> None:
        text = (
            b'call,turn,speaker,text\nc1,0,agent,"two\nlines"\nc1,1,agent,caf\xe9\nc1,2,agent\nc1,3,agent,a,b,c\n'
            b'c1,4,agent,\nc2,0,agent,"a ""q"" b"\nc2,1,agent,"open\n'
        )
        rows, intake = said(written(tmp_path, "a.csv", text))
        assert [row[2] for row in rows] == ["two\nlines", 'a "q" b']
        found = troubles(intake)
        assert found[kinds.ENCODING] == (1, ("a.csv:4",))
        assert found[kinds.BROKEN][0] == 3
        assert found[kinds.NO_TEXT] == (1, ("a.csv, row 2",))

    def test_files_of_which_nothing_can_be_read(self, tmp_path: Path) -> None:
        bad = [
            written(tmp_path, "wide.csv", "call,text\n1,x\n".encode("utf-16")),
            written(tmp_path, "a.parquet", b"not parquet"),
            written(tmp_path, "a.json", "{"),
            written(tmp_path, "latin.txt", b"agent: x\nagent: \xe9\n"),
            written(tmp_path, "twice.csv", "call,text,text\n1,x,y\n"),
            tmp_path / "gone.jsonl",
        ]
        good = written(tmp_path, "good.csv", "call,text\n1,x\n")
        rows, intake = said(*bad, good)
        assert len(rows) == 1
        reasons = {Path(name).name: reason for name, reason in intake.unreadable}
        assert list(reasons) == [each.name for each in bad]
        assert "UTF-16" in reasons["wide.csv"] and "line 2 isn't UTF-8" in reasons["latin.txt"]

    def test_empty_files(self, tmp_path: Path) -> None:
        names = ["a.jsonl", "a.csv", "a.parquet", "a.json", "a.txt"]
        _, intake = said(*(written(tmp_path, name, "") for name in names))
        assert troubles(intake) == {kinds.EMPTY: (5, tuple(names[:3]))}
        assert not intake.unreadable

    def test_calls_that_files_share_and_calls_that_are_not_together(self, tmp_path: Path) -> None:
        one = written(tmp_path, "one.csv", "call,text\n1,x\n2,y\n1,z\n")
        two = written(tmp_path, "two.csv", "call,text\n2,x\n3,y\n")
        _, intake = said(one, two)
        assert troubles(intake) == {
            kinds.SCATTERED: (1, ("one.csv",)),
            kinds.SHARED: (1, (f"{two.name}",)),
        }

    def test_the_name_of_a_file_is_no_query(self, tmp_path: Path) -> None:
        path = written(tmp_path, "it's, x.csv", 'call,te\'xt,"a""b"\n1,x,y\n')
        rows, _ = said(path, columns="text=te'xt,asr=a\"b")
        assert rows == [("1", 0, "x", "y")]

    def test_memory_does_not_grow_with_the_file(self, tmp_path: Path) -> None:
        line = json.dumps({"call": "c", "speaker": "agent", "text": "word " * 40}) + "\n"

        def peak(lines: int) -> int:
            path = written(tmp_path, f"{lines}.jsonl", line * lines)
            pa.default_memory_pool().release_unused()
            before = pa.total_allocated_bytes()
            most = 0
            tracemalloc.start()
            for _ in read_transcripts([path], ColumnNames(), Intake()):
                most = max(most, pa.total_allocated_bytes() - before)
            most += tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            return most

        assert peak(120_000) < peak(60_000) * 1.1

    @pytest.mark.slow
    @pytest.mark.parametrize("suffix", ["csv", "jsonl", "parquet"])
    def test_the_memory_of_a_process_does_not_grow_with_the_file(self, tmp_path: Path, suffix: str) -> None:
        small, large = (_peak_of_process(tmp_path, suffix, calls) for calls in (200_000, 400_000))
        assert large < small * 1.1


_PROGRAM = """
import resource, sys
from pathlib import Path
from scn_compiler.measure.transcripts.columns import ColumnNames
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.measure.transcripts.read import read_transcripts
print(sum(each.num_rows for each in read_transcripts([Path(sys.argv[1])], ColumnNames(), Intake())))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def _peak_of_process(folder: Path, suffix: str, calls: int) -> int:
    """Return the most memory that a process takes to read so many calls of 10 utterances."""
    path = folder / f"{calls}.{suffix}"
    parts = [
        pa.table(
            {
                "call": [f"c{call}"] * 10,
                "turn": range(10),
                "speaker": ["agent"] * 10,
                "text": ["some words " * 8] * 10,
            }
        )
        for call in range(1000)
    ]
    table = pa.concat_tables(parts).combine_chunks()
    if suffix == "parquet":
        with pq.ParquetWriter(path, table.schema) as writer:
            for _ in range(calls // 1000):
                writer.write_table(table)
    else:
        with path.open("w") as file:
            file.write("call,turn,speaker,text\n" if suffix == "csv" else "")
            for number in range(calls // 1000):
                for row in table.to_pylist():
                    row["call"] = f"{row['call']}-{number}"
                    file.write(",".join(map(str, row.values())) if suffix == "csv" else json.dumps(row))
                    file.write("\n")
    done = subprocess.run([sys.executable, "-c", _PROGRAM, path], capture_output=True, text=True, check=True)
    rows, peak = map(int, done.stdout.split())
    assert rows == calls * 10
    return peak


class TestFiles:
    def test_folders_globs_and_files_each_once(self, tmp_path: Path) -> None:
        (tmp_path / "deep").mkdir()
        names = ["a.csv", "b.jsonl", "deep/c.parquet", "deep/d.wav"]
        for name in names:
            written(tmp_path, name, "x")
        everything = [tmp_path / name for name in names[:3]]
        assert find_transcripts([str(tmp_path)]) == tuple(everything)
        assert find_transcripts([f"{tmp_path}/**/*.csv", str(tmp_path / "a.csv")]) == (everything[0],)

    @pytest.mark.parametrize("name", ["deep", "*.csv", "a.wav", "gone.csv"])
    def test_a_path_without_transcripts(self, tmp_path: Path, name: str) -> None:
        (tmp_path / "deep").mkdir()
        written(tmp_path, "a.wav", "x")
        with pytest.raises(NoTranscripts):
            find_transcripts([str(tmp_path / name)])


@pytest.mark.parametrize("text", ["words=x", "text=", "text=a,text=b", "text"])
def test_columns_that_cannot_be_read(text: str) -> None:
    with pytest.raises(BadColumns):
        read_columns(text)
