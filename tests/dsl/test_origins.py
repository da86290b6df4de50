"""The origin of a span: the script, or another text that applies to it."""

import pickle

from scn_compiler.config import Config
from scn_compiler.findings.merge import one_per_line
from scn_compiler.lint.context import TextTraits
from scn_compiler.pipeline.check import find
from scn_compiler.pipeline.compile import compile_script
from scn_compiler.pipeline.fix import fix_text
from scn_compiler.platforms import target_named
from scn_compiler.semantics.defaults import Default
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Script
from scn_dsl.records import replace
from scn_dsl.source import CONFIG, Origin, Source, Span, Step
from scn_grammar.parser import parse

INSERTED = Step("inserted here", Span(40, 52))
SHARED = Origin("import", "shared/identity.scn", (INSERTED,))
NESTED = Origin("import", "shared/codes.scn", (INSERTED, Step("inserted here", Span(7, 19).within(SHARED))))


def imported(at: int, origin: Origin = SHARED) -> Diagnostic:
    """A finding in an imported file, with a related place and a fix in the script that imports it."""
    return report(
        "unknown-tag",
        Span(at, at + 5).within(origin),
        "the tag `<x>` is unknown",
        related=(Related("inserted with this argument", Span(45, 50)),),
        fix=Fix("write `y`", (Edit(Span(45, 50), "y"),)),
    )


def test_a_span_of_the_script_moves_with_it_and_one_of_another_text_does_not() -> None:
    assert Span(3, 5).shift(10) == Span(13, 15)
    assert Span(3, 5).within(SHARED).shift(10) == Span(3, 5).within(SHARED)


def test_a_span_of_another_text_keeps_its_origin_when_it_changes_and_shows_it() -> None:
    span = Span(3, 5).within(SHARED)

    assert span._replace(start=4) == Span(4, 5).within(SHARED)
    assert "shared/identity.scn" in repr(span)


def test_a_fix_of_another_text_leaves_the_script_as_it_is() -> None:
    foreign = report(
        "unknown-tag", Span(0, 3), "wrong", fix=Fix("fix it", (Edit(Span(0, 3).within(CONFIG), "y"),))
    )

    assert fix_text("abc", lambda _: (foreign,)).text == "abc"


def test_spans_of_two_texts_differ_and_are_ordered_by_offset() -> None:
    here, there = Span(3, 5), Span(3, 5).within(SHARED)

    assert here != there
    assert there != here
    assert len({here, there, Span(3, 5).within(NESTED), Span(3, 5).within(replace(SHARED))}) == 3
    assert sorted([Span(9, 9), Span(4, 6).within(SHARED), here]) == [
        here,
        Span(4, 6).within(SHARED),
        Span(9, 9),
    ]


def test_parts_of_a_span_stay_in_its_text() -> None:
    span = Span(10, 20).within(SHARED)

    assert (span.part(2, 4), span.after) == (Span(12, 14).within(SHARED), Span(20, 20).within(SHARED))
    assert span.within(None) == Span(10, 20)


def test_a_diagnostic_in_an_imported_file_knows_how_that_file_got_into_the_script() -> None:
    found = imported(3, NESTED)

    assert found.origin == NESTED
    assert found.origin is not None
    assert [(step.message, step.span.origin) for step in found.origin.chain] == [
        ("inserted here", None),
        ("inserted here", SHARED),
    ]


def test_each_place_of_a_diagnostic_moves_with_its_own_text() -> None:
    found = imported(3).shift(100)

    assert found.span == Span(3, 8).within(SHARED)
    assert found.related[0].span == Span(145, 150)
    assert found.fix is not None
    assert found.fix.edits[0].span == Span(145, 150)


def test_a_diagnostic_in_another_text_reaches_another_process_whole() -> None:
    found = imported(3, NESTED)

    again = pickle.loads(pickle.dumps(found))

    assert (again, again.origin) == (found, NESTED)


def test_findings_on_equal_lines_of_two_texts_are_not_merged() -> None:
    here = report("unknown-tag", Span(0, 1), "one")

    assert one_per_line([here, imported(0)], Source("say")) == (here, imported(0))


def test_a_problem_of_a_field_from_another_file_is_reported_there() -> None:
    script = parse(Source("max_duration: soon\n\nFIRST_MESSAGE\n  wait\n")).script
    (scenario,) = script.scenarios
    settings = tuple(replace(each, origin=SHARED) for each in scenario.settings)
    script = Script(scenarios=(replace(scenario, settings=settings),))

    found = compile_script(script, target_named("cekura"), None, Config(), TextTraits()).diagnostics

    (wrong,) = (each for each in found if each.name == "bad-field-value")
    assert wrong.span == Span(14, 18).within(SHARED)


def test_findings_about_defaults_point_to_the_configuration() -> None:
    config = Config(fields=(Default("language", "zz", Span(20, 24), Span(10, 18)),))
    text = "scenario: A\nrole: Somebody\n\nFIRST_MESSAGE\n  wait\n\nscenario: B\n\nFIRST_MESSAGE\n  wait\n"

    found = find(text, config=config)

    assert found.in_config
    assert {each.origin for each in found.in_config} == {CONFIG}
    assert {each.origin for each in found.reported} <= {None}
