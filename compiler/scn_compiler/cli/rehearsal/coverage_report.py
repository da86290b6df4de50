"""Reports of what tests reach in scripts: for a terminal, and as LCOV, Cobertura XML and HTML."""

from collections.abc import Iterator
from html import escape
from xml.sax.saxutils import quoteattr

from scn_compiler.pipeline.coverage import CoveredFile, percent_of


def coverage_table(files: list[CoveredFile]) -> Iterator[str]:
    """Write a table for a terminal: each file with its share and the lines that no test reaches."""
    width = max([len(file.path) for file in files] + [len("script")])
    yield f"{'script':<{width}}  points  missed   share  lines that no test reaches"
    for file in files:
        lines = ", ".join(map(str, dict.fromkeys(point.line for point in file.missed)))
        if file.unreachable:
            lines += f"{'; ' if lines else ''}no call reaches {', '.join(map(str, file.unreachable))}"
        yield f"{file.path:<{width}}  {len(file.points):>6}  {len(file.missed):>6}  {file.percent:>5.0f}%  {lines}".rstrip()
    points = sum(len(file.points) for file in files)
    missed = sum(len(file.missed) for file in files)
    yield f"{'in all':<{width}}  {points:>6}  {missed:>6}  {percent_of(files):>5.0f}%"


def lcov(files: list[CoveredFile]) -> Iterator[str]:
    """Write LCOV: blocks and hang-ups as lines, the alternatives of triggers as branches."""
    for file in files:
        yield "TN:"
        yield f"SF:{file.path}"
        numbers: dict[int, int] = {}
        for point in file.points:
            if point.kind == "alternative":
                number = numbers[point.line] = numbers.get(point.line, -1) + 1
                yield f"BRDA:{point.line},0,{number},{point.hits}"
        lines = line_hits(file)
        for line, hits in sorted(lines.items()):
            yield f"DA:{line},{hits}"
        yield f"LF:{len(lines)}"
        yield f"LH:{sum(hits > 0 for hits in lines.values())}"
        yield "end_of_record"


def line_hits(file: CoveredFile) -> dict[int, int]:
    """Return how often the tests reach each line; the least of its points counts, so that nothing missed is hidden."""
    lines: dict[int, int] = {}
    for point in file.points:
        if point.kind != "alternative":
            lines[point.line] = min(lines.get(point.line, point.hits), point.hits)
    return lines


def cobertura(files: list[CoveredFile]) -> Iterator[str]:
    """Write Cobertura XML."""
    rate = percent_of(files) / 100
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<coverage line-rate="{rate:.4f}" branch-rate="0" version="1" timestamp="0"><packages>'
    yield f'<package name="scripts" line-rate="{rate:.4f}"><classes>'
    for file in files:
        yield f'<class name={quoteattr(file.path)} filename={quoteattr(file.path)} line-rate="{file.percent / 100:.4f}"><lines>'
        for line, hits in sorted(line_hits(file).items()):
            yield f'<line number="{line}" hits="{hits}"/>'
        yield "</lines></class>"
    yield "</classes></package></packages></coverage>"


_STYLE = """body{font:14px/1.5 system-ui,sans-serif;margin:2rem;max-width:70rem;color:#1b1b1b;background:#fff}
pre{line-height:1.5}.hit{background:#e4f5e6}.miss{background:#fbe3e3}.never{background:#eee}
td,th{padding:.1rem 1rem .1rem 0;text-align:left}
@media (prefers-color-scheme:dark){body{color:#ddd;background:#181818}.hit{background:#17361b}
.miss{background:#4a1d1d}.never{background:#333}}"""


def html(files: list[CoveredFile]) -> Iterator[str]:
    """Write a page with each script and its lines: reached, missed, or out of reach of any call."""
    yield '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    yield f"<title>Coverage of scripts</title><style>{_STYLE}</style><h1>Coverage of scripts: {percent_of(files):.0f}%</h1>"
    yield "<table><tr><th>script<th>points<th>missed<th>share</tr>"
    for number, file in enumerate(files):
        yield (
            f'<tr><td><a href="#f{number}">{escape(file.path)}</a><td>{len(file.points)}'
            f"<td>{len(file.missed)}<td>{file.percent:.0f}%</tr>"
        )
    yield "</table>"
    for number, file in enumerate(files):
        yield f'<h2 id="f{number}">{escape(file.path)}</h2><pre>'
        missed = {point.line for point in file.missed}
        hit = {point.line for point in file.points} - missed
        for line, text in enumerate(file.source.text.split("\n"), 1):
            kind = (
                "miss"
                if line in missed
                else "hit"
                if line in hit
                else "never"
                if line in file.unreachable
                else ""
            )
            yield f'<span class="{kind}">{line:>4}  {escape(text)}</span>'
        yield "</pre>"
    yield "</html>"
