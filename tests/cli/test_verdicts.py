"""Sentences in `scn test`, `scn live` and `scn serve`: a cassette and a judge decide, and nothing is guessed."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import HTTPError

import pytest

from scn_compiler.cli.rehearsal.model_server import ServedScript, server_for
from scn_compiler.cli.rehearsal.verdicts import Verdicts, read_verdicts
from scn_compiler.rehearsal.judge import Cassette
from scn_compiler.rehearsal.policy import DEFAULT
from support.calls import rehearsed
from support.cli import Run, scn

SCRIPT = """scenario: Choose a day
role: A patient
language: en
tools: end_call
FIRST_MESSAGE
  say: Hello.
@day WHEN The agent asks for a day
  say: On Friday.
  end call
"""
TESTS = "test: A day\n  hear: When can you come?\n  say: On Friday.\n  end call\n"
FITS = '{"sentence": "The agent asks for a day", "line": "When can you come?", "fits": true}\n'
KEY = "sk-very-secret"


class Judge:
    """A model on loopback that gives one answer to all questions; `asked` has the requests."""

    def __init__(self, answer: str, status: int) -> None:
        self.asked: list[tuple[dict[str, object], str | None]] = []
        judge = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                judge.asked.append((body, self.headers["Authorization"]))
                data = json.dumps({"choices": [{"message": {"content": answer}}]}).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.options = (
            "--judge",
            f"http://127.0.0.1:{self.server.server_address[1]}/v1",
            "--judge-model",
            "m",
        )


@contextmanager
def judging(answer: str = "yes", status: int = 200) -> Iterator[Judge]:
    judge = Judge(answer, status)
    thread = threading.Thread(target=judge.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield judge
    finally:
        judge.server.shutdown()
        judge.server.server_close()
        thread.join()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "day.scn").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "day.test.scn").write_text(TESTS, encoding="utf-8")
    (tmp_path / "fits.jsonl").write_text(FITS, encoding="utf-8")
    (tmp_path / "empty.jsonl").write_text("", encoding="utf-8")
    (tmp_path / "asking.py").write_text("def agent(messages):\n    return 'When can you come?'\n")
    return tmp_path


def run(folder: Path, *words: str) -> Run:
    return scn("test", *words, cwd=folder, env={"OPENAI_API_KEY": KEY})


def test_a_cassette_decides_lines_of_tests(folder: Path) -> None:
    assert run(folder).returncode == 1
    assert run(folder, "--cassette", "fits.jsonl", "--strict").stderr == "1 test: all passed\n"


def test_what_a_test_says_a_line_counts_as_goes_before_the_cassette(folder: Path) -> None:
    (folder / "day.test.scn").write_text(TESTS.replace("come?\n", "come?\n  as: @day\n"), encoding="utf-8")
    (folder / "never.jsonl").write_text(FITS.replace("true", "false"), encoding="utf-8")

    assert run(folder, "--cassette", "never.jsonl", "--strict").returncode == 0


def test_a_strict_run_names_undecided_lines(folder: Path) -> None:
    (folder / "day.test.scn").write_text("test: A day\n  hear: Hm?\n  quiet\n", encoding="utf-8")

    assert run(folder, "--strict").returncode == 0
    done = run(folder, "--cassette", "fits.jsonl")
    assert (done.returncode, done.stderr) == (0, "1 test: all passed, 1 message undecided\n")
    done = run(folder, "--cassette", "fits.jsonl", "--strict")
    assert done.returncode == 1
    assert "  no verdict says which sentences this is: Hm?\n" in done.stdout
    brief = run(folder, "--cassette", "fits.jsonl", "--strict", "--format", "concise")
    assert "A day: no verdict says which sentences this is: `Hm?`" in brief.stdout


def test_a_judge_is_asked_once_and_its_verdicts_stay_on_the_cassette(folder: Path) -> None:
    with judging("Yes.") as judge:
        for _ in range(2):
            done = run(folder, "--cassette", "new.jsonl", *judge.options)
            assert (done.returncode, done.stderr) == (0, "1 test: all passed\n")
    ((question, key),) = judge.asked

    assert question["model"] == "m"
    assert "The agent asks for a day" in str(question["messages"])
    assert key == f"Bearer {KEY}"
    assert json.loads((folder / "new.jsonl").read_text(encoding="utf-8")) == json.loads(FITS) | {"model": "m"}
    assert run(folder, "--cassette", "new.jsonl").returncode == 0


def test_verdicts_are_added_below_those_of_the_cassette(folder: Path) -> None:
    (folder / "other.jsonl").write_text(FITS.replace("When can", "Where can").rstrip(), encoding="utf-8")
    with judging("no") as judge:
        run(folder, "--cassette", "other.jsonl", *judge.options)

    lines = (folder / "other.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["fits"] for line in lines] == [True, False]


@pytest.mark.parametrize("answer", ["Perhaps", "yes and no", ""])
def test_an_answer_of_the_judge_that_is_no_verdict_leaves_a_message_undecided(
    folder: Path, answer: str
) -> None:
    with judging(answer) as judge:
        done = run(folder, "--cassette", "empty.jsonl", *judge.options)

    assert "1 message undecided" in done.stderr
    assert (folder / "empty.jsonl").read_text(encoding="utf-8") == ""


def test_a_judge_that_fails_ends_the_run_and_shows_no_key(folder: Path) -> None:
    with judging(status=500) as judge:
        done = run(folder, "--cassette", "empty.jsonl", *judge.options)

    assert done.returncode == 1
    assert "doesn't answer: HTTP Error 500" in done.stderr
    assert KEY not in done.stderr + done.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--judge", "http://127.0.0.1:1/v1"), "--judge also needs --judge-model NAME, and --cassette FILE"),
        (("--judge-model", "m"), "--judge-model needs --judge URL"),
        (("--cassette", "none.jsonl"), "none.jsonl: No such file or directory"),
        (("--cassette", "day.scn"), "day.scn: line 1 isn't a verdict"),
    ],
)
def test_options_about_sentences_that_lack_something_are_refused(
    folder: Path, options: tuple[str, ...], message: str
) -> None:
    done = run(folder, *options)

    assert done.returncode == 2
    assert message in done.stderr


def test_a_live_call_says_once_which_messages_are_undecided(folder: Path) -> None:
    done = scn("live", "day.scn", "--agent", "asking:agent", "--max-turns", "3", cwd=folder)

    said = "undecided, so it doesn't count as `The agent asks for a day`: `When can you come?`\n"
    assert done.stderr == f"{said}the caller hasn't hung up after 3 turns of the agent\n"
    done = scn("live", "day.scn", "--agent", "asking:agent", "--cassette", "fits.jsonl", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_live_call_asks_the_judge(folder: Path) -> None:
    with judging() as judge:
        words = ("live", "day.scn", "--agent", "asking:agent", "--cassette", "empty.jsonl", *judge.options)
        assert scn(*words, cwd=folder).stdout.endswith("caller: On Friday.\n")


@contextmanager
def served(verdicts: Verdicts) -> Iterator[str]:
    """The script as a model; the address of its completions."""
    server = server_for(ServedScript("day", rehearsed(SCRIPT), DEFAULT, verdicts), 0, verdicts.tell_undecided)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1/chat/completions"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def answer_of(address: str) -> bytes:
    body = json.dumps({"messages": [{"role": "user", "content": "Which day?"}]}).encode()
    with urllib.request.urlopen(urllib.request.Request(address, data=body)) as response:
        return bytes(response.read())


def test_a_served_caller_says_once_which_messages_are_undecided(capsys: pytest.CaptureFixture[str]) -> None:
    with served(Verdicts(Cassette())) as address:
        for _ in range(2):
            answer_of(address)

    assert capsys.readouterr().err.count("`Which day?`") == 1


def test_a_served_caller_asks_the_judge_once_for_many_calls_at_once(tmp_path: Path) -> None:
    with judging() as judge:
        verdicts = read_verdicts(tmp_path / "new.jsonl", judge.options[1], "m")
        with served(verdicts) as address, ThreadPoolExecutor(8) as pool:
            answers = [json.loads(each) for each in pool.map(answer_of, [address] * 8)]

    assert {each["choices"][0]["message"]["content"] for each in answers} == {"Hello. On Friday. ###STOP###"}
    assert len(judge.asked) == 1
    assert json.loads((tmp_path / "new.jsonl").read_text(encoding="utf-8"))["line"] == "Which day?"


def test_a_served_caller_whose_judge_fails_answers_with_an_error(tmp_path: Path) -> None:
    with judging(status=503) as judge:
        verdicts = read_verdicts(tmp_path / "new.jsonl", judge.options[1], "m")
        with served(verdicts) as address, pytest.raises(HTTPError) as raised:
            answer_of(address)

    assert raised.value.code == 502
    assert "doesn't answer" in json.load(raised.value)["error"]["message"]
