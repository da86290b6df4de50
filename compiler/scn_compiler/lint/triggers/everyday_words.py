"""English words that agents often say, and the short keywords inside them, such as `PIN` in `shipping`."""

EVERYDAY_WORDS = (
    "account address already another answer appointment available because before billing calling company "
    "complete confirm contact correct credit current customer delivery department details different discount email "
    "emergency explain feel following forward friend general great happen happy health important including information "
    "insurance later letter location look manager matter message minute moment month morning network nothing number "
    "office often option other outside package patient payment perfect person phone please policy possible prefer "
    "private problem process product provide purchase question reason receive recent record reference refund regarding "
    "register remember repeat report request reservation return review right schedule second security service shipping "
    "should someone something sorry special specific start statement still street support system technical their there "
    "thing think through together transfer understand until update usually value verify waiting website welcome "
    "which while within without would wrong"
)
"""Words that agents say in most calls, whatever the call is about."""

LONGEST_SHORT = 4
"""Characters; longer keywords are rarely inside other words by chance."""

_RELATIVES = (
    "able available|acc account|addr address|conf confirm|cust customer"
    "|diff different|info information|mail email|min minute|net network|num number|one someone|opt option|out outside"
    "|out without|pack package|plea please|prob problem|prod product|ref reference|reg register|req request"
    "|fund refund|res reservation|sec second|side outside|site website|some someone|some something|spec special"
    "|spec specific|tech technical|turn return|up update|view review|web website|work network"
)
"""Short words, and longer words that still have their meaning: compounds, and words that they abbreviate."""

_ENDINGS = frozenset("s es ed ing er ly ment al ance ation ful y".split())


def everyday_word_with(keyword: str) -> str | None:
    """Return a word with a short keyword in it by chance; `None` for a long keyword, and if all these words are related."""
    folded = keyword.casefold()
    if not 1 < len(folded) <= LONGEST_SHORT or not folded.isalpha() or folded not in EVERYDAY_WORDS:
        return None
    return next(
        (word for word in EVERYDAY_WORDS.split() if folded in word and not _is_related(folded, word)), None
    )


def _is_related(keyword: str, word: str) -> bool:
    """Return whether a word is a form of the keyword, such as `shipping` of `ship`, or a relative, such as `email` of `mail`."""
    if f"{keyword} {word}" in _RELATIVES.split("|"):
        return True
    ending = word.removeprefix(keyword)
    doubled = ending[1:] if ending[:1] == keyword[-1:] else ending
    merged = f"e{ending}" if keyword[-1:] == "e" else ending
    return ending == "" or (ending != word and not _ENDINGS.isdisjoint((ending, doubled, merged)))
