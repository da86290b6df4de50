"""A call between the caller of a script and a real agent, in text."""

import json
import urllib.request
from collections.abc import Callable
from importlib import import_module
from traceback import extract_tb

from scn_compiler.project.console import usage_error
from scn_compiler.rehearsal.cases import lines_of, without_directions
from scn_compiler.rehearsal.engine import Rehearsal, Reply
from scn_compiler.rehearsal.judge import Verdict, judged
from scn_compiler.rehearsal.policy import Policy
from scn_compiler.rehearsal.recording import Utterance

Agent = Callable[[list[dict[str, str]]], str]
"""Answers a call: gets its messages (`role` is `user` for the caller and `assistant` for the agent), returns its words."""

KEY_VARIABLE = "OPENAI_API_KEY"
"""The environment variable with the key for an OpenAI-compatible address."""

_SECONDS = 60


class AgentFailed(Exception):  # noqa: N818  (an outcome of the call, reported as a message)
    """An agent that doesn't answer."""


def agent_of(function: str) -> Agent:
    """Return the function of a module, named as `MODULE:FUNCTION`.

    Raises:
        click.UsageError: if there is no such function, or if its module can't be loaded.
    """
    module, _, name = function.partition(":")
    try:
        found = getattr(import_module(module), name or "agent")
    except (ImportError, AttributeError, ValueError) as error:
        raise usage_error(f"--agent {function}: {error}") from None
    except Exception as error:
        raise usage_error(f"--agent {function}: {_told(error)}") from None
    if not callable(found):
        raise usage_error(f"--agent {function}: this isn't a function")

    def answer(messages: list[dict[str, str]]) -> str:
        try:
            words = found(messages)
        except Exception as error:
            raise AgentFailed(f"{function} raised {_told(error)}") from None
        if not isinstance(words, str):
            raise AgentFailed(
                f"{function} returned {type(words).__name__}: it must return its words as a string"
            )
        return words

    return answer


def _told(error: Exception) -> str:
    """Describe an error in the code of an agent, with its place."""
    place = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({place.filename}:{place.lineno})"


def agent_at(url: str, model: str, key: str | None) -> Agent:
    """Return an agent behind an OpenAI-compatible address, for example `http://127.0.0.1:8000/v1`."""
    address = f"{url.rstrip('/')}/chat/completions"

    def answer(messages: list[dict[str, str]]) -> str:
        body = json.dumps({"model": model, "messages": messages}).encode()
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {key}"} if key else {})
        request = urllib.request.Request(address, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS) as response:
                completion = json.load(response)
            return str(completion["choices"][0]["message"]["content"] or "")
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise AgentFailed(f"{address} doesn't answer: {error}") from None

    return answer


def call_agent(
    rehearsal: Rehearsal, agent: Agent, policy: Policy, verdict: Verdict, most_turns: int
) -> tuple[list[Utterance], bool]:
    """Let the caller of a script talk to an agent.

    Returns:
        The messages of both, and whether the caller hung up.

    Raises:
        AgentFailed: if the agent doesn't answer.
    """
    said: list[Utterance] = []
    state, reply = rehearsal.start()
    _add(said, reply)
    for _ in range(most_turns):
        if state.ended:
            break
        words = agent(
            [{"role": "user" if each.by_caller else "assistant", "content": each.text} for each in said]
        )
        said.append(Utterance(False, words, len(said) + 1))
        state, reply = rehearsal.hear(state, judged(rehearsal, words, verdict), policy)
        _add(said, reply)
    return said, state.ended


def _add(said: list[Utterance], reply: Reply) -> None:
    words = " ".join(filter(None, (without_directions(text) for _, text in lines_of(reply))))
    if words:
        said.append(Utterance(True, words, len(said) + 1))
