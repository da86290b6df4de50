"""A team that runs its scripts on the stub of a platform, while time passes only on paper."""

from dataclasses import dataclass, field

from support.cekura_stub import Asked
from support.cli import Run
from support.team_on_platform import Team


class PaperClock:
    """A clock that waiting moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@dataclass
class Running(Team):
    """A team that runs its scripts; three scenarios, with the names of `NAMES`."""

    clock: PaperClock = field(default_factory=PaperClock)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.environment |= {
            "CEKURA_DASHBOARD_URL": "https://dashboard.example.com",
            "CEKURA_PROJECT_ID": "",
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
        }

    def run(self, *words: str) -> Run:
        """Run scripts without asking; the key is in no output."""
        done = self.scn("run", "--yes", *words)
        assert self.stub.key not in done.stdout + done.stderr
        return done

    def starts(self) -> list[Asked]:
        """Return the requests that ask for calls, in order."""
        return [
            each
            for each in self.stub.requests
            if "/run_scenarios" in each.path and each.query.get("dry_run") != "true"
        ]

    def asked(self, path: str) -> list[Asked]:
        """Return the requests to paths that contain this one."""
        return [each for each in self.stub.requests if path in each.path]


NAMES = ("Book on Friday", "Book on Monday", "Opening hours")
"""The names of the team's scenarios, in the order of their suite."""

HAPPY = (
    ("Testing Agent", "Hi, are you still open?"),
    ("Main Agent", "Until six."),
    ("Testing Agent", "See you later."),
)
"""A call of `Opening hours` that reaches all blocks."""
