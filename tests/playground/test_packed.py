"""The Python that is packed for the static page answers as the installed one does."""

import json
import re
import sys
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.playground.answers import answer
from scn_compiler.playground.samples import page_samples
from support.paths import BAD_PAYLOADS, BAD_SCRIPTS, CORPUS, ROOT, SAMPLES, TESTS
from support.playground_page import CONTRACTS, built_page, packed_answers

PLAYGROUND = ROOT / "editors" / "playground"
PAYLOADS = [*BAD_PAYLOADS, *sorted((TESTS / "platforms" / "golden").rglob("*.json"))]

REWORDED = "unexpected comma after the last value"
"""A mistake in JSON that Python describes in these words, and at its own place, since 3.13."""

EVERY_METHOD: dict[str, dict[str, Any]] = {
    "check": {},
    "compile": {},
    "draw": {"dark": True},
    "expand": {},
    "fix": {},
    "format": {},
    "test": {},
    "explore": {},
    "play": {"heard": [{"text": "Hello, how can I help you?"}, {"text": None}]},
    "call_test": {"heard": [{"text": "Hello, how can I help you?"}]},
    "actions": {"from": 0, "to": 40},
}


def about(files: dict[str, str], opened: str, method: str, **params: Any) -> dict[str, Any]:
    return {"method": method, "files": files, "open": opened, "target": None, **params}


def requests() -> Iterator[dict[str, Any]]:
    """Every method on every sample, checks and fixes of bad scripts, and all payloads."""
    projects = [(each["files"], each["open"]) for each in page_samples()]
    projects += [({path.name: path.read_text(encoding="utf-8")}, path.name) for path in SAMPLES]
    for files, opened in projects:
        for method, params in EVERY_METHOD.items():
            yield about(files, opened, method, **params)
        for at in range(0, len(files[opened]), 97):
            yield about(files, opened, "hover", at=at)
            yield about(files, opened, "complete", at=at, explicit=True)
    for path in BAD_SCRIPTS:
        files = {path.name: path.read_bytes().decode("utf-8", "replace")}
        for method in ("check", "fix", "compile", "actions"):
            yield about(files, path.name, method, **EVERY_METHOD[method])
    yield from payload_requests(PAYLOADS)
    for word in ("labels", "dtmf", "SCN301", "after", "nonsense"):
        yield about({"a.scn": ""}, "a.scn", "explain", word=word)


def payload_requests(paths: Iterable[Path]) -> Iterator[dict[str, Any]]:
    for path in paths:
        text = path.read_bytes().decode("utf-8", "replace")
        yield about({"a.scn": ""}, "a.scn", "decompile", json=text, platform=None)


def assert_same_answers(asked: list[dict[str, Any]], folder: Path) -> None:
    """Ask the packed Python and the installed one the same, and print how many answers were compared."""
    _, *packed = packed_answers(built_page("static"), [{"method": "nap"}, CONTRACTS, *asked], folder)
    assert len(packed) == len(asked)
    different = [
        f"{request['method']} {request['open']}: {native} != {found}"
        for request, found in zip(asked, packed, strict=True)
        if (native := json.loads(json.dumps(answer(request)))) != found
        and not (sys.version_info < (3, 13) and REWORDED in str(found))
    ]
    print(f"{len(asked):,} answers compared, {len(different)} different")  # noqa: T201
    assert different == []


@pytest.mark.slow
def test_the_packed_python_answers_as_the_installed_one(tmp_path: Path) -> None:
    asked = list(requests())
    assert len(asked) > 3000
    assert_same_answers(asked, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real payloads is missing")
def test_the_packed_python_makes_the_same_scripts_from_real_payloads(tmp_path: Path) -> None:
    asked = list(payload_requests(sorted(CORPUS.rglob("*.json"))))
    scripts = [answer(each)["result"]["text"] for each in asked]
    asked += [
        about({"a.scn": text}, "a.scn", method) for text in scripts if text for method in ("check", "compile")
    ]
    assert len(asked) > 200
    assert_same_answers(asked, tmp_path)


@pytest.mark.slow
def test_without_pydantic_an_answer_says_that_contracts_are_not_checked(tmp_path: Path) -> None:
    script = "scenario: Hours\nrole: A caller\nlanguage: en\ncekura.run_as_txt: 5\n\nFIRST_MESSAGE\n  say: Hi <endcall />\n"
    check = about({"a.scn": script}, "a.scn", "check")
    start = {"method": "start"}
    asked = [start, check, CONTRACTS, start, check]
    first, before, second, after = (
        each["result"] for each in packed_answers(built_page("static"), asked, tmp_path)
    )
    assert (first["contracts"], before["contracts"], before["diagnostics"]) == (False, False, [])
    assert (second["contracts"], after["contracts"]) == (True, True)
    assert [each["name"] for each in after["diagnostics"]] == ["unknown-platform-key"]


def test_the_page_has_the_versions_that_are_tested() -> None:
    wanted = dict(
        re.findall(r"^([\w-]+)==(\S+)$", (PLAYGROUND / "requirements.txt").read_text(), re.MULTILINE)
    )
    assert wanted == {name: version(name) for name in wanted}
