"""A measurement as an HTML page: one file that loads nothing from elsewhere."""

from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from html import escape

from scn_compiler.cli.measure.judgement import FIRES_EVERYWHERE, JudgedCondition, judge
from scn_compiler.cli.measure.text import (
    headline,
    intake_notes,
    not_measured,
    notes,
    opening_of,
    summary_of,
)
from scn_compiler.inert_text import inert_markup, one_line
from scn_compiler.measure.totals import Measured, MeasuredCondition
from scn_compiler.measure.transcripts.intake import Intake

_STYLE = """
:root { color-scheme: light dark; --ink: #1b2430; --paper: #ffffff; --line: #d0d7de; --bar: #0969da; --lost: #b35900;
  --dim: #57606a }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #30363d; --bar: #58a6ff;
  --lost: #f0883e; --dim: #9da7b1 } }
body { font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: var(--ink);
  background: var(--paper); margin: 0 auto; padding: 16px; max-width: 1100px }
h1 { font-size: 22px } h2 { font-size: 18px } h3 { font-size: 15px; margin: 0 }
li.found { border-left: 4px solid var(--lost); padding: 4px 12px; margin: 12px 0; list-style: none }
li.found.info { border-color: var(--bar) }
ul { padding: 0 } li.found ul { padding-left: 20px }
code { font: 13px ui-monospace, "SF Mono", Consolas, monospace; overflow-wrap: anywhere }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100% }
th, td { text-align: right; padding: 4px 8px; border-bottom: 1px solid var(--line); white-space: nowrap }
th:first-child, td:first-child, th:last-child, td:last-child { text-align: left }
td:last-child { white-space: normal; min-width: 240px }
svg { vertical-align: middle } .rail { fill: var(--line) } .holds { fill: var(--bar) } .lost { fill: var(--lost) }
.dim { color: var(--dim) }
"""
_HEADINGS = ("block", "fires", "share", "first", "calls", "lost", "gained", "condition")
_BAR = 120


def measurement_page(measured: Measured, intake: Intake) -> str:
    """Print a measurement as an HTML page."""
    judged = judge(measured)
    policy = f"default-src 'none'; style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
    parts = [
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">',
        '<meta name="viewport" content="width=device-width">\n<title>scn measure</title>',
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Conditions in recorded calls</h1>",
        f"<p>{_text(summary_of(measured, judged))}</p>",
        *_judged(measured, judged),
        *_table(measured),
        *_list("Not measured", not_measured(measured)),
        *_list("Transcripts", intake_notes(intake)),
        "</main>\n</body>\n</html>\n",
    ]
    return "\n".join(parts)


def _judged(measured: Measured, judged: tuple[JudgedCondition, ...]) -> Iterator[str]:
    if not judged:
        return
    yield '<h2 id="look">Need a look</h2>\n<ul aria-labelledby="look">'
    for each in judged:
        more = f" (in {each.scenarios:,} scenarios)" if each.scenarios > 1 else ""
        condition = each.condition.condition
        yield '<li class="found info">' if each.kind == FIRES_EVERYWHERE else '<li class="found">'
        yield f"<h3>{_text(each.kind)}: {_text(headline(each, measured) + more)}</h3>"
        yield f'<code>{_text(opening_of(condition))}</code> <span class="dim">{_text(condition.place)}</span>'
        known = [f"<li>{_text(name)}: {_text(note)}</li>" for name, note in notes(each.condition)]
        yield f"<ul>{''.join(known)}</ul></li>" if known else "</li>"
    yield "</ul>"


def _table(measured: Measured) -> Iterator[str]:
    yield '<h2 id="all">All conditions</h2>'
    yield '<p class="dim">A bar is the share of the utterances; the part that speech recognition loses is orange.</p>'
    yield '<div class="scroll" tabindex="0" role="region" aria-labelledby="all">\n<table>\n<thead>'
    headings = "".join(f'<th scope="col">{each}</th>' for each in _HEADINGS)
    yield f"<tr>{headings}</tr>\n</thead>\n<tbody>"
    yield from dict.fromkeys(_row(measured, each) for each in measured.conditions if each.is_measured)
    yield "</tbody>\n</table>\n</div>"


def _row(measured: Measured, each: MeasuredCondition) -> str:
    share = measured.share(each)
    recognized = (f"{each.lost:,}", f"{each.gained:,}") if measured.recognized else ("–", "–")
    cells = (
        f"{each.holds:,}",
        f"{share:.1%} {_bar(measured, each)}",
        f"{each.first:,}",
        f"{each.calls:,}",
        *recognized,
    )
    figures = "".join(f"<td>{cell}</td>" for cell in cells)
    condition = f"<td><code>{_text(each.condition.wording)}</code></td>"
    return f'<tr><th scope="row">{_text(each.condition.place)}</th>{figures}{condition}</tr>'


def _bar(measured: Measured, each: MeasuredCondition) -> str:
    """Draw a bar; the figure is in the text beside it."""
    holds = _BAR * measured.share(each)
    lost = _BAR * each.lost / measured.utterances if measured.utterances else 0.0
    return (
        f'<svg width="{_BAR}" height="10" aria-hidden="true"><rect class="rail" width="{_BAR}" height="10" rx="2"/>'
        f'<rect class="holds" width="{holds:.1f}" height="10"/>'
        f'<rect class="lost" x="{max(holds - lost, 0):.1f}" width="{lost:.1f}" height="10"/></svg>'
    )


def _list(heading: str, sentences: Iterator[str]) -> Iterator[str]:
    items = [f"<li>{_text(each)}</li>" for each in sentences]
    if items:
        yield f"<h2>{heading}</h2>\n<ul>{''.join(items)}</ul>"


def _text(text: str) -> str:
    return inert_markup(escape(one_line(text)))
