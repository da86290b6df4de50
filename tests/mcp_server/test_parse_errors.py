"""A line that isn't a message gets an answer, so that its client doesn't wait for one."""

from typing import Any

import mcp_types as types
from pydantic import ValidationError

from scn_compiler.mcp_server.parse_errors import parse_error
from support.cases import every

ANSWERED: dict[str, tuple[Any, int, str]] = {
    '{"jsonrpc":"2.0","id":': (None, types.PARSE_ERROR, "on a single line"),
    "\N{REPLACEMENT CHARACTER}": (None, types.PARSE_ERROR, "on a single line"),
    "[" * 100_000: (None, types.PARSE_ERROR, "on a single line"),
    '{"jsonrpc":"2.0","id":7,"method":"a","params":{"b":"\\ud800"}}': (
        7,
        types.PARSE_ERROR,
        "surrogate pair",
    ),
    '{"jsonrpc":"2.0","id":8,"method":"a","params":%s}' % ('{"a":' * 300 + "1" + "}" * 300): (
        8,
        types.PARSE_ERROR,
        "on a single line",
    ),
    '{"jsonrpc":"2.0","id":9,"method":"a","params":5}': (9, types.INVALID_REQUEST, "`params` an object"),
    '{"jsonrpc":"2.0","id":"a","method":[]}': ("a", types.INVALID_REQUEST, "`method` a string"),
    '{"id":true,"method":"a"}': (None, types.INVALID_REQUEST, '`jsonrpc` must be "2.0"'),
    '[{"jsonrpc":"2.0","id":1,"method":"ping"}]': (None, types.INVALID_REQUEST, "a line of its own"),
    "5": (None, types.INVALID_REQUEST, "not a request"),
}
UNANSWERED = (
    "",
    " \t",
    '{"jsonrpc":"2.0","method":"notifications/a","params":5}',
    '{"jsonrpc":"2.0","id":1,"result":5}',
)


def answer_to(line: str) -> types.JSONRPCError | None:
    """Read a line as the SDK does, and answer it."""
    try:
        types.jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValidationError as error:
        return parse_error(error)
    raise AssertionError(f"the SDK can read {line}")


@every("line", ANSWERED)
def test_the_answer_has_the_number_of_the_request_if_it_can_be_found(line: str) -> None:
    answer = answer_to(line)
    assert answer
    number, code, words = ANSWERED[line]
    assert (answer.id, answer.error.code) == (number, code)
    assert words in answer.error.message


@every("line", UNANSWERED)
def test_what_expects_no_answer_gets_none(line: str) -> None:
    assert answer_to(line) is None
