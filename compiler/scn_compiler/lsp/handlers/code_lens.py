"""`textDocument/codeLens` and `textDocument/inlayHint`: follow-ups, payloads, uses, tests and figures above lines, ids at
their ends."""

from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter

from lsprotocol import types

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.labels.tests import listed_tests
from scn_compiler.ide.reuse.symbols import Place
from scn_compiler.ide.structure.code_lens import (
    FollowUpLens,
    follow_up_lenses,
    fragment_lenses,
    scenario_lenses,
)
from scn_compiler.ide.structure.inlay_hints import InlayHint, inlay_hints, target_hints
from scn_compiler.ide.structure.measurement import measured_lenses
from scn_compiler.ide.structure.test_results import reached_lenses
from scn_compiler.lsp.app import App
from scn_compiler.lsp.handlers.play_call import PLAY_CALL
from scn_compiler.lsp.handlers.play_tests import RUN_ALL_TESTS, RUN_TEST
from scn_compiler.lsp.places import location_of
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.text_document import ScriptDocument
from scn_dsl.source import Span

SHOW_PAYLOAD = "scn.showPayload"
SHOW_REFERENCES = "scn.showReferences"
"""Commands of clients. Lenses that need one are sent only to clients that announce it."""


def register_code_lens(app: App) -> None:
    """Register the handlers of code lenses and inlay hints."""
    session = app.session

    @session.feature(types.TEXT_DOCUMENT_CODE_LENS)
    async def code_lens(params: types.CodeLensParams) -> list[types.CodeLens]:
        document = session.document(params.text_document.uri)
        script = session.open_script_of(document)
        return await session.run_in_thread(lenses_of, document, script)

    def lenses_of(document: ScriptDocument, script: OpenScript) -> list[types.CodeLens]:
        wanted = session.preferences.lenses
        lenses: list[types.CodeLens] = []
        if "uses" in wanted:
            lenses += [
                _lens_of_places(session, document, each.span, each.title, each.uses)
                for each in fragment_lenses(script, app.scripts.importers)
            ]
        if "follow-ups" in wanted:
            lenses += [_follow_up_lens(session, document, each) for each in follow_up_lenses(script)]
        if "payload" in wanted and SHOW_PAYLOAD in session.commands:
            show = types.Command(title="show payload", command=SHOW_PAYLOAD, arguments=[document.uri])
            lenses += (
                types.CodeLens(range=document.range_of(span), command=show)
                for span in scenario_lenses(script)
            )
        if "play" in wanted and PLAY_CALL in session.commands:
            lenses += (_play_lens(document, span) for span in scenario_lenses(script))
        if "figures" in wanted:
            lenses += (
                types.CodeLens(range=document.range_of(span), command=types.Command(title=title, command=""))
                for span, title in measured_lenses(script)
            )
        if "tests" in wanted:
            lenses += [
                _lens_of_places(session, document, each.span, each.title, each.tests)
                for each in reached_lenses(script, app.scripts.tests_of(script.path))
            ]
            lenses += _test_lenses(document, script)
        return lenses

    @session.feature(types.TEXT_DOCUMENT_INLAY_HINT)
    def inlay_hint(params: types.InlayHintParams) -> list[types.InlayHint]:
        document = session.document(params.text_document.uri)
        within, script = document.span_of(params.range), session.open_script_of(document)
        wanted = session.preferences.hints
        hints = target_hints(script, within) if "target" in wanted else ()
        hints += inlay_hints(script, within) if "ids" in wanted else ()
        return [_hint(document, list(each)) for _, each in groupby(hints, attrgetter("at"))]


def _follow_up_lens(session: ScriptServer, document: ScriptDocument, lens: FollowUpLens) -> types.CodeLens:
    place = document.range_of(lens.span)
    command = types.Command(title=lens.title, command="")
    if SHOW_REFERENCES in session.commands:
        below = [types.Location(uri=document.uri, range=document.range_of(span)) for span in lens.follow_ups]
        arguments = [document.uri, place.start, below]
        command = types.Command(title=lens.title, command=SHOW_REFERENCES, arguments=arguments)
    return types.CodeLens(range=place, command=command)


def _play_lens(document: ScriptDocument, scenario: Span) -> types.CodeLens:
    place = document.range_of(scenario)
    play = types.Command(title="play call", command=PLAY_CALL, arguments=[document.uri, place.start])
    return types.CodeLens(range=place, command=play)


def _test_lenses(document: ScriptDocument, script: OpenScript) -> Iterator[types.CodeLens]:
    """Yield a lens for each test, and one for all tests above the first."""
    found = listed_tests(script)
    for number, test in enumerate(found):
        place = document.range_of(test.span)
        run = types.Command(title="run test", command=RUN_TEST, arguments=[document.uri, test.name])
        yield types.CodeLens(range=place, command=run)
        if number == 0 and len(found) > 1:
            every = types.Command(title="run all tests", command=RUN_ALL_TESTS, arguments=[document.uri])
            yield types.CodeLens(range=place, command=every)


def _lens_of_places(
    session: ScriptServer, document: ScriptDocument, span: Span, title: str, places: tuple[Place, ...]
) -> types.CodeLens:
    """Make a lens that shows places, if the client can show them."""
    place = document.range_of(span)
    command = types.Command(title=title, command="")
    if SHOW_REFERENCES in session.commands and places:
        found = [each for each in (location_of(session, one, document) for one in places) if each]
        arguments = [document.uri, place.start, found]
        command = types.Command(title=title, command=SHOW_REFERENCES, arguments=arguments)
    return types.CodeLens(range=place, command=command)


def _hint(document: ScriptDocument, hints: list[InlayHint]) -> types.InlayHint:
    """Make one hint of those at the same place."""
    parts = [
        types.InlayHintLabelPart(
            value=f" {hint.label}" if number else hint.label,
            tooltip=hint.tooltip,
            location=hint.parent and types.Location(uri=document.uri, range=document.range_of(hint.parent)),
        )
        for number, hint in enumerate(hints)
    ]
    return types.InlayHint(position=document.position_at(hints[0].at), label=parts, padding_left=True)
