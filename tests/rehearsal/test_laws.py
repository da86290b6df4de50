"""Laws of rehearsal, for any script and any call."""

from hypothesis import given

from scn_compiler import compile_text, decompile
from scn_compiler.config import Config
from scn_compiler.jsondoc.codec import dump
from scn_compiler.pipeline.explore import explore_text, shortest_calls
from scn_compiler.pipeline.play_tests import play_tests
from scn_compiler.rehearsal.policy import DEFAULT
from scn_dsl.records import replace
from support.calls import HEAD, calls, hear, messages, rehearsed, said, talk
from support.laws import law
from support.several_files import reading

FIRST = replace(DEFAULT, several="first")


@law(150)
@given(calls(), messages)
def test_a_call_plays_the_same_again_and_going_back_changes_nothing(
    blocks: str, said_by_agent: list[str]
) -> None:
    call = rehearsed(blocks)
    states = [call.start()[0]]
    for each in said_by_agent:
        states.append(hear(call, states[-1], each)[0])

    for before, after, each in zip(states, states[1:], said_by_agent, strict=False):
        assert hear(call, before, each)[0] == after
    assert talk(call, *said_by_agent) == talk(rehearsed(blocks), *said_by_agent)


@law(100)
@given(calls())
def test_each_shortest_call_plays_as_it_is_written(blocks: str) -> None:
    text = HEAD + blocks
    tests = shortest_calls(explore_text(text, path="call.scn"))
    file = play_tests(tests, path="call.test.scn", config=_config(text))

    assert [each.message for each in file.diagnostics] == []
    assert [each.result.difference for each in file.played] == [None] * len(file.played)
    reached = {
        turn.row for each in file.played for played in each.result.calls for turn in played.reply.turns
    }
    explored = explore_text(text).scenarios[0].exploration
    assert reached == set(explored.shortest)


@law(100)
@given(calls(), messages)
def test_a_comment_changes_no_call(blocks: str, said_by_agent: list[str]) -> None:
    commented = blocks.replace("\n", "\n# Why?\n")

    assert talk(rehearsed(commented), *said_by_agent) == talk(rehearsed(blocks), *said_by_agent)


@law(80)
@given(calls(), messages)
def test_a_payload_plays_like_the_script_that_it_was_compiled_from(
    blocks: str, said_by_agent: list[str]
) -> None:
    compiled = compile_text(HEAD + blocks)
    if not compiled.ok:
        return
    again = decompile(dump(compiled.payloads[0].value)).text

    assert again is not None
    assert talk(rehearsed(again), *said_by_agent) == talk(rehearsed(blocks), *said_by_agent)


@law(150)
@given(calls(), messages)
def test_a_caller_who_runs_only_the_first_match_never_says_more_at_once(
    blocks: str, said_by_agent: list[str]
) -> None:
    call = rehearsed(blocks)
    state, _ = call.start()
    for each in said_by_agent:
        assert len(said(hear(call, state, each, FIRST)[1])) <= len(said(hear(call, state, each)[1]))
        state, _ = hear(call, state, each)


def _config(script: str) -> Config:
    return Config(read=reading({"call.scn": script}))
