"""The names of files with scripts, and of the files with their tests, which are next to them."""

SCRIPT_SUFFIX = ".scn"
"""The end of the name of a script."""

TEST_SUFFIX = ".test.scn"
"""The end of the name of a file with tests."""


def tests_beside(script: str) -> str:
    """Return the path of the tests of a script: `NAME.test.scn` for `NAME.scn`."""
    return f"{script.removesuffix(SCRIPT_SUFFIX)}{TEST_SUFFIX}"


def script_beside(tests: str) -> str:
    """Return the path of the script that tests are for if they don't name another: `NAME.scn` for `NAME.test.scn`."""
    return f"{tests.removesuffix(TEST_SUFFIX)}{SCRIPT_SUFFIX}"
