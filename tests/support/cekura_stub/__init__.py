"""A stub of Cekura's API for tests of syncing and of runs: it answers as the platform documents it, or with a fault.

Missing: chat over the API, duplicates, exports, bulk updates, recordings, key selection with `ql`, and PUT, whose
effect is undocumented. Where documents contradict each other, `Shapes` chooses.

Source: openapi.json of cekura-ai/docs, 2026-08-18 and a newer copy after 2026-08-21; its pages of 2026-08-21; the skill
references to 2026-09-10 and later; the runners for CI; the official client 1.6.7. The live service was never asked.
"""

from support.cekura_stub.calls import (
    BROKEN,
    FAILED_CHECKS,
    NEVER_ENDS,
    TIMED_OUT,
    Outcome,
    advance,
)
from support.cekura_stub.scenarios import make_folder
from support.cekura_stub.server import CekuraStub
from support.cekura_stub.store import Access, Shapes, Store
from support.stub_faults import (
    Asked,
    Drop,
    Fault,
    Half,
    Hang,
    Html,
    Meanwhile,
    Missing,
    NextPage,
    Redirect,
    Status,
    TooMany,
)

__all__ = [
    "BROKEN",
    "FAILED_CHECKS",
    "NEVER_ENDS",
    "TIMED_OUT",
    "Access",
    "Asked",
    "CekuraStub",
    "Drop",
    "Fault",
    "Half",
    "Hang",
    "Html",
    "Meanwhile",
    "Missing",
    "NextPage",
    "Outcome",
    "Redirect",
    "Shapes",
    "Status",
    "Store",
    "TooMany",
    "advance",
    "make_folder",
]
