"""The shapes a date is printed in, as one pattern with a named branch a shape; `date_readers` says what each means.

Words are in `lexicon/months.toml`. Gaps are possessive and every branch is bounded, so the pattern is linear.
"""

from __future__ import annotations

import re
from typing import Any

from extractors.gaps import DASH, GAP
from extractors.lexicon import load

LEXICON: dict[str, Any] = load("months")
MONTHS: dict[str, int] = LEXICON["manader"]
ANY_MONTH: dict[str, int] = MONTHS | LEXICON["forkortningar"]
ORDINALS: list[str] = LEXICON["ordningstal"]["ord"]
SEASONS: dict[str, str] = LEXICON["arstider"]
ORDER = {"första": 1, "andra": 2, "tredje": 3, "fjärde": 4, "1:a": 1, "2:a": 2, "3:e": 3, "4:e": 4}


def _any(words: Any) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_FULL = f"(?:{_any(MONTHS)})"
_MONTH = rf"(?:{_any(MONTHS)}|(?:{_any(LEXICON['forkortningar'])})\b\.?)"
_NO_MONEY = (
    r"(?!\d|[ \u00a0]?(?:kr\b|tkr|mkr|mnkr|sek\b|kronor|personer|st\b|%|:-)"
    r"|[ \u00a0]\d{3}[ \u00a0]?(?:kr\b|tkr|kronor))"
)
_DIGITS = r"(?:19\d\d|20\d\d|2100)"
_YEAR = _DIGITS + _NO_MONEY
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_DEN = rf"(?:den{GAP})?"
_ORDER_WORD = _any(ORDER)


def _with_year(name: str, short: str | None = None, needed: bool = False) -> str:
    """An optional (or needed) year after a shape; with `short` also "-24"."""
    year = rf",?{GAP}(?:år{GAP})?(?P<{name}>{_YEAR})"
    if short:
        year += rf"|[ ]?[-–’'](?P<{short}>[0-4]\d)(?![\d/:.,-]|[ ]?/|\s{{0,2}}{_MONTH})"
    return f"(?:{year})" if needed else f"(?:{year})?"


_FORMS = {
    "iso": rf"(?P<iso_y>{_DIGITS})(?P<iso_s>[‐-―−.]|/|{DASH}[ ]|[ ]{DASH}[ ]|-)(?P<iso_m>0[1-9]|1[0-2]|[1-9])"
    rf"(?P=iso_s)(?P<iso_d>{_DAY})(?!\d)(?:-{{1,2}}(?P<iso_d2>[0-3]\d)(?![-\d]))?",
    "long": r"(?P<lo>(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?!\d|[-+]\d{4}(?!\d))",
    "short": r"(?P<sh>\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))"
    r"(?![\d.,:/]\d|\d|[-+]\d{4}(?!\d)|-(?!\d{6}(?!\d))\d)",
    "dotted": rf"(?P<dot_d>{_DAY})(?P<dot_s>[.-])(?P<dot_m>0?[1-9]|1[0-2])(?P=dot_s)(?P<dot_y>(?:19|20)\d\d)(?!\d)",
    "slash": rf"{_DEN}(?P<sl_d>{_DAY})(?:[ ]?[-–—][ ]?(?P<sl_d2>{_DAY}))?/(?P<sl_m>0?[1-9]|1[0-2])(?![\d/]*\d)"
    rf"(?:(?:[ ]?[-–/][ ]?|{GAP})(?P<sl_y>{_YEAR})(?!/)|[ ]?[-–/’'](?P<sl_yy>[0-4]\d)(?![\d/:,]|[ ]?/))?",
    "days": rf"{_DEN}(?P<dm_d>{_DAY}|[123][ ]?[Oo](?=[ ]?{_FULL}))(?::?[ea]\b)?"
    rf"(?:[ ]?{DASH}[ ]?{_DEN}(?P<dm_d2>{_DAY})(?::?[ea]\b)?)?{GAP}?"
    rf"(?P<dm_m>{_MONTH})(?!\w){_with_year('dm_y', 'dm_yy')}",
    "ordinal": rf"{_DEN}(?P<or_d>{_any(ORDINALS)}|förste|andre|siste|sista){GAP}(?:dagen{GAP}i{GAP})?"
    rf"(?P<or_m>{_FULL})\b{_with_year('or_y')}",
    "month": rf"(?:(?:slutet|början|mitten){GAP}(?:av|på){GAP})?(?P<mo_m>{_MONTH})(?!\w)(?:{GAP}månad\b)?"
    rf"{_with_year('mo_y', 'mo_yy')}",
    "isomonth": rf"(?P<im_y>{_DIGITS})-(?P<im_m>0[1-9]|1[0-2])(?![\d-])",
    "monthturn": rf"månadsskiftet{GAP}(?P<mt_m>{_FULL})[ ]?(?:/|{DASH})[ ]?{_FULL}{_with_year('mt_y')}",
    "yearturn": rf"årsskiftet{GAP}(?P<yt_y>{_YEAR})(?:[ ]?(?:/|{DASH})[ ]?(?P<yt_y2>\d{{4}}|\d{{2}})(?!\d))?",
    "halfturn": rf"halvårsskiftet{_with_year('ht_y', needed=True)}",
    "quarter": rf"(?:(?P<q_o>{_ORDER_WORD}){GAP}kvartalet(?:{GAP}(?:av|under|år))?{_with_year('q_y')}"
    rf"|(?:Q|kv\.?[ ]?|kvartal[ ]?)(?P<q_n>[1-4])(?!\d)(?:[ ,/-]{{1,2}}(?P<q_y2>{_YEAR}))?"
    r"|(?P<q_y3>(?:19|20)\d\d)[ :-]?Q(?P<q_n3>[1-4])\b)",
    "half": rf"(?:(?P<h_o>{_ORDER_WORD}){GAP}(?:halvåret|halvan{GAP}av){_with_year('h_y')}"
    rf"|H(?P<h_n>[12])[ ]?(?P<h_y2>{_YEAR}))",
    "tertial": rf"(?:(?P<t_o>{_ORDER_WORD}){GAP}tertialet{_with_year('t_y')}"
    rf"|tertial[ ]?(?P<t_n>[123])(?!\d)(?:[ ,/-]{{1,2}}(?P<t_y2>{_YEAR}))?)",
    "season": rf"(?P<s_n>{_any(SEASONS)})(?:(?:{GAP}|[-–])?(?P<s_y>{_YEAR})(?:/(?P<s_y2>\d{{4}}|\d\d)(?!\d))?"
    r"|[ ]?[-’']?(?P<s_yy>[0-4]\d)\b(?![-/:.,]\d))",
    "week": rf"(?:veckorna|vecka|v\.|v){GAP}?(?:nr[ ])?(?P<w_n>[1-5]?\d)(?:[ ]?{DASH}[ ]?(?P<w_n2>[1-5]?\d))?"
    rf"(?![\d:.,%]*\d|[ ]?%)(?:[ ,/-]{{1,2}}(?:år[ ])?(?P<w_y>{_YEAR}))?",
}
SHAPES = re.compile(
    r"(?<!\w)(?=\w)(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _FORMS.items()) + ")", re.IGNORECASE
)
TIME = re.compile(
    r"\s?(?P<bar>\|)?\s?(?:kl\.?\s)?(?P<time>\d{1,2}:\d\d(?::\d\d)?(?P<zone>\s[A-Z]{2,4}|\s?[+-]\d\d:?\d\d)?)\b"
)
