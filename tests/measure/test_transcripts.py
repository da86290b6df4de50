"""Transcripts of all forms become batches of what the agent said, and what can't be read is counted, with places."""

import json
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scn_compiler.measure.transcripts import intake as kinds
from scn_compiler.measure.transcripts.columns import BadColumns, read_columns
from scn_compiler.measure.transcripts.files import NoTranscripts, find_transcripts
from scn_compiler.rehearsal.recording import read_recording
from support.cases import every
from support.transcripts import said, troubles, written

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


AS_LINES = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in ROWS)


def as_csv(delimiter: str = ",") -> str:
    lines = [delimiter.join(ROWS[0])]
    for row in ROWS:
        values = ["" if each is None else str(each) for each in row.values()]
        lines.append(delimiter.join('"' + each.replace('"', '""') + '"' if each else "" for each in values))
    return "\n".join(lines) + "\n"


class TestTables:
    @pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "a.csv", "a.tsv", "a.parquet", "a.json"])
    def test_the_same_rows_in_every_form(self, tmp_path: Path, name: str) -> None:
        path = tmp_path / name
        if name.endswith(".parquet"):
            pq.write_table(pa.Table.from_pylist(ROWS), path)
        else:
            text = {"a.csv": as_csv(), "a.tsv": as_csv("\t")}.get(name, AS_LINES)
            path.write_text(text, encoding="utf-8")
        rows, intake = said(path)
        assert rows == SAID
        assert not intake.troubles() and not intake.unknown_roles and not intake.unreadable
        assert (intake.rows, intake.utterances) == (4, 3)
        assert intake.bytes_read == path.stat().st_size

    @pytest.mark.parametrize("name", ["a.jsonl.gz", "a.ndjson.GZ", "a.csv.gz", "a.tsv.gz", "a.json.gz"])
    def test_compressed_files_are_read_as_the_others(self, tmp_path: Path, name: str) -> None:
        text = {"a.csv.gz": as_csv(), "a.tsv.gz": as_csv("\t")}.get(name, AS_LINES)
        for suffix, compression in ((".gz", "gzip"), (".zst", "zstd")):
            path = tmp_path / (name[:-3] + (suffix if name.islower() else suffix.upper()))
            with pa.output_stream(path, compression=compression) as stream:
                stream.write(text.encode())
            rows, intake = said(path)
            assert rows == SAID
            assert not intake.troubles() and not intake.unreadable
            assert intake.bytes_read == path.stat().st_size
            assert find_transcripts([str(tmp_path)])

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

    def test_semicolons_may_separate_the_values_of_a_row(self, tmp_path: Path) -> None:
        rows, intake = said(written(tmp_path, "a.csv", 'call;text\n1;"Fine, thanks"\n2;"b;c"\n'))
        assert [row[2] for row in rows] == ["Fine, thanks", "b;c"]
        assert not intake.troubles()

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

    @pytest.mark.parametrize("list_of", [pa.list_, pa.large_list])
    @pytest.mark.parametrize("key", ["turns", "messages"])
    def test_a_row_of_parquet_may_have_all_turns_of_a_call(
        self, tmp_path: Path, key: str, list_of: Callable[[pa.DataType], pa.DataType]
    ) -> None:
        turn = pa.struct([("speaker", pa.string()), ("text", pa.string()), ("asr", pa.string())])
        calls = [[ROWS[0], ROWS[1], ROWS[2]], None, [], [ROWS[3]]]
        table = pa.table(
            {
                "call_id": pa.array(["c1", "c0", "c9", "c2"]),
                key: pa.array(calls, list_of(turn)),
                "n": [1, 2, 3, 4],
            }
        )
        path = tmp_path / "a.parquet"
        pq.write_table(table, path, row_group_size=2)
        rows, intake = said(path)
        assert rows == SAID
        assert not intake.troubles() and intake.rows == 4
        pq.write_table(table.drop_columns(["call_id"]), path)
        assert [row[0] for row in said(path)[0]] == [f"{path.as_posix()}#{row}" for row in (1, 1, 4)]

    def test_a_column_of_calls_may_have_another_name(self, tmp_path: Path) -> None:
        calls = [
            {"id": 7, "dialog": [{"role": "bot", "said": "Hello"}]},
            {"id": 8, "dialog": [{"role": "bot"}]},
        ]
        lines = written(tmp_path, "a.jsonl", "".join(json.dumps(each) + "\n" for each in calls[:1]))
        pq.write_table(pa.Table.from_pylist(calls), tmp_path / "a.parquet")
        _, intake = said(tmp_path / "a.parquet", columns="text=dialog")
        assert "missing text in dialog, which has role, said" in intake.unreadable[0][1]
        calls[0]["dialog"] = [{"role": "bot", "text": "Hello"}]
        lines.write_text(json.dumps(calls[0]), encoding="utf-8")
        pq.write_table(pa.Table.from_pylist(calls[:1]), tmp_path / "a.parquet")
        for path in (lines, tmp_path / "a.parquet"):
            assert said(path, columns="text=dialog")[0] == [("7", 0, "Hello", None)]

    @pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl"])
    def test_a_text_may_be_a_call_in_json(self, tmp_path: Path, suffix: str) -> None:
        call = json.dumps([{"role": "agent", "content": "Hello"}, {"role": "user", "content": "Hi"}])
        path = tmp_path / f"a.{suffix}"
        if suffix == "parquet":
            pq.write_table(pa.table({"call_id": ["7"], "transcript": [call]}), path)
        else:
            quoted = call.replace('"', '""')
            row = json.dumps({"call_id": "7", "transcript": call})
            path.write_text(
                f'call_id,transcript\n7,"{quoted}"\n' if suffix == "csv" else row, encoding="utf-8"
            )
        rows, intake = said(path)
        assert rows == [("7", 0, "Hello", None)]
        assert not intake.without_speaker and not intake.troubles()

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


@every("text", ["words=x", "text=", "text=a,text=b", "text"])
def test_columns_that_cannot_be_read(text: str) -> None:
    with pytest.raises(BadColumns):
        read_columns(text)
