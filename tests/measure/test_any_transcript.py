"""Whatever bytes a file has, reading it raises nothing, and what comes out of it has words, calls and turns."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.measure.transcripts.columns import ColumnNames
from scn_compiler.measure.transcripts.files import SUFFIXES
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.measure.transcripts.read import read_transcripts
from support.laws import law, sweep

_PIECES = [
    b"call,turn,speaker,text,asr\n", b"call\tspeaker\ttext\n", b"c,1,agent,hello,helo\n", b"c1", b"agent", b'"', b",", b"\t",
    b'{"call":"c","speaker":"agent","text":"x","turn":', b"1}\n", b"1e999", b'"call":', b"null", b"[", b"]", b"{", b"}", b":",
    b'{"role":"agent","content":"hi"}', b'"transcript_object":', b'"runs":', b'"messages":',
    b'{"id":1,"transcript_object":[{"role":"Main Agent","content":"x"}]}\n', b'{"transcript":{"__encrypted__":"x"}}\n',
    b"[00:01] Main Agent: Hello\n", b"\n", b"\r\n", b"\xff", b"\xed\xa0\xbd", b"\x00", b"\\ud83d", b"\xef\xbb\xbf", b"\xff\xfe",
    b"PAR1",
]  # fmt: skip


@pytest.mark.parametrize("suffix", sweep(SUFFIXES))
@law(200)
@given(st.lists(st.sampled_from(_PIECES), max_size=25).map(b"".join))
def test_any_bytes(suffix: str, data: bytes) -> None:
    intake = Intake()
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"any{suffix}"
        path.write_bytes(data)
        batches = list(read_transcripts([path], ColumnNames(), intake))
    for batch in batches:
        batch.validate(full=True)
        assert not any(batch[column].null_count for column in ("call", "turn", "text"))
    assert intake.utterances == sum(batch.num_rows for batch in batches)
    assert data or intake.troubles()
