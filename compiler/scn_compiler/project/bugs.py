"""Describes bugs in scn and in packages that bring platforms."""

from scn_compiler.installed_plugins import PluginError

OURS = "this is a bug in scn, not in your file"


def bug_text(error: Exception) -> str:
    """Describe an unexpected exception in one line, without a traceback."""
    if isinstance(error, PluginError):
        return f"this is {error}"
    from traceback import extract_tb  # noqa: PLC0415  (slow to load, and only bugs need it)

    frame = extract_tb(error.__traceback__)[-1]
    module = frame.filename.rsplit("/", 1)[-1]
    return f"{OURS}: {type(error).__name__} in {frame.name}, line {frame.lineno} of {module}"
