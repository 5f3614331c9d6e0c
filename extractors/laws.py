"""Laws in a text: by number ("2003:1210"), by name or abbreviation, with chapter and section on either side.

The target is the number in Svensk författningssamling, chapter and section after it: "2017:725 6 kap. 9 §". Names and
abbreviations are in `lexicon/laws.toml`; a local statute ("4 § förbundsordningen") points to a document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from extractors.facts import ReferenceKind
from extractors.lexicon import Pattern, Words


class Mention(NamedTuple):
    """A reference at [start, end) of the text searched and what it points to."""

    start: int
    end: int
    kind: ReferenceKind
    target: str


_LEXICON = Words("laws")


def _any(words: Any) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in sorted(words, key=len, reverse=True))


_NAME = Pattern(
    lambda: (
        rf"(?<!\w)(?:(?P<name>(?i:{_any(_LEXICON['namn'])}))|(?P<local>(?i:{_any(_LEXICON['lokala']['ord'])}))"
        rf"|(?P<short>{_any(_LEXICON['forkortningar'])}))(?!\w)"
    )
)
_NUMBER = re.compile(
    r"(?<![\w:/-])(?P<year>1[6-9]\d\d|20\d\d)(?P<space>[ ]?):"
    r"(?P<after>[ ]?)(?P<serial>\d{1,4})(?![\d:]|\.\d)"
)
_NUMBER_AFTER = re.compile(r"\s?\(?(?P<number>(?:1[6-9]|20)\d\d:\d{1,4})\)?(?![\d:])")
_KIND = re.compile(r"(?:\b(?:[A-ZÅÄÖa-zåäö-]*(?:lag|lagen|förordning|förordningen)|SFS|[A-ZÅÄÖ-]{1,7}FS)\s\(?)$")
_SERIES = re.compile(r"([A-ZÅÄÖ-]{1,7}FS)\s$")
_NO_LAW = re.compile(
    r"(?:\b(?:SOU|Ds|prop\.?|proposition|bet\.?|rskr\.?|dir\.?|nr\.?|dnr:?\.?|kl\.?|diarienummer:?)\s?)$", re.IGNORECASE
)
_COUNTED = re.compile(r"\s?(?:kr|tkr|mkr|kronor|st|personer)\b")
_LAW_WORD = Pattern(lambda: "|".join(_LEXICON["lagord"]["ord"]), re.IGNORECASE)
_SECTIONS = r"\d{1,3}(?:[ ]?[a-z](?=[ ]?[§,]))?(?:(?:[ ]?[-–][ ]?|,[ ]|[ ]och[ ])\d{1,3}(?:[ ]?[a-z](?=[ ]?§))?){0,4}"
_LEFT = re.compile(
    rf"(?<![\w§])(?:(?P<chapter>\d{{1,2}})[ ]?kap\.?(?:,?\s|$))?(?:(?P<section>{_SECTIONS})[ \u00a0]?§{{1,2}}\s)?"
    r"(?:i\s)?(?:den\s)?$"
)
_RIGHT = re.compile(
    r"\s(?P<colon>\d{1,2}:\d{1,3})\b"
    rf"|,?\s(?:(?P<chapter>\d{{1,2}})[ ]?kap\.?)?(?:,?\s?(?P<section>{_SECTIONS})[ \u00a0]?§{{1,2}})?"
)
_REACH = 48  # characters to the left in which chapter and section are looked for


def find_laws(text: str) -> Iterator[Mention]:
    """The laws and local statutes a text names, with chapter and section where they stand beside."""
    ends = -1
    for match in _anchors(text):
        if match.start() < ends:
            continue
        mention = _by_number(text, match) if match.re is _NUMBER else _by_name(text, match)
        if mention is not None:
            ends = mention.end
            yield mention


def _anchors(text: str) -> list[re.Match[str]]:
    return sorted([*_NAME.finditer(text), *_NUMBER.finditer(text)], key=lambda match: match.start())


def _by_number(text: str, match: re.Match[str]) -> Mention | None:
    """ "Lag (2018:597)", "Finsam 2003:1210"; a broken number only where a law is spoken of."""
    before = text[max(0, match.start() - 100) : match.start()]
    if _NO_LAW.search(before) or re.match(
        r"\s?(?:kr|tkr|mkr|kronor|st|personer)\b", text[match.end() : match.end() + 10]
    ):
        return None
    if (match["space"] or match["after"]) and not _LAW_WORD.search(before):
        return None
    start, end = match.start(), match.end()
    if kind := _KIND.search(before):
        start -= len(kind[0])
    if text[end : end + 1] == ")" and "(" in text[start : match.start()]:
        end += 1
    series = _SERIES.search(before)
    number = f"{match['year']}:{match['serial']}"
    target = f"{series[1]} {number}" if series and series[1] != "SFS" else number
    return _with_section(text, start, end, "law", target)


def _by_name(text: str, match: re.Match[str]) -> Mention | None:
    """A law's name or abbreviation; a short one that may be something else needs a section beside it."""
    end = match.end()
    if match["local"]:
        mention = _with_section(text, match.start(), end, "document", match["local"].casefold())
        return mention if "§" in mention.target or "kap" in mention.target else None
    named = match["name"]
    target = (
        _LEXICON["namn"][re.sub(r"\s", " ", named.casefold())] if named else _LEXICON["forkortningar"][match["short"]]
    )
    if stated := _NUMBER_AFTER.match(text, end):
        target, end = stated["number"], stated.end()
    mention = _with_section(text, match.start(), end, "law", target)
    certain = match["name"] or stated or match["short"] in _LEXICON["sakra"]["ord"]
    return mention if certain or mention.target != target else None


def _with_section(text: str, start: int, end: int, kind: ReferenceKind, target: str) -> Mention:
    """The mention with the chapter and section that stand before or after it."""
    left = _LEFT.search(text, max(0, start - _REACH), start)
    if left and (left["chapter"] or left["section"]):
        return Mention(left.start(), end, kind, target + _section(left["chapter"], left["section"]))
    right = _RIGHT.match(text, end)
    if right and right["colon"]:
        chapter, section = right["colon"].split(":")
        return Mention(start, right.end(), kind, target + _section(chapter, section))
    if right and (right["chapter"] or right["section"]):
        return Mention(start, right.end(), kind, target + _section(right["chapter"], right["section"]))
    return Mention(start, end, kind, target)


def _section(chapter: str | None, section: str | None) -> str:
    sections = re.sub(r"\s*[-–]\s*", "–", " ".join((section or "").split()))
    many = re.search(r"[–,]|och", sections)
    return (f" {chapter} kap." if chapter else "") + (f" {sections} {'§§' if many else '§'}" if sections else "")
