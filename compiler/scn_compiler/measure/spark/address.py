"""The address of a Spark Connect server, which may have a token."""

from scn_dsl.patterns import lazy_pattern

SPARK_TOKEN = "SPARK_CONNECT_AUTHENTICATE_TOKEN"
"""The environment variable whose token PySpark sends if the address has none."""

_TOKEN = lazy_pattern(r"(?<=[;/]token=)[^;]*")


def without_token(address: str) -> str:
    """Return an address for messages, with `…` in place of its token."""
    return _TOKEN.sub("…", address)
