"""Where an author is, with all that decides what may be suggested there."""

from functools import cached_property

from scn_compiler.features.draft import Draft, target_of_draft
from scn_compiler.features.offers import Offer, OfferKind, Topic
from scn_compiler.features.scope import Scope, scope_at
from scn_compiler.features.sight import Around, Sight, around, sight
from scn_compiler.platforms import wording_of
from scn_compiler.target import Target
from scn_compiler.wording import Wording
from scn_dsl.diagnostic import Edit
from scn_dsl.keyword_docs import KEYWORDS
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS


class Context:
    """A place in a draft; each part of it is looked at when it is first asked for, and kept."""

    def __init__(self, draft: Draft, offset: int) -> None:
        self.draft = draft
        self.offset = max(0, min(offset, len(draft.text)))

    @cached_property
    def seen(self) -> Sight:
        return sight(self.draft.text, self.offset)

    @cached_property
    def block(self) -> Around:
        return around(self.seen)

    @cached_property
    def scope(self) -> Scope:
        return scope_at(self.draft, self.offset)

    @cached_property
    def target(self) -> Target:
        return target_of_draft(self.draft)

    @cached_property
    def wording(self) -> Wording:
        return wording_of(self.target)

    def meaning(self, name: str) -> str:
        """What a word of the language says, in the terms of the target."""
        known = KEYWORDS.get(name) or FIELDS[name]
        return self.wording.meanings.get(name, known.summary)

    def offer(
        self,
        label: str,
        kind: OfferKind,
        snippet: str,
        typed: int,
        *,
        more: int = 0,
        detail: str = "",
        filter: str = "",
        topic: Topic | None = None,
        also: tuple[Edit, ...] = (),
    ) -> Offer:
        """An offer that replaces `typed` characters before the offset, and perhaps `more` behind it."""
        span = Span(self.offset - typed, self.offset)
        return Offer(label, kind, snippet, span, self.offset + more, detail, filter or label, topic, also)
