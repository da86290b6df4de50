"""Transcripts in files: written, and read as what the agent says."""

from pathlib import Path

from scn_compiler.measure.transcripts.columns import ColumnNames, read_columns
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.measure.transcripts.read import read_transcripts
from scn_compiler.measure.transcripts.rows import UTTERANCES


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
