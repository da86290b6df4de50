"""A keyword with a letter in an unusual form of Unicode, such as `e` and an accent for `é`.

Words are compared character by character, and no platform documents that it normalizes them first. Text copied from PDF
files and from macOS file names often has such letters. Forms: Unicode Standard Annex #15 (Unicode 16, 2024-08).
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Contains, Expression, Sentence
from scn_dsl.source import Span

_TITLE = "normalize to NFC"


@rule(blocks=ANY)
def unnormalized_text(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.traits.unusual:
        return
    for row, trigger in context.triggers:
        for keyword in () if isinstance(trigger, Sentence) else _keywords(trigger):
            if found := unusual_form(keyword.text):
                span = row.block.place(keyword.span)
                edits = (Edit(span, _normalized(keyword)),) if context.traits.as_written else ()
                yield unnormalized(found, span, edits)


def _normalized(keyword: Contains) -> str:
    from scn_grammar.printer import expression_text  # noqa: PLC0415  (nearly all scripts do without)

    return expression_text(Contains(text=usual_form(keyword.text)))


def _keywords(expression: Expression) -> Iterator[Contains]:
    if isinstance(expression, Contains):
        yield expression
    else:
        for each in expression.operands:
            yield from _keywords(each)


def usual_form(text: str) -> str:
    """Return a text in the form of Unicode that nearly all text has (NFC)."""
    from unicodedata import normalize  # noqa: PLC0415  (nearly all scripts do without)

    return normalize("NFC", text)


def unusual_form(text: str) -> tuple[str, str, str] | None:
    """Find the first word in another form: the word, the characters that differ in it, and what they usually are."""
    if text.isascii() or usual_form(text) == text:
        return None
    word = next((each for each in text.split() if usual_form(each) != each), text)
    usual = usual_form(word)
    start = next(at for at, (one, other) in enumerate(zip(word, usual, strict=False)) if one != other)
    end = next(
        end for end in range(start + 1, len(word) + 1) if usual.startswith(usual_form(word[start:end]), start)
    )
    while end < len(word) and len(usual_form(word[start : end + 1])) == len(usual_form(word[start:end])):
        end += 1
    return word, word[start:end], usual_form(word[start:end])


def unnormalized(found: tuple[str, str, str], span: Span, edits: tuple[Edit, ...]) -> Diagnostic:
    """Report a text in an unusual form, which a fix may replace."""
    word, written, usual = found
    message = (
        f"`{word}` has {_points(written)} where normalized text (NFC) has {_points(usual)}; they don't match"
    )
    fix = Fix(_TITLE, edits, safe=False) if edits else None
    return report(
        "unnormalized-text",
        span,
        message,
        f"type `{usual_form(word)}` again, or normalize it to NFC",
        fix=fix,
    )


def _points(text: str) -> str:
    return " ".join(f"U+{ord(char):04X}" for char in text)
