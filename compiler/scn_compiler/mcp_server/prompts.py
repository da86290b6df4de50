"""The prompts that a person can choose in a client."""

from collections.abc import Callable

from scn_compiler.mcp_server.answer import ToolError
from scn_dsl.records import Record

_FINISH = """\
Then call `check`, and fix what it reports until there are no problems. Call `explore`: every block must be reachable, and \
the call must end. Play one call with `play`, and show me the script and that call."""


class AgentPrompt(Record):
    """A prompt with one argument.

    Attributes:
        argument: Its argument, and what to write there.
        text: Writes the prompt from the value of the argument.
    """

    name: str
    title: str
    description: str
    argument: tuple[str, str]
    text: Callable[[str], str]

    def of(self, sent: dict[str, str]) -> str:
        """Return the text of the prompt.

        Raises:
            ToolError: if the argument is missing.
        """
        name, meaning = self.argument
        if not sent.get(name, "").strip():
            raise ToolError(f"`{name}` is missing: {meaning}")
        return self.text(sent[name].strip())


def _write_scenario(call: str) -> str:
    from scn_compiler.mcp_server.reference import cheat_sheet  # noqa: PLC0415  (slow)

    return (
        f"Write an scn script for this call:\n\n{call}\n\nThe language on one page:\n\n{cheat_sheet()}\n\n"
        f"Save it as a .scn file of the workspace. {_FINISH}"
    )


def _convert_payload(payload: str) -> str:
    return (
        f"Turn this payload into an scn script with `decompile` (a path of the workspace, or the JSON itself):\n\n{payload}\n\n"
        f"Save the script as a .scn file of the workspace, if `decompile` didn't write it. {_FINISH}"
    )


PROMPTS = (
    AgentPrompt(
        "write-scenario",
        "Write a scenario",
        "Write a script for a call that you describe, check it, and play it.",
        ("call", "describe the caller, what they want, and how the call ends"),
        _write_scenario,
    ),
    AgentPrompt(
        "convert-payload",
        "Convert a payload",
        "Turn the JSON of a platform into a script, check it, and play it.",
        ("payload", "the path of a .json file, or the JSON itself"),
        _convert_payload,
    ),
)
