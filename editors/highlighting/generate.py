"""Generates every highlighter: `uv run python editors/highlighting/generate.py`."""

from pathlib import Path

import codemirror
import highlightjs
import pygmentslexer
import sublimesyntax
import textmate
import treesitter
import vimsyntax

ROOT = Path(__file__).parent.parent.parent
WRITERS = (textmate, sublimesyntax, pygmentslexer, vimsyntax, highlightjs, treesitter, codemirror)


def files() -> dict[str, str]:
    """Return the text of each generated file, by path in the repository."""
    return {path: text for writer in WRITERS for path, text in writer.files().items()}


def main() -> None:
    for path, text in files().items():
        file = ROOT / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())


if __name__ == "__main__":
    main()
