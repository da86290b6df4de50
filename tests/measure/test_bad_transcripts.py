"""Transcripts that can't be read, or not all of them: counted, and named with their places; large files in little memory."""

import gzip
import json
import subprocess
import sys
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scn_compiler.measure.transcripts import intake as kinds
from scn_compiler.measure.transcripts.columns import ColumnNames
from scn_compiler.measure.transcripts.intake import Intake, hash_of_call
from scn_compiler.measure.transcripts.read import read_transcripts
from support.transcripts import said, troubles, written


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
            written(tmp_path, "unmarked.csv", "call,text\n1,x\n".encode("utf-16-le")),
            written(tmp_path, "unmarked.jsonl", '{"text": "x"}\n'.encode("utf-16-be")),
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
        for name in ("wide.csv", "unmarked.csv", "unmarked.jsonl"):
            assert reasons[name] == "it is UTF-16: convert it to UTF-8"
        assert "line 2 isn't UTF-8" in reasons["latin.txt"]

    def test_compressed_files_of_which_nothing_or_not_all_can_be_read(self, tmp_path: Path) -> None:
        whole = gzip.compress(b"".join(b'{"call": %d, "text": "x"}\n' % call for call in range(100_000)))
        bad = [
            written(tmp_path, "plain.csv.gz", "call,text\n1,x\n"),
            written(tmp_path, "half.jsonl.gz", whole[: len(whole) // 2]),
            written(tmp_path, "wide.json.gz", gzip.compress("[]".encode("utf-16"))),
            written(tmp_path, "plain.jsonl.zst", "{}"),
        ]
        empty = written(tmp_path, "empty.csv.gz", gzip.compress(b""))
        _, intake = said(*bad, empty)
        assert [Path(name).name for name, reason in intake.unreadable if reason] == [
            each.name for each in bad
        ]
        assert troubles(intake) == {kinds.EMPTY: (1, ("empty.csv.gz",))}

    @pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.tsv"])
    def test_windows_encodings_are_named_with_their_lines(self, tmp_path: Path, name: str) -> None:
        rows = [{"call": "1", "text": "Café"}, {"call": "1", "text": "x"}, {"call": "1", "text": "“Hi”"}]
        delimiter = "\t" if name.endswith("tsv") else ","
        table = "".join(
            delimiter.join(each) + "\n" for each in (("call", "text"), *(row.values() for row in rows))
        )
        lines = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in rows)
        text = lines if name == "a.jsonl" else table
        found, intake = said(written(tmp_path, name, text.encode("cp1252")))
        assert [row[2] for row in found] == ["x"]
        first = 1 if name == "a.jsonl" else 2
        assert troubles(intake) == {kinds.ENCODING: (2, (f"{name}:{first}", f"{name}:{first + 2}"))}

    def test_a_column_that_is_not_text_is_named(self, tmp_path: Path) -> None:
        path = tmp_path / "a.parquet"
        pq.write_table(pa.table({"call": ["1"], "text": [b"caf\xe9"]}), path)
        _, intake = said(path)
        assert "a text in it isn't UTF-8" in intake.unreadable[0][1]
        pq.write_table(pa.table({"call": ["1"], "text": [{"a": 1}]}), path)
        _, intake = said(path)
        assert "the column text is struct<a: int64>: scn reads text" in intake.unreadable[0][1]

    def test_empty_files(self, tmp_path: Path) -> None:
        names = ["a.jsonl", "a.csv", "a.parquet", "a.json", "a.txt"]
        _, intake = said(*(written(tmp_path, name, "") for name in names))
        assert troubles(intake) == {kinds.EMPTY: (5, tuple(names[:3]))}
        assert not intake.unreadable
        without_rows = [("a.jsonl", "\n\n"), ("a.csv", "call,text\n"), ("a.json", "[]"), ("a.txt", " \n")]
        _, intake = said(*(written(tmp_path, name, text) for name, text in without_rows))
        assert troubles(intake)[kinds.EMPTY][0] == 4

    def test_calls_that_files_share_and_calls_that_are_not_together(self, tmp_path: Path) -> None:
        one = written(tmp_path, "one.csv", "call,text\n1,x\n2,y\n1,z\n")
        two = written(tmp_path, "two.csv", "call,text\n2,x\n3,y\n")
        _, intake = said(one, two)
        assert troubles(intake) == {
            f"{kinds.SCATTERED}; it may count several times": (1, ("one.csv",)),
            f"{kinds.SHARED}; it may count several times": (1, (two.name,)),
        }
        assert intake.repeated_calls() == {hash_of_call("1"), hash_of_call("2")}

    def test_too_many_repeated_calls_are_not_remembered(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(kinds, "MOST_REPEATED", 1)
        rows = "call,text\n1,x\n2,y\n"
        _, intake = said(written(tmp_path, "one.csv", rows), written(tmp_path, "two.csv", rows))
        assert intake.repeated_calls() == frozenset()

    def test_the_name_of_a_file_is_no_pattern(self, tmp_path: Path) -> None:
        for name, text in (("a*.csv", "x"), ("ab.csv", "y"), ("c[d].csv", "z"), ("cd.csv", "y")):
            path = written(tmp_path, name, f"call,text\n1,{text}\n")
            assert [row[2] for row in said(path)[0]] == [text]

    def test_the_name_of_a_file_is_no_query(self, tmp_path: Path) -> None:
        path = written(tmp_path, "it's, x.csv", 'call,te\'xt,"a""b"\n1,x,y\n')
        rows, _ = said(path, columns="text=te'xt,asr=a\"b")
        assert rows == [("1", 0, "x", "y")]

    @pytest.mark.slow
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
            rows = [each | {"call": f"{each['call']}-#"} for each in table.to_pylist()]
            lines = [",".join(map(str, row.values())) if suffix == "csv" else json.dumps(row) for row in rows]
            piece = "\n".join([*lines, ""])
            for number in range(calls // 1000):
                file.write(piece.replace("#", str(number)))
    done = subprocess.run([sys.executable, "-c", _PROGRAM, path], capture_output=True, text=True, check=True)
    read, peak = map(int, done.stdout.split())
    assert read == calls * 10
    return peak
