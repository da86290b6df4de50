"""Real payloads: valid ones come back equal, invalid ones are reported."""

import csv
import json
import re

import pytest

from scn_compiler import compile_text, decompile, format_text
from scn_compiler.jsondoc.codec import same_json
from scn_dsl.diagnostic import Severity
from support.cases import every
from support.paths import CORPUS

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real payloads is missing")

NAMES_OF_RULE = {
    "2": {"empty-text", "undecided-action"},
    "3": {"missing-type"},
    "4": {"missing-fixed-message"},
    "5": {"duplicate-id"},
    "9": {"missing-role"},
    "21": {"unknown-sound"},
    "29": {"unknown-tag"},
    "37": {"removed-key"},
}


def _entries() -> list[tuple[str, str]]:
    if not CORPUS.is_dir():
        return [("none", "valid"), ("none", "invalid")]  # never read: the tests are skipped
    with (CORPUS / "INDEX.tsv").open(encoding="utf-8") as index:
        rows = csv.DictReader(index, delimiter="\t")
        return [(row["file"], row["validity"]) for row in rows if row["file"].startswith("cekura")]


WHOLE = [name for name, validity in _entries() if validity == "valid"]


def _is_excerpt(name: str) -> bool:
    """Whether a file has the action of a row without its other keys."""
    if not (CORPUS / name).is_file():
        return False
    row = json.loads((CORPUS / name).read_text(encoding="utf-8"))
    return "action" in row and row.keys() < {"id", "condition", "action", "type", "fixed_message"}


VALID = [name for name in WHOLE if not _is_excerpt(name)]
EXCERPTS = [name for name in WHOLE if _is_excerpt(name)] or ["none"]  # never read: the tests are skipped
INVALID = [(name, validity) for name, validity in _entries() if validity.startswith("invalid")]


def test_the_corpus_has_both_kinds() -> None:
    assert len(VALID) > 40
    assert len(INVALID) > 20


@every("name", VALID)
def test_a_valid_payload_comes_back_equal(name: str) -> None:
    text = (CORPUS / name).read_text(encoding="utf-8")

    made = decompile(text)
    assert made.text is not None
    assert [found.message for found in made.diagnostics if found.severity is Severity.ERROR] == []
    compiled = compile_text(made.text)

    assert [found.message for found in compiled.diagnostics if found.severity is Severity.ERROR] == []
    assert len(compiled.payloads) == 1
    assert same_json(compiled.payloads[0].value, json.loads(text))
    assert format_text(made.text).text == made.text
    assert decompile(json.dumps(compiled.payloads[0].value)).text == made.text


@every("name", [name for name in VALID if "/fragments/" not in name])
def test_a_whole_payload_is_written_without_a_patch(name: str) -> None:
    made = decompile((CORPUS / name).read_text(encoding="utf-8"))

    assert made.text is not None
    assert "cekura.patch" not in made.text
    assert " raw:" not in made.text


@every("name", EXCERPTS)
def test_an_excerpt_of_a_row_is_reported_with_its_missing_keys(name: str) -> None:
    text = (CORPUS / name).read_text(encoding="utf-8")
    kinds = {
        "id": "missing-id",
        "condition": ("missing-condition", "bad-reference"),
        "type": "missing-type",
        "fixed_message": "missing-fixed-message",
    }

    named = {found.name for found in decompile(text).diagnostics if found.severity is Severity.ERROR}

    for key in kinds.keys() - json.loads(text).keys():
        assert named & set(kinds[key] if isinstance(kinds[key], tuple) else [kinds[key]]), (
            f"no report names `{key}`"
        )


@every(("name", "validity"), INVALID)
def test_an_invalid_payload_has_its_rule_named(name: str, validity: str) -> None:
    made = decompile((CORPUS / name).read_text(encoding="utf-8"))
    assert made.text is not None
    compiled = compile_text(made.text)
    said = (*made.diagnostics, *compiled.diagnostics)
    assert any(found.severity is not Severity.INFO for found in said)
    named = {found.name for found in said}

    for rule in re.findall(r"\d+", validity.removeprefix("invalid-by-rule-")):
        assert named & NAMES_OF_RULE[rule], f"no report names rule {rule}"
