"""VS Code in a browser: code-server and its driver, installed once into a cache, and started for a test."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from filelock import FileLock

from support.paths import ROOT

EXTENSION = ROOT / "editors" / "vscode"
CODE_SERVER = "4.100.3"
"""The newest version that runs on the installed Node.js."""
NODE = "v20."
PLAYWRIGHT = "1.65.1"
NATIVE = ("@vscode/spdlog", "native-watchdog", "@parcel/watcher", "kerberos")
FLAGS = ("--no-progress", "--loglevel=error", "--no-audit", "--no-fund", "--no-package-lock")
PATIENCE = 30
SETTINGS = {
    "editor.fontSize": 15,
    "editor.minimap.enabled": False,
    "editor.scrollBeyondLastLine": False,
    "editor.wordWrap": "on",
    "extensions.autoUpdate": False,
    "files.autoSave": "off",
    "security.workspace.trust.enabled": False,
    "telemetry.telemetryLevel": "off",
    "window.commandCenter": False,
    "window.menuBarVisibility": "hidden",
    "workbench.activityBar.location": "hidden",
    "workbench.colorTheme": "Default Dark Modern",
    "workbench.layoutControl.enabled": False,
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
}


class NotInstalledError(Exception):
    """The reason why VS Code can't be tested on this machine."""


def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        raise NotInstalledError("there is no Chromium")
    return found


def install() -> Path:
    """Install code-server and playwright-core; returns the folder with their `node_modules`."""
    node, npm, ripgrep = (shutil.which(name) for name in ("node", "npm", "rg"))
    if not (node and npm and ripgrep):
        raise NotInstalledError("node, npm and rg are needed")
    if not _said(node, "--version").startswith(NODE):
        raise NotInstalledError(f"code-server {CODE_SERVER} needs Node.js {NODE}x")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "scn-tests"
    place = cache / f"code-server-{CODE_SERVER}-{PLAYWRIGHT}"
    cache.mkdir(parents=True, exist_ok=True)
    with FileLock(f"{place}.lock"):  # another checkout may install it at the same time
        if not (place / "done").is_file():
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            _fill(place, npm, ripgrep, Path(node).resolve().parent.parent)
            (place / "done").touch()
    return place


def _fill(place: Path, npm: str, ripgrep: str, prefix: Path) -> None:
    headers = {"npm_config_nodedir": str(prefix)} if (prefix / "include" / "node").is_dir() else {}

    def run(*words: str, within: Path) -> None:
        done = subprocess.run(
            [npm, *words],
            cwd=within,
            env={**os.environ, **headers},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotInstalledError(f"npm {words[0]} failed: {(done.stderr or done.stdout).strip()[-300:]}")

    (place / "package.json").write_text('{"private": true}', encoding="utf-8")
    run(
        "install",
        "--ignore-scripts",
        *FLAGS,
        f"code-server@{CODE_SERVER}",
        f"playwright-core@{PLAYWRIGHT}",
        within=place,
    )
    inner = place / "node_modules" / "code-server" / "lib" / "vscode"
    for folder in (inner, inner / "extensions"):
        run("install", "--ignore-scripts", "--omit=dev", *FLAGS, within=folder)
    for package in NATIVE:
        run("rebuild", package, within=inner)
    run("rebuild", "argon2", within=place)
    # The terminal's last step only builds a file for its developers, with a tool that it would download.
    subprocess.run(
        [npm, "rebuild", "node-pty"],
        cwd=inner,
        env={**os.environ, **headers},
        capture_output=True,
        check=False,
    )
    tool = inner / "node_modules" / "@vscode" / "ripgrep" / "bin"
    tool.mkdir(exist_ok=True)
    (tool / "rg").symlink_to(ripgrep)
    (inner / "node_modules.asar").symlink_to("node_modules")


def _said(*words: str) -> str:
    return subprocess.run(words, capture_output=True, text=True, check=False).stdout


def ready() -> tuple[Path, str]:
    """The folder that has VS Code, and a browser; skips the test without them."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        pytest.fail("run with -n 0: several workers would build in the same folder")
    try:
        return install(), chromium()
    except NotInstalledError as reason:
        pytest.skip(f"VS Code can't be tested: {reason}")


@cache
def packaged() -> Path:
    """The packaged extension, built once."""
    done = subprocess.run(
        [sys.executable, EXTENSION / "build.py"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return Path(done.stdout.splitlines()[-1])


@contextmanager
def serving(
    place: Path,
    home: Path,
    workspace: Path,
    extensions: list[Path],
    variables: dict[str, str],
    settings: dict[str, object] | None = None,
) -> Iterator[str]:
    """Start a code-server with `extensions` that shows `workspace`; yields its address.

    Args:
        settings: The user's settings, besides those that all tests have.
    """
    entry = place / "node_modules" / "code-server" / "out" / "node" / "entry.js"
    node = shutil.which("node") or "node"
    common = [
        node,
        str(entry),
        "--user-data-dir",
        str(home / "data"),
        "--extensions-dir",
        str(home / "extensions"),
    ]
    own = home / "data" / "User" / "settings.json"
    own.parent.mkdir(parents=True)
    own.write_text(json.dumps({**SETTINGS, **(settings or {})}), encoding="utf-8")
    ours = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "share")}
    environment = {**os.environ, **ours, **variables}
    installs = [word for extension in extensions for word in ("--install-extension", str(extension))]
    done = subprocess.run([*common, *installs], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    port = _free_port()
    served = [
        *(
            "--auth",
            "none",
            "--bind-addr",
            f"127.0.0.1:{port}",
            "--disable-telemetry",
            "--disable-update-check",
        ),
        *("--disable-getting-started-override", "--disable-workspace-trust", str(workspace)),
    ]
    with (home / "server.log").open("w", encoding="utf-8") as log:
        process = subprocess.Popen([*common, *served], env=environment, stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            yield f"http://127.0.0.1:{port}/"
        finally:
            process.terminate()
            process.wait(PATIENCE)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("code-server did not start")
