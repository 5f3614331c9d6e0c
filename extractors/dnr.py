"""A matter's number beside a § : "Dnr KS 2024/12", "Ärendenummer SLK-2023-00364", "0509/23"."""

from __future__ import annotations

import re

_NUMBER = (
    r"(?:[A-ZÅÄÖ]{1,8}(?:[A-ZÅÄÖ -]{0,8}[A-ZÅÄÖ])?[ /:-]{0,2})?(?:\d{2,7}[/:-]\d{2,6}(?:[-/.:]\d{1,6})?)"
    r"(?:[ -]\d{1,4}(?!\d))?(?:[ ][A-ZÅÄÖ]{2,6}\b)?"
)
_NAMED = re.compile(
    r"\(?\b(?:dnr|diarienr|diarienummer|diarie-?nummer|ärendenummer|ärendenr|ärende-?nr|dossier|d\.nr|"
    r"dnr\.)[ ]?[:.]?[ \u00a0]*"
    rf"(?P<number>{_NUMBER}|[A-ZÅÄÖ]{{0,6}}[ /-]?\d{{1,7}}(?:[/:.-]\d{{1,7}})*)\)?",
    re.I,
)
_BARE = re.compile(
    r"^(?P<number>(?:[A-ZÅÄÖ]{1,8}[ /:-]?\d{2,7}[/:-]\d{1,7}(?:[-/.:]\d{1,6})?|\d{1,5}/\d{2,4}|\d{4}/\d{1,6}))(?=\s|$)"
)
_BARE_LAST = re.compile(
    r"\s\s+(?P<number>[A-ZÅÄÖ]{1,8}[ /:-]?\d{2,7}[/:-]\d{1,7}(?:[-/.:]\d{1,6})?|\d{4}/\d{1,6})$|"
    r"\s\((?P<inside>[A-ZÅÄÖ]{1,8}[ /:-]?\d{2,7}[/:-]\d{1,7})\)$"
)


def take_dnr(text: str, *, whole: bool = False) -> tuple[str, str | None]:
    """A row without its matter number, and the number; `whole`: only where the row is little else."""
    if m := _NAMED.search(text):
        left = (text[: m.start()] + "  " + text[m.end() :]).strip(" ,;–-")
        if not whole or len(left) < 3:
            return re.sub(r"\s{3,}", "  ", left).strip(), m["number"].strip(" -")
        return (text, None) if m.start() > 2 else (left, m["number"].strip(" -"))
    if m := _BARE.match(text.strip()):
        left = text.strip()[m.end() :].strip(" ,;–-")
        if not whole or not left:
            return left, m["number"]
    if not whole and (m := _BARE_LAST.search(text)):
        return text[: m.start()].strip(), m["number"] or m["inside"]
    return text.strip(), None
