"""A measurement as JSON, and as two tables of Parquet."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from scn_compiler.cli.measure.judgement import finding_of
from scn_compiler.measure.totals import Measured, MeasuredCondition
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.semantics.measurement import MEASUREMENT_VERSION

_COUNTS = ("holds", "first", "calls", "heard", "lost", "gained", "numbers", "undecided")


def measurement_document(measured: Measured, intake: Intake) -> dict[str, Any]:
    """Return a measurement as a JSON object."""
    return {
        "version": MEASUREMENT_VERSION,
        "utterances": measured.utterances,
        "calls": measured.calls,
        "recognized": measured.recognized,
        "transcripts": {
            "files": intake.files,
            "rows": intake.rows,
            "unreadable": [{"file": name, "reason": reason} for name, reason in intake.unreadable],
            "problems": [
                {"kind": each.kind, "count": each.count, "places": list(each.places)}
                for each in intake.troubles()
            ],
            "unknown_speakers": dict(intake.unknown_roles.most_common()),
            "without_speaker": intake.without_speaker,
        },
        "conditions": [_condition(measured, each) for each in measured.conditions],
        "pairs": _pairs(measured),
    }


def _condition(measured: Measured, each: MeasuredCondition) -> dict[str, Any]:
    condition = each.condition
    found: dict[str, Any] = {
        "script": condition.script,
        "scenario": condition.scenario,
        "number": condition.number,
        "file": condition.path,
        "line": condition.line,
        "id": condition.id,
        "kind": condition.kind,
        "condition": condition.wording,
        "not_measured": each.reason or None,
    }
    if not each.is_measured:
        return found
    return {
        **found,
        "finding": finding_of(measured, each),
        "share": round(measured.share(each), 6),
        **{name: getattr(each, name) for name in _COUNTS},
        "near": [
            {
                "keyword": near.keyword,
                "words": near.words,
                "distance": near.distance,
                "utterances": near.utterances,
                "call": near.call,
                "turn": near.turn,
            }
            for near in each.near
        ],
        "examples": [{"call": one.call, "turn": one.turn} for one in each.examples],
    }


def _pairs(measured: Measured) -> list[dict[str, int]]:
    return [{"upper": each.upper, "lower": each.lower, "both": each.both} for each in measured.pairs]


def write_tables(measured: Measured, intake: Intake, folder: Path) -> tuple[Path, Path]:
    """Write `conditions.parquet` and `pairs.parquet`, whose `upper` and `lower` are rows of the other one, from 0.

    Raises:
        OSError: if a file can't be written.
    """
    conditions, pairs = folder / "conditions.parquet", folder / "pairs.parquet"
    folder.mkdir(parents=True, exist_ok=True)
    rows = measurement_document(measured, intake)["conditions"]
    for path, table in (
        (conditions, pa.Table.from_pylist(rows, _CONDITIONS)),
        (pairs, pa.Table.from_pylist(_pairs(measured), _PAIRS)),
    ):
        unfinished = path.with_name(f".{path.name}.tmp")
        pq.write_table(table, unfinished)
        unfinished.replace(path)
    return conditions, pairs


_PLACE = [("call", pa.string()), ("turn", pa.int64())]
_NEAR = [
    ("keyword", pa.string()),
    ("words", pa.string()),
    ("distance", pa.int64()),
    ("utterances", pa.int64()),
]
_CONDITIONS = pa.schema(
    [
        *((name, pa.string()) for name in ("script", "scenario")),
        ("number", pa.int64()),
        ("file", pa.string()),
        *((name, pa.int64()) for name in ("line", "id")),
        *((name, pa.string()) for name in ("kind", "condition", "not_measured", "finding")),
        ("share", pa.float64()),
        *((name, pa.int64()) for name in _COUNTS),
        ("near", pa.list_(pa.struct([*_NEAR, *_PLACE]))),
        ("examples", pa.list_(pa.struct(_PLACE))),
    ]
)
_PAIRS = pa.schema([(name, pa.int64()) for name in ("upper", "lower", "both")])
