"""Words and signs that sentences don't start or end with: they distinguish prose from misspelled expressions."""

BEGINNINGS = tuple(":-=–\"'`“”„‟‘’‚‛«»([{@0123456789|")
MISSPELT = frozenset(
    """ctonains ontains cntains cotains conains contins contans contais ocntains cnotains cotnains conatins contians
    contanis contaisn ccontains coontains conntains conttains contaains contaiins contaitns containns containss
    contaions contrains comtains xontains vontains""".split()
)
"""Typos of `contains`."""

FOREIGN_CONTAINS = frozenset(
    """contient contiennent contenir contiene contienen contener contém contem contêm conter contenere contengono enthält
    enthaelt enthalten enthalt beinhaltet bevat bevatten zawiera zawierają содержит содержат містить sisältää innehåller
    inneholder indeholder obsahuje tartalmaz tartalmazza içerir conține contine sadrži mengandung chứa περιέχει يحتوي
    包含 含む 含有 포함""".split()
)
"""`contains` in other languages."""

SUSPECT = (
    frozenset(
        """not and or raw when then after first first_message contain contains containing include includes including
    match matches matching has have having mention mentions mentioning say says said equal equals is like regex
    regexp pattern starts begins ends any one either do does keyword keywords phrase phrases condition trigger if
    text""".split()
    )
    | MISSPELT
    | FOREIGN_CONTAINS
)
"""First words of a trigger that can start a misspelled expression."""

ENDS = frozenset(":;,{|\\")
"""Last characters of lines in other formats."""
