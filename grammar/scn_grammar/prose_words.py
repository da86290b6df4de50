"""Words and signs that no sentence begins or ends with: they tell prose from misspelt expressions."""

BEGINNINGS = tuple(":-=–\"'`“”„‟‘’‚‛«»([{@0123456789|")
MISSPELT = frozenset(
    """ctonains ontains cntains cotains conains contins contans contais ocntains cnotains cotnains conatins contians
    contanis contaisn ccontains coontains conntains conttains contaains contaiins contaitns containns containss
    contaions contrains comtains xontains vontains""".split()
)
"""Typing errors of `contains`."""

SUSPECT = (
    frozenset(
        """not and or raw when then after first first_message contain contains containing include includes including
    match matches matching has have having mention mentions mentioning say says said equal equals is like regex
    regexp pattern starts begins ends any one either do does keyword keywords phrase phrases condition trigger if
    text""".split()
    )
    | MISSPELT
)
"""First words of a trigger that may begin a misspelt expression."""

ENDS = frozenset(":;,{|\\")
"""Last characters of lines in other formats."""
