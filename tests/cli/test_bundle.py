"""Modules that are loaded from the bundle are those of the source files."""

import keyword
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.cli import GOOD, Run
from support.laws import sweep
from support.paths import ROOT

FOLDERS = {"dsl": "scn_dsl", "grammar": "scn_grammar", "compiler": "scn_compiler"}
WITH_INFO = GOOD.format("A").replace("Hello", 'Hello <break time="1s" />')
RULE = "scn_compiler/lint/rules/deprecated_tag.py"
WHERE = """if True:
    import sys
    from scn_compiler.cli import main
    try: main()
    finally: print(*sorted({type(each.__spec__.loader).__name__ for name, each in sys.modules.items()
                            if name.startswith("scn_grammar.")}))
"""


class Copy:
    """A copy of the packages, which a test may change, and a script to check."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for top, package in FOLDERS.items():
            ignored = shutil.ignore_patterns("__pycache__", "site")
            shutil.copytree(ROOT / top / package, folder / package, ignore=ignored)
        (folder / "one.scn").write_text(WITH_INFO, encoding="utf-8")

    def python(self, *words: str, **more: str) -> Run:
        environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        return subprocess.run(
            [sys.executable, "-s", *words],
            cwd=self.folder,
            env={**environment, "PYTHONPATH": str(self.folder), **more},
            capture_output=True,
            text=True,
            check=False,
        )

    def check(self) -> str:
        done = self.python("-m", "scn_compiler", "check", "one.scn")
        assert done.returncode == 0, done.stderr
        return done.stdout

    def loaders(self) -> list[str]:
        return self.python("-c", WHERE, "check", "one.scn").stdout.splitlines()[-1].split()

    @property
    def bundle(self) -> Path | None:
        return next((self.folder / "scn_compiler" / "__pycache__").glob("*.bundle"), None)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copy]:
    yield Copy(tmp_path_factory.mktemp("packages"))


def test_the_first_run_writes_a_bundle_that_the_next_run_uses(copy: Copy) -> None:
    first = copy.check()

    assert copy.bundle is not None
    assert copy.loaders() == ["_Loader"]
    assert copy.check() == first
    assert "deprecated-tag" in first


def test_a_module_that_changed_is_loaded_from_its_source(copy: Copy) -> None:
    before = copy.check()
    path = copy.folder / RULE
    text = path.read_text(encoding="utf-8")
    assert "old name" in text
    path.write_text(text.replace("old name", "OLD NAME"), encoding="utf-8")

    assert copy.check() == before.replace("old name", "OLD NAME") != before
    assert copy.check() == before.replace("old name", "OLD NAME")


@pytest.mark.slow
def test_packages_that_were_moved_are_loaded_from_their_new_place(copy: Copy, tmp_path: Path) -> None:
    copy.check()
    moved = Copy.__new__(Copy)
    moved.folder = tmp_path / "moved"
    shutil.copytree(copy.folder, moved.folder)
    code = WHERE.replace("type(each.__spec__.loader).__name__", "each.__file__")

    for file in moved.python("-c", code, "check", "one.scn").stdout.splitlines()[-1].split():
        assert file.startswith(str(moved.folder))
    assert moved.loaders() == ["_Loader"]


def test_modules_of_the_standard_library_are_in_the_bundle(copy: Copy) -> None:
    copy.loaders()  # `python -m`, as in `check`, loads some of them before the bundle
    code = """if True:
        from scn_compiler.cli import bundle
        bundle.install()
        import collections.abc, keyword
        print(*(type(each.__spec__.loader).__name__ for each in (collections.abc, collections, keyword)))"""

    assert copy.python("-c", code).stdout.split() == ["_Loader"] * 3


def test_classes_that_the_standard_library_adds_as_modules_are_left_out(copy: Copy) -> None:
    """`typing` does so in some versions of Python, and so do programs that replace a module."""
    code = """if True:
        import sys
        from scn_compiler.cli.bundle import install
        bundle = install()
        sys.modules["keyword.parts"] = type("parts", (), {})
        bundle.close()
        print("fine")"""

    assert copy.python("-c", code).stdout == "fine\n"


def test_a_module_with_the_name_of_one_in_the_standard_library_is_never_taken_from_the_bundle(
    copy: Copy, tmp_path: Path
) -> None:
    """A folder on the path may have such a module, which Python then finds first."""
    (tmp_path / "keyword.py").write_text(
        "iskeyword, kwlist, softkwlist = str.isupper, [], []\n", encoding="utf-8"
    )
    elsewhere = {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(copy.folder)])}
    if copy.bundle:
        copy.bundle.unlink()
    copy.python("-m", "scn_compiler", "check", "one.scn", **elsewhere)
    code = WHERE.replace("type(each.__spec__.loader).__name__", "sys.modules['keyword'].__file__")

    assert copy.bundle
    [file] = copy.python("-c", code, "check", "one.scn").stdout.splitlines()[-1].split()
    assert file == keyword.__file__


@pytest.mark.parametrize("data", sweep([b"\0" * 100, b"", b"x", b"\xff" * 100, b"\0\0\0\0\0\0\0\x01i"]))
def test_a_damaged_bundle_is_ignored(data: bytes, copy: Copy) -> None:
    expected = copy.check()
    assert copy.bundle
    copy.bundle.write_bytes(data)

    assert copy.check() == expected
    assert copy.loaders() == ["_Loader"]


def test_without_bytecode_no_bundle_is_written(copy: Copy) -> None:
    copy.check()
    assert copy.bundle
    copy.bundle.unlink()

    copy.python("-B", "-m", "scn_compiler", "check", "one.scn")
    assert copy.bundle is None


@pytest.mark.slow
def test_python_without_assertions_has_another_bundle(copy: Copy) -> None:
    copy.check()
    assert copy.bundle
    copy.bundle.unlink()
    copy.python("-O", "-m", "scn_compiler", "check", "one.scn")
    optimized = copy.bundle

    assert optimized
    assert copy.loaders() != ["_Loader"]
    assert copy.loaders() == ["_Loader"]
    optimized.unlink()


@pytest.mark.slow
def test_the_bundle_is_where_python_stores_bytecode(copy: Copy, tmp_path: Path) -> None:
    copy.check()
    assert copy.bundle
    copy.bundle.unlink()
    elsewhere = {"PYTHONPYCACHEPREFIX": str(tmp_path)}
    copy.python("-m", "scn_compiler", "check", "one.scn", **elsewhere)

    assert copy.bundle is None
    assert list(tmp_path.rglob("*.bundle"))


@pytest.mark.parametrize("failure", sweep(["OSError(28, 'full')", "SyntaxError('half a file')"]))
def test_a_bundle_that_cannot_be_written_changes_nothing_and_leaves_nothing(failure: str, copy: Copy) -> None:
    expected = copy.check()
    assert copy.bundle
    copy.bundle.unlink()
    code = f"""if True:
        import os
        from scn_compiler.cli import bundle, program
        def fail(*_): raise {failure}
        os.replace = fail
        program()"""
    done = copy.python("-c", code, "check", "one.scn")

    assert (done.returncode, done.stdout) == (0, expected)
    assert not list((copy.folder / "scn_compiler" / "__pycache__").glob("*.bundle*"))


def test_a_module_of_the_bundle_knows_its_source_and_its_files(copy: Copy) -> None:
    copy.check()
    code = """if True:
        import inspect, importlib.resources, pickle
        from scn_compiler.cli import bundle
        bundle.install()
        from scn_grammar import parser
        import scn_dsl.nodes as nodes
        assert type(parser.__spec__.loader).__name__ == "_Loader"
        assert "def parse" in inspect.getsource(parser)
        assert importlib.resources.files("scn_compiler.lint.pages").joinpath("bad-trigger.md").is_file()
        assert pickle.loads(pickle.dumps(nodes.Then())) == nodes.Then()
        print("fine")"""

    assert copy.python("-c", code).stdout == "fine\n"


@pytest.mark.skipif(not hasattr(os, "pread"), reason="processes are not forked here")
def test_forked_processes_read_modules_at_the_same_time(copy: Copy) -> None:
    """They share the position in the open file, so reading a module must not depend on it."""
    copy.check()
    code = """if True:
        import os
        from scn_compiler.cli.bundle import install
        bundle = install()
        before = os.lseek(bundle._stream.fileno(), 0, os.SEEK_CUR)
        import scn_grammar.parser
        assert type(scn_grammar.parser.__spec__.loader).__name__ == "_Loader"
        assert os.lseek(bundle._stream.fileno(), 0, os.SEEK_CUR) == before
        print("fine")"""

    assert copy.python("-c", code).stdout == "fine\n"
