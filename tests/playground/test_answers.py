"""The answers of the playground, as its page gets them."""

import json
import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest

from scn_compiler.config import Config
from scn_compiler.playground.answers import ANSWERS, PageHost, answer, answer_text
from scn_compiler.playground.code_units import code_units
from scn_compiler.playground.markup import html_of
from scn_compiler.playground.samples import page_samples
from support.cases import every
from support.cli import GOOD as TEMPLATE

GOOD = TEMPLATE.format("Hours")
WITH_TYPO = GOOD.replace("say:", "sya:", 1)


def asked(method: str, files: dict[str, str] | str, opened: str = "", **params: Any) -> Any:
    """The answer to a request, with its error if it has one."""
    files = {"hours.scn": files} if isinstance(files, str) else files
    request = {
        "method": method,
        "files": files,
        "open": opened or next(iter(files)),
        "target": None,
        **params,
    }
    found = answer(json.loads(json.dumps(request)))
    return json.loads(json.dumps(found.get("result", found)))


def applied(text: str, edits: list[dict[str, Any]]) -> str:
    """A text after edits, whose offsets are those of JavaScript."""
    data = text.encode("utf-16-le")
    for each in sorted(edits, key=lambda edit: -edit["from"]):
        data = data[: 2 * each["from"]] + each["insert"].encode("utf-16-le") + data[2 * each["to"] :]
    return data.decode("utf-16-le")


def test_the_page_starts_with_targets_and_samples() -> None:
    found = answer({"method": "start"})["result"]
    assert {"cekura", "eqho"} <= {each["name"] for each in found["targets"]}
    assert (found["local"], found["project"], found["contracts"]) == (False, None, True)


@every("sample", page_samples(), ids=lambda sample: sample["name"])
def test_samples_have_no_errors_and_compile(sample: dict[str, Any]) -> None:
    found = asked("check", sample["files"], sample["open"])
    assert [each for each in found["diagnostics"] if each["severity"] == "error"] == []
    compiled = asked("compile", sample["files"], sample["open"])
    assert compiled["ok"] and compiled["documents"]


def test_a_typo_is_found_with_a_fix_that_solves_it() -> None:
    (found,) = asked("check", WITH_TYPO)["diagnostics"]
    assert (found["name"], found["severity"], found["notes"]) == (
        "misspelt-keyword",
        "error",
        ["help: did you mean `say:`?"],
    )
    assert applied(WITH_TYPO, found["fixes"][0]["edits"]) == GOOD
    assert asked("fix", WITH_TYPO) == {"files": {"hours.scn": GOOD}, "fixed": 1}
    actions = asked("actions", WITH_TYPO, **{"from": found["from"], "to": found["to"]})
    (action,) = [each for each in actions if each["kind"] == "quickfix"]
    assert applied(WITH_TYPO, action["edits"]) == GOOD


def test_offsets_count_as_javascript_counts() -> None:
    text = WITH_TYPO.replace("scenario: ", "scenario: 😀😀 ")
    (found,) = asked("check", text)["diagnostics"]
    assert text.encode("utf-16-le")[2 * found["from"] : 2 * found["to"]].decode("utf-16-le") == "sya"
    assert applied(text, found["fixes"][0]["edits"]) == text.replace("sya:", "say:")


def test_code_units_convert_both_ways() -> None:
    text = "a😀b😀😀"
    units = code_units(text)
    assert [units.units(at) for at in range(len(text) + 1)] == [0, 1, 3, 4, 6, 8]
    assert [units.points(at) for at in range(10)] == [0, 1, 1, 2, 3, 3, 4, 4, 5, 5]


def test_an_error_in_another_file_is_found_there_and_at_its_import() -> None:
    files = {
        "main.scn": f"import: shared.scn\n\n{GOOD}",
        "shared.scn": "fragment: greeting\nFIRST_MESSAGE\n  sya: Hello!\n",
    }
    found = [(each["file"], each["name"]) for each in asked("check", files)["diagnostics"]]
    assert found[0] == ("main.scn", "bad-import")
    assert ("shared.scn", "misspelt-keyword") in found


def test_a_configuration_in_the_page_applies_and_is_checked() -> None:
    files = {"hours.scn": GOOD, "scn.toml": 'target = "eqho"\n'}
    assert asked("check", files)["target"] == {"name": "eqho", "source": "configuration"}
    files["scn.toml"] = 'taget = "eqho"\n'
    (found,) = [each for each in asked("check", files)["diagnostics"] if each["file"] == "scn.toml"]
    assert (found["severity"], found["line"]) == ("error", 1)


def test_completion_offers_templates_for_the_editor() -> None:
    text = GOOD + "\n"
    found = asked("complete", text, at=len(text), explicit=True)
    when = next(each for each in found["items"] if each["label"] == "WHEN contains …")
    assert when["snippet"] and "${1" in when["insert"]
    assert "<p>" in asked("document", text, at=len(text), topic=when["topic"])["html"]


def test_an_unknown_topic_has_no_documentation() -> None:
    for topic in (["nap", "say", ""], ["keyword", "nap", ""], ["field", "nap", ""]):
        assert asked("document", GOOD, at=0, topic=topic) is None


def test_a_refactoring_is_offered_only_if_the_page_has_all_its_files() -> None:
    text = f"import: lib.scn\n\n{GOOD}"
    files = {"main.scn": text, "lib.scn": "fragment: other\nFIRST_MESSAGE\n  wait\n"}
    host = PageHost(base=Config(read=lambda _path: files["lib.scn"]))
    start = text.index("FIRST_MESSAGE")

    def titles(in_page: dict[str, str]) -> list[str]:
        request = {"method": "actions", "files": in_page, "open": "main.scn", "from": start, "to": len(text)}
        return [each["title"] for each in answer(request, host)["result"]]

    assert "Extract fragment to lib.scn" in titles(files)
    alone = titles({"main.scn": text})
    assert "Extract fragment" in alone and "Extract fragment to lib.scn" not in alone


def test_any_number_of_backticks_is_text_until_the_same_number_follows() -> None:
    assert html_of("a `` b` c `` d") == "<p>a <code>b` c</code> d</p>"
    many = "`" * 20_000
    assert html_of(f"a {many} `b`") == f"<p>a {many} <code>b</code></p>"


def test_a_hover_is_html_in_which_the_script_is_text() -> None:
    text = GOOD.replace("scenario: ", "scenario: <img src=x> ")
    found = asked("hover", text, at=text.index("FIRST_MESSAGE") + 2)
    assert "<img" not in found["html"] and "<code" in found["html"]
    assert text[found["from"] : found["to"]] == "FIRST_MESSAGE"


def test_the_blocks_of_a_script_are_marked_in_its_payload() -> None:
    found = asked("compile", GOOD)
    (mark,) = found["marks"]
    assert GOOD[mark["from"] : mark["to"]].startswith("FIRST_MESSAGE\n  say: Hello")
    assert "Hello" in found["documents"][mark["document"]]["text"][mark["start"] : mark["end"]]


def test_a_payload_becomes_a_script_and_broken_json_names_its_place() -> None:
    (document,) = asked("compile", GOOD)["documents"]
    found = asked("decompile", GOOD, json=document["text"], platform=None)
    assert found["text"] and found["files"][0]["name"] == found["name"]
    (compiled,) = asked("compile", found["text"])["documents"]
    assert json.loads(compiled["text"]) == json.loads(document["text"])
    broken = asked("decompile", GOOD, json='{"a": 1,\n b}', platform=None)
    assert broken["text"] is None and [(each["line"], each["column"]) for each in broken["remarks"]] == [
        (2, 2)
    ]


def test_pictures_leave_their_styles_to_the_page() -> None:
    found = asked("draw", GOOD, dark=True)
    assert found["svg"].startswith("<svg") and "<style" not in found["svg"] and ".paper" in found["css"]


def test_the_configuration_of_a_host_applies() -> None:
    request = {"method": "check", "files": {"a.scn": GOOD}, "open": "a.scn", "target": None}
    found = answer(request, PageHost(base=Config(target="eqho")))
    assert found["result"]["target"]["name"] == "eqho"


@every(
    ("request_", "reason"),
    [
        ([], "a request must be an object"),
        ({"method": "nap"}, "unknown method `nap`"),
        ({"method": ["check"]}, "unknown method"),
        ({"method": "check"}, "`files` must be"),
        ({"method": "check", "files": {"a.scn": 1}, "open": "a.scn"}, "`files` must be"),
        ({"method": "check", "files": {"a.scn": ""}, "open": "b.scn"}, "`open` must be"),
        ({"method": "check", "files": {"a.scn": ""}, "open": ["a.scn"]}, "`open` must be"),
        (
            {"method": "check", "files": {"a.scn": ""}, "open": "a.scn", "target": "ekho"},
            "unknown target `ekho`",
        ),
        ({"method": "hover", "files": {"a.scn": ""}, "open": "a.scn", "at": "x"}, "an offset must be"),
        ({"method": "compile", "files": {"a.csv": ""}, "open": "a.csv"}, "isn't a script"),
        ({"method": "expand", "files": {"a.scn": "scenario: a\nx"}, "open": "a.scn"}, "errors"),
    ],
)
def test_wrong_requests_are_errors_in_one_sentence(request_: Any, reason: str) -> None:
    found = answer(request_)
    assert list(found) == ["error"] and reason in found["error"]


def test_every_method_has_its_module() -> None:
    for module, methods in ANSWERS.items():
        found = import_module(f"scn_compiler.playground.{module}")
        assert {f"{method}_answer" for method in methods} == {
            name for name in vars(found) if name.endswith("_answer") and not name.startswith("_")
        }


def test_the_worker_of_the_page_talks_json() -> None:
    assert json.loads(answer_text('{"method": "nap"}')) == {"error": "unknown method `nap`"}


@pytest.mark.slow
def test_once_all_answers_are_loaded_a_first_mistake_waits_for_no_module() -> None:
    program = (
        "import sys\n"
        "from scn_compiler.playground.answers import answer, load_all_answers\n"
        "load_all_answers()\n"
        "loaded = set(sys.modules)\n"
        f"files = {{'hours.scn': {GOOD.replace('say:', 'sayx:', 1)!r}}}\n"
        "for method in ('check', 'actions', 'complete'):\n"
        "    request = {'method': method, 'files': files, 'open': 'hours.scn', 'target': None}\n"
        "    assert 'result' in answer({**request, 'at': 60, 'from': 60, 'to': 60})\n"
        "print(*sorted(set(sys.modules) - loaded))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert [name for name in done.stdout.split() if name.startswith("scn_grammar")] == []


def test_any_file_can_be_open() -> None:
    files = {"hours.scn": GOOD, "rows.csv": "a,b\n", "scn.toml": ""}
    for method in ("check", "complete", "hover", "actions", "format"):
        for name in files:
            found = answer({"method": method, "files": files, "open": name, "at": 0, "from": 0, "to": 0})
            assert "result" in found, (method, name, found)
