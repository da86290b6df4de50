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
"""Words without a shorter word of the same meaning in them, as `today` has, except for their own stem."""

LONGEST_SHORT = 4
"""Characters; longer keywords are rarely inside other words by chance."""

_ENDINGS = ("s", "es", "ed", "ing", "er", "ly", "ment", "al", "ance", "ation", "ful", "y")


def everyday_word_with(keyword: str) -> str | None:
    """Return a word with a short keyword in it by chance; `None` for a long keyword, and for the stem of a word."""
    folded = keyword.casefold()
    if not 1 < len(folded) <= LONGEST_SHORT or not folded.isalpha() or folded not in EVERYDAY_WORDS:
        return None
    return next(
        (word for word in EVERYDAY_WORDS.split() if folded in word and not _is_stem(folded, word)), None
    )


def _is_stem(keyword: str, word: str) -> bool:
    """Return whether a word is a form of the keyword, such as `shipping` of `ship`."""
    ending = word.removeprefix(keyword)
    doubled = ending[1:] if ending[:1] == keyword[-1:] else ending
    return ending == "" or (ending != word and (ending in _ENDINGS or doubled in _ENDINGS))
