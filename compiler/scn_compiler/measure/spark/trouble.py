"""Says what went wrong on a Spark cluster, without Spark's stack traces."""

import re


class SparkTrouble(Exception):  # noqa: N818  (reported as a message)
    """Spark can't be reached, or can't do its work."""


_EXPLAINED = (
    (
        r"different version:? \(?'?([\d.]+)'?\)? than that in driver:? \(?'?([\d.]+\d)",
        "the workers have Python {0}, but scn runs on Python {1}: they must be the same, and PYSPARK_PYTHON names theirs",
    ),
    (
        r"No module named '([\w.]+)'|No package metadata was found for (\w+)",
        "the workers lack the package {0}: install the packages of scnlang[measure] on each of them",
    ),
    (r'Cannot run program "([^"]+)"', "the workers have no program {0}: PYSPARK_PYTHON names their Python"),
    (r"\[PATH_NOT_FOUND\] Path does not exist: (\S+?)\.?(?:\s|$)", "{0}: no transcripts here"),
    (r"UnsupportedClassVersionError", "Spark needs Java 17 or newer: this Java is older"),
    (
        r"(\S+) is \d+, which is greater than the max length allowed",
        "{0} is too large to give to a worker: cut it into smaller files, or measure it as a table",
    ),
)
"""Patterns of Spark's words, and what to say instead."""

_IN_WORKER = re.compile(r"^\s*(\w[\w.]*(?:Error|Exception|Interrupt)\w*(?:: .*)?)$", re.MULTILINE)
_ENDED = re.compile(
    r"cancelled|shut ?down|stopped SparkContext|has been killed|Lost executor|ExecutorLostFailure|exited unexpectedly"
    r"|failed to connect|Connection (?:refused|reset)|Socket closed|UNAVAILABLE|RETRIES_EXCEEDED|Java side is empty",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"^(?:Caused by: ?|: ?)(?:[\w$]+\.)+[\w$]+: (.+)$|details = \"(.+)\"$|^(?!An error occurred while calling|<)(\S.*)$",
    re.MULTILINE,
)


def explained(text: str, engine: str) -> str:
    """Turn what Spark says about a failure into one line."""
    for pattern, words in _EXPLAINED:
        found = re.search(pattern, text)
        if found:
            return words.format(*(each for each in found.groups() if each))
    _, is_worker, rest = text.partition("ython worker")
    in_worker = _IN_WORKER.findall(rest.partition("\n\tat ")[0])
    if is_worker and in_worker:
        return f"a worker failed: {in_worker[-1]}"
    reason = _REASON.search(text)
    words = (reason[1] or reason[2] or reason[3]).strip() if reason else "it gave no reason"
    return f"{engine} ended the job: {words}" if _ENDED.search(text) else f"Spark failed: {words}"
