"""How many tasks of a Spark job are done, while it runs."""

import threading
from collections.abc import Callable, Iterable
from typing import Any

from py4j.protocol import Py4JError
from pyspark import SparkContext

TellTasks = Callable[[int, int], None]
"""Is told how many tasks are done, and how many there are; it is called in a thread of its own."""

_PAUSE = 0.5
"""Seconds between two looks."""


class TaskWatch:
    """Tells how far the jobs of a session are, until it ends."""

    def __init__(self, tell: TellTasks) -> None:
        self._tell = tell
        self._ended = threading.Event()

    def start(self, session: Any, *, is_connected: bool) -> None:
        """Watch a session.

        Args:
            is_connected: Whether it is one of Spark Connect.
        """
        if is_connected:
            session.registerProgressHandler(self._on_progress)
        else:
            threading.Thread(target=self._watch, args=(session.sparkContext,), daemon=True).start()

    def end(self) -> None:
        self._ended.set()

    def _on_progress(self, stages: Iterable[Any] | None, **_: object) -> None:
        counts = [(each.num_completed_tasks, each.num_tasks) for each in stages or ()]
        self._tell_sum(counts)

    def _watch(self, context: SparkContext) -> None:
        tracker = context.statusTracker()
        while not self._ended.wait(_PAUSE):
            try:
                found = [tracker.getStageInfo(each) for each in tracker.getActiveStageIds()]
            except (Py4JError, AttributeError, OSError):  # the context ended
                return
            self._tell_sum([(each.numCompletedTasks, each.numTasks) for each in found if each])

    def _tell_sum(self, counts: list[tuple[int, int]]) -> None:
        if counts and not self._ended.is_set():
            self._tell(sum(done for done, _ in counts), sum(tasks for _, tasks in counts))
