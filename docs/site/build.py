"""Builds the documentation site into a folder that needs no server.

    uv run python docs/site/build.py [FOLDER] [--if-changed] [--playground]

Without FOLDER it goes where `scn docs` finds it. With `--if-changed` nothing happens unless a page is newer than the site.
With `--playground` the site has the playground, and a button at each example opens it there; that needs a server.
"""

import re
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ATTEMPTS = 100
"""How often a build tries to replace the site while others do."""

BUNDLED = ROOT / "compiler" / "scn_compiler" / "site"
"""Where `scn docs` finds the site; it goes into the package."""

LLMS = "llms.txt"
"""Written last, so its age is that of the site."""

sys.path[:0] = [str(HERE), *(str(ROOT / folder) for folder in ("dsl", "grammar", "compiler"))]


PLAYGROUND = ROOT / "editors" / "playground" / "dist" / "static"
"""The playground as files, if it has been built."""


def build(out: Path, *, playground: bool = False) -> None:
    """Build the site into `out`, and replace the site that is there.

    Args:
        playground: Whether to add the playground.

    Raises:
        SystemExit: If Sphinx is missing or warns of something, for example of a link to a page that doesn't exist, or
            if `out` contains something other than a site.
    """
    try:
        from sphinx.cmd.build import main  # noqa: PLC0415  (may be missing)
    except ImportError:
        raise SystemExit("Sphinx is missing: `uv sync` installs it") from None
    from examples import FOLDER  # noqa: PLC0415  (after the path is set)
    from keywords import add_keywords  # noqa: PLC0415  (after the path is set)
    from llms import llms_text  # noqa: PLC0415  (after the path is set)
    from staging import stage  # noqa: PLC0415

    if out.exists() and any(out.iterdir()) and not (out / LLMS).is_file():
        raise SystemExit(f"{out} contains something other than a site: name another folder")
    if playground and not (PLAYGROUND / "index.html").is_file():
        raise SystemExit("build the playground first: python editors/playground/build.py static")
    with tempfile.TemporaryDirectory() as folder:
        source, doctrees, built = (Path(folder) / name for name in ("source", "doctrees", "site"))
        stage(source, playground=playground)
        options = ["-D", "html_js_files=try.js"] if playground else []
        code = main(
            [
                "-q",
                "-W",
                "--keep-going",
                *options,
                "-c",
                str(HERE),
                "-d",
                str(doctrees),
                str(source),
                str(built),
            ]
        )
        if code:
            raise SystemExit(code)
        add_keywords(built / "searchindex.js")
        (built / LLMS).write_text(llms_text(), encoding="utf-8")
        if playground:
            add_playground(built / FOLDER)
        for unneeded in (".buildinfo", "objects.inv"):
            (built / unneeded).unlink(missing_ok=True)
        put_in_place(built, out)


def put_in_place(built: Path, out: Path) -> None:
    """Move `built` to `out`. If several builds do so at the same time, one of their sites stays, and is whole."""
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=f".{out.name}-") as beside:
        new = shutil.move(built, Path(beside, "new"))
        for attempt in range(ATTEMPTS):
            with suppress(FileNotFoundError):
                out.rename(Path(beside, f"old-{attempt}"))
            with suppress(OSError):  # another build has put its site there
                new.rename(out)
                return
    raise SystemExit(f"can't replace {out}: other builds replace it again and again")


def add_playground(folder: Path) -> None:
    """Copy the playground, and tell its page that the manual is around it."""
    shutil.copytree(PLAYGROUND, folder)
    page = folder / "index.html"
    text = page.read_text(encoding="utf-8")
    page.write_text(
        text.replace("<title>", '<meta name="manual" content="../">\n<title>', 1), encoding="utf-8"
    )


def is_current(out: Path) -> bool:
    """Whether no page and no part of the builder is newer than the site."""
    built = out / LLMS
    if not built.is_file():
        return False
    from staging import page_names  # noqa: PLC0415  (after the path is set)

    pages = [ROOT / name for name in page_names()]
    rules = (ROOT / "compiler" / "scn_compiler" / "lint" / "pages").glob("*.md")
    parts = [path for path in HERE.rglob("*.*") if not re.search(r"\.pyc$", path.name)]
    return max(path.stat().st_mtime for path in [*pages, *rules, *parts]) <= built.stat().st_mtime


if __name__ == "__main__":
    folders = [Path(each) for each in sys.argv[1:] if not each.startswith("-")]
    goal = folders[0] if folders else BUNDLED
    if "--if-changed" not in sys.argv or not is_current(goal):
        build(goal, playground="--playground" in sys.argv)
        print(goal)
