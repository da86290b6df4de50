"""`scn playground`: a page on this machine, answered by the installed scn."""

import json
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.cli.commands import playground as command
from scn_compiler.playground import page_files as module
from scn_compiler.playground.answers import PageHost, answer
from scn_compiler.playground.page_files import PageError, PageFile
from scn_compiler.playground.server import playground_server
from support.cases import every
from support.cli import BROKEN, GOOD, scn

PAGE = {
    "/": PageFile("text/html; charset=utf-8", b"<title>page</title>"),
    "/app.js": PageFile("text/javascript", b"1"),
}
REQUEST = {"method": "check", "files": {"a.scn": BROKEN}, "open": "a.scn", "target": None}


@contextmanager
def served(host: PageHost = PageHost(local=True)) -> Iterator[int]:  # noqa: B008  (a frozen record)
    """The page on a free port."""
    server = playground_server(PAGE, host, 0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served() as number:
        yield number


def asked(
    port: int, method: str, path: str, body: bytes | None = None, **headers: str
) -> tuple[int, Any, dict[str, str]]:
    """Status, body and headers of an answer; a header that is empty isn't sent."""
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    names = {"Host": f"127.0.0.1:{port}"} | {key.replace("_", "-"): value for key, value in headers.items()}
    connection.putrequest(method, path, skip_host=True)
    if body is not None and "Content-Length" not in names:
        names["Content-Length"] = str(len(body))
    for key, value in names.items():
        if value:
            connection.putheader(key, value)
    connection.endheaders(body)
    answer = connection.getresponse()
    found = answer.status, answer.read(), {key.lower(): value for key, value in answer.getheaders()}
    connection.close()
    return found


def posted(port: int, request: Any, **headers: str) -> tuple[int, Any]:
    body = request if isinstance(request, bytes) else json.dumps(request).encode()
    status, data, _ = asked(port, "POST", "/answer", body, **{"Content_Type": "application/json", **headers})
    return status, json.loads(data)


def test_the_page_comes_with_a_strict_policy(port: int) -> None:
    status, body, headers = asked(port, "GET", "/")
    assert (status, body, headers["content-type"]) == (200, PAGE["/"].data, "text/html; charset=utf-8")
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert (headers["x-content-type-options"], headers["referrer-policy"]) == ("nosniff", "no-referrer")
    assert asked(port, "GET", "/app.js?x=1")[0] == 200


def test_the_page_gets_answers(port: int) -> None:
    status, found = posted(port, REQUEST, Origin=f"http://127.0.0.1:{port}", Sec_Fetch_Site="same-origin")
    assert (status, found["result"]["diagnostics"][0]["name"]) == (200, "misspelt-keyword")
    assert posted(port, {"method": "start"})[1]["result"]["local"] is True
    assert posted(port, {"method": "nap"})[1] == {"error": "unknown method `nap`"}


@every(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": ""},
        {"Host": "127.0.0.1"},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
    ids=str,
)
def test_other_pages_get_nothing(port: int, headers: dict[str, str]) -> None:
    assert posted(port, REQUEST, **headers)[0] == 403
    assert asked(port, "GET", "/", **headers)[0] == 403


def test_browsers_leave_out_the_default_port(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scn_compiler.playground.server.HTTP_PORT", port)
    assert posted(port, REQUEST, Host="localhost", Origin="http://localhost")[0] == 200
    assert posted(port, REQUEST, Host="evil.example")[0] == 403


def test_a_link_from_elsewhere_opens_the_page(port: int) -> None:
    assert asked(port, "GET", "/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate")[0] == 200


@every("path", ["/../answers.py", "/%2e%2e/answers.py", "//etc/passwd", "/app.js/", "/page/", "/answer"])
def test_nothing_but_the_files_of_the_page_is_served(port: int, path: str) -> None:
    assert asked(port, "GET", path)[0] == 404


@every("method", ["PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"])
def test_other_methods_are_refused(port: int, method: str) -> None:
    status, _, headers = asked(port, method, "/answer")
    assert (status, headers["allow"]) == (405, "GET, POST")


def test_requests_in_another_form_are_refused(port: int) -> None:
    assert posted(port, b"{", Content_Type="application/json")[0] == 400
    assert posted(port, b"\xff")[0] == 400
    assert posted(port, REQUEST, Content_Type="text/plain")[0] == 415
    assert posted(port, b" " * (9 << 20))[0] == 413
    assert posted(port, b"", Content_Length="many")[0] == 400
    assert posted(port, b"", Content_Length="1" * 5_000)[0] == 400
    assert asked(port, "POST", "/", b"{}", Content_Type="application/json")[0] == 404


class Served:
    """Stands for the server of a command: remembers its arguments, and stops at once."""

    server_address = ("127.0.0.1", 4321)
    taken: tuple[int, ...] = ()

    def __init__(self, _files: Any, host: PageHost, port: int) -> None:
        if port in Served.taken:
            raise OSError(98, "Address already in use")
        Served.host, Served.port = host, port

    def __enter__(self) -> "Served":
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def serve_forever(self) -> None:
        raise KeyboardInterrupt


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a script that imports another, and a configuration; the server stops at once."""
    monkeypatch.setattr(command, "playground_server", Served)
    monkeypatch.setattr(command, "page_files", lambda: PAGE)
    tmp_path.joinpath("shared").mkdir()
    tmp_path.joinpath("main.scn").write_text(f"import: shared/opening.scn\n\n{GOOD}", encoding="utf-8")
    tmp_path.joinpath("shared", "opening.scn").write_text(
        "fragment: opening\nFIRST_MESSAGE\n  say: Hi!\n", encoding="utf-8"
    )
    tmp_path.joinpath("scn.toml").write_text('target = "eqho"\n', encoding="utf-8")
    return tmp_path


def test_the_page_starts_with_scripts_and_what_they_import(project: Path) -> None:
    run = scn("playground", "main.scn", "--no-browser", cwd=project)
    assert (run.returncode, run.stderr.splitlines()) == (
        0,
        ["the playground is at http://127.0.0.1:4321/ (Ctrl-C stops it)", "stopped"],
    )
    assert (sorted(Served.host.files), Served.host.opened) == (["main.scn", "shared/opening.scn"], "main.scn")
    assert Served.host.base.target == "eqho"


def test_an_import_is_read_as_it_is_at_each_request(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    assert scn("playground", "--no-browser", cwd=project).returncode == 0
    text = (project / "main.scn").read_text(encoding="utf-8")
    request = {"method": "check", "files": {"main.scn": text}, "open": "main.scn"}
    opening = project / "shared" / "opening.scn"

    def names() -> list[str]:
        return [each["name"] for each in answer(request, Served.host)["result"]["diagnostics"]]

    assert "bad-import" not in names()
    opening.write_text("fragment: opening\nFIRST_MESSAGE\n  sya: Hi!\n", encoding="utf-8")
    assert "bad-import" in names()


def test_the_browser_is_opened_at_the_address(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert scn("playground", cwd=project).returncode == 0
    assert (opened, Served.host.files, Served.host.base.target) == (["http://127.0.0.1:4321/"], {}, "eqho")


def test_a_missing_script_and_a_missing_page_are_one_message(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scn("playground", "none.scn", cwd=project).returncode == 2

    def missing() -> Any:
        raise PageError(
            "this installation has no playground: install a wheel that was built where Node.js is"
        )

    monkeypatch.setattr(command, "page_files", missing)
    run = scn("playground", cwd=project)
    assert (run.returncode, run.stderr.splitlines()[-1]) == (
        2,
        "Error: this installation has no playground: install a wheel that was built where Node.js is",
    )


def test_the_usual_port_is_the_same_each_time_and_another_one_is_used_if_it_is_taken(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scn("playground", "--no-browser", cwd=project).returncode == 0
    usual = Served.port
    monkeypatch.setattr(Served, "taken", (usual,))
    run = scn("playground", "--no-browser", cwd=project)
    assert (usual, run.returncode, Served.port) == (8322, 0, 0)
    assert "port 8322 is taken" in run.stderr


def test_a_port_in_use_is_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setattr(command, "page_files", lambda: PAGE)
    run = scn("playground", "--port", str(port), cwd=tmp_path)
    assert run.returncode == 2 and f"can't use port {port}" in run.stderr


def test_a_packaged_page_is_served_with_the_types_of_its_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("index.html", "app.js", "secret.py"):
        tmp_path.joinpath(name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(module, "_PACKAGED", tmp_path)
    monkeypatch.setattr(module, "_BUILDER", tmp_path / "build.py")
    found = module.page_files()
    assert sorted(found) == ["/", "/app.js", "/index.html"]
    assert found["/app.js"].kind.startswith("text/javascript")


def test_a_page_that_cannot_be_built_is_one_message(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builder = tmp_path / "build.py"
    builder.write_text("import sys\nsys.exit('npm is missing')\n", encoding="utf-8")
    monkeypatch.setattr(module, "_BUILDER", builder)
    with pytest.raises(PageError, match="can't be built: npm is missing"):
        module.page_files()
    monkeypatch.setattr(module, "_BUILDER", tmp_path / "none.py")
    monkeypatch.setattr(module, "_PACKAGED", tmp_path / "none")
    with pytest.raises(PageError, match="no playground: install a wheel that was built where"):
        module.page_files()


def test_the_server_answers_a_client_of_python(port: int) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/answer",
        json.dumps(REQUEST).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        assert json.load(answer)["result"]["diagnostics"]
