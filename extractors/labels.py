"""What may be the label of a § : every row that begins like one, with its number and how likely it looks.

Nothing is decided here; `sequence` chooses among the candidates by the order of their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.flow import BULLETS, Row
from extractors.lexicon import load

Style = Literal["sign", "after", "word", "damaged", "item"]
Key = tuple[int, ...]

_PREFIX = r"(?P<prefix>(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö.]{0,24}(?:[ ]?/[ ]?[A-ZÅÄÖ]{1,6})?[ ]){0,3}?)"
_NUMBER = (
    r"(?P<number>\d{1,4}(?:\.\d{1,2})?(?:[ ]?(?!i\b|"
    r"å\b)[a-zåäö](?![\wåäö.]))?)(?P<last>[ ]?[-–][ ]?\d{1,4}(?!\d|-))?(?P<year>[ ]?[/:][ ]?(?:19|"
    r"20)?\d\d(?![\d/]))?"
)
_YEAR_FIRST = r"(?:(?:19|20)\d\d[ ]?[:/][ ]?(?=\d{1,3}(?!\d)))?"  # "§ 2024:14"
_REST = r"(?P<colon>[.:]?)(?P<rest>(?:[ \t\u00a0]+.*|[–-][ ].*|,.*|\(.*)?)$"
_SIGN = re.compile(
    rf"^(?P<lead>[#*_>\s]*){_PREFIX}(?P<sign>§[ ]?[§$]?|Paragraf(?:en)?[ ])[ \u00a0]*{_YEAR_FIRST}{_NUMBER}[*_]*{_REST}"
)
_WORD = re.compile(
    rf"^(?P<lead>[#*_>\s]*)(?P<prefix>(?:Dagordningsp|Agendap|Föredragningsp|P)unkt(?:en)?|Ärende)"
    rf"(?:[ ](?:nr\.?|nummer))?[ ]"
    rf"(?P<number>\d{{1,3}}(?:\.\d{{1,2}})?(?:[ ]?[a-z](?![\wåäö.]))?)(?P<last>)(?P<year>)[*_]*{_REST}"
)  # "Ärende 7", "Punkt 4 – Heading"
_AFTER = re.compile(rf"^(?P<lead>[#*_>\s]*)(?P<prefix>)(?P<number>\d{{1,3}}[ ]?[a-z]?)(?P<last>)(?P<year>)[ ]?§{_REST}")
_DAMAGED = re.compile(
    r"^(?P<lead>[#*_\s]*)(?P<prefix>(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,24}[ ]){0,2}?)(?P<sign>[8$5&]|[Ss]|\(s\)|"
    r"[§85$S]{2})[ \u00a0]?(?P<number>[\dlIOoSB]{1,3})(?P<last>)(?P<year>[ ]?/[ ]?(?:20)?\d\d)?" + _REST
)
_UNSURE_DIGITS = re.compile(
    r"^(?P<lead>[#*_\s]*)(?P<prefix>(?:[A-ZÅÄÖ][A-Za-zÅÄÖåäö]{0,24}[ ]){0,2}?)§[ ]?"
    r"(?P<number>[\dlIOoSB]{1,3})(?P<last>)(?P<year>)" + _REST
)
_LONE = re.compile(rf"^(?P<lead>)(?P<prefix>)(?P<sign>\S{{1,2}})[ ](?P<number>\d{{1,3}})(?P<last>)(?P<year>){_REST}")
_ITEM = re.compile(
    r"^(?P<lead>[#*_\s]*)(?P<prefix>)(?P<number>\d{1,2}(?:\.\d{1,2}){0,2})(?P<last>)(?P<year>)"
    r"(?P<colon>[.):]?)[*_]*(?P<rest>(?:[ \t\u00a0]+\S.*)?)$"
)
_BULLET = re.compile(rf"^[{re.escape(BULLETS)}]\s")
_LEADERS = re.compile(r"(?:\.\s?){4,}\s*\d{0,3}$|(?:…\s?){2,}\d{0,3}$|\s{2,}\d{1,3}$")
_CONTINUED = re.compile(r"^\W*(?:forts|fortsättning)\b", re.I)
_OPEN_END = re.compile(

    r"(?:\b(?:enligt|i|se|och|eller|av|till|från|jfr|jämför|under|med|för|om|på|samt|prot|protokoll|dnr|vid|"
    r"den|att|kap|genom|beslut|paragraf|paragraferna|\d{4}-\d\d-\d\d)|[,(/–])\.?$",
    re.I,
)  # fmt: skip
_DAY = re.compile(r"^\d{1,2} (?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)", re.I)
_CITING = re.compile(
    r"^[,;)]|^\s*(?:i|och|om|samt|st|stycket|p|punkten|kap|§|lagen|kommunallagen|förbundsordningen|stadgarna|"
    r"är|har|ska|angående)\b"
)
_DIGITS = str.maketrans("lIOoSB", "110058")


_HEADED = 0.9  # a candidate above this stands as the label of a § does


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that may begin a §. `key` orders them; `label_end` and `rest_start` are offsets in the document's text."""

    row: int
    style: Style
    prefix: str
    number: str
    key: Key
    last: int
    label_end: int
    rest: str
    rest_start: int
    score: float
    inferred: bool = False


def candidates(rows: Sequence[Row]) -> list[Candidate]:
    """Every row that may be the label of a §, in order, contents lists and references marked down by their score."""
    found = [c for at, row in enumerate(rows) if not row.furniture and (c := _read(rows, at)) is not None]
    return _mark_contents(rows, found)


def _read(rows: Sequence[Row], at: int) -> Candidate | None:
    row = rows[at]
    text = row.text
    if _BULLET.match(text) or len(text) > 400:
        return None
    if "§" in text[:60] or text[:12].lstrip("#*_ ").startswith("Paragraf"):
        if m := _SIGN.match(text):
            return _made(rows, at, m, "sign")
        if m := _AFTER.match(text):
            return _made(rows, at, m, "after")
        if m := _UNSURE_DIGITS.match(text):
            return _made(rows, at, m, "damaged")
        return None
    if text.lstrip("#*_> ")[:1] in ("Ä", "D", "A", "F", "P") and (m := _WORD.match(text)):
        return _made(rows, at, m, "word")
    m = _ITEM.match(text)
    sure = m and (m["colon"] or "." in m["number"] or "#" in m["lead"] or m["number"] not in ("8", "5", "88", "85"))
    if m and sure and (m["rest"] or m["colon"] or row.gap):
        return _made(rows, at, m, "item")
    if d := _DAMAGED.match(text) or (_LONE.match(text) if row.gap else None):
        return _made(rows, at, d, "damaged")
    return _made(rows, at, m, "item") if m and (m["rest"] or row.gap) else None


def _made(rows: Sequence[Row], at: int, m: re.Match[str], style: Style) -> Candidate | None:
    row = rows[at]
    raw = m["number"].strip()
    number = raw.translate(_DIGITS) if style == "damaged" else raw
    if not (key := key_of(number)) or key[0] == 0:
        return None
    last = int(re.sub(r"\D", "", m["last"])) if m["last"] else key[0]
    if last < key[0]:
        return None
    label_end = row.start + max(m.end("number"), m.end("last"), m.end("year"))
    blank = " \t\u00a0" + ("" if style == "item" else "–-")  # "Punkt 4 – Heading"
    rest = m["rest"].strip().strip("*_").lstrip(blank).strip()
    rest_start = row.start + m.end("rest") - len(m["rest"].lstrip(blank)) if rest else row.end
    prefix = m["prefix"].strip()
    score = _score(rows, at, style, rest, m["lead"])
    return Candidate(at, style, prefix, number.replace(" ", " "), key, last, label_end, rest, rest_start, score,
                     inferred=style == "damaged")  # fmt: skip


def key_of(number: str) -> Key:
    """A number as something to sort by: "163 a" → (163, 1), "5.2" → (5, 2)."""
    m = re.match(r"^(\d+)(?:\.(\d+))?(?:\.(\d+))?\s*([a-zåäö])?$", number)
    if not m:
        return ()
    key = tuple(int(part) for part in m.groups()[:3] if part)
    return (*key, "abcdefghijklmnopqrstuvwxyzåäö".index(m[4]) + 1) if m[4] else key


def _score(rows: Sequence[Row], at: int, style: Style, rest: str, lead: str) -> float:
    row, before = rows[at], rows[at - 1] if at else None
    score = {"sign": 1.0, "after": 0.8, "word": 0.8, "damaged": 0.6, "item": 0.55}[style]
    if row.gap:
        score += 0.2
    elif before is not None and before.full and not before.text.endswith((".", ":", "!", "?")):
        score -= 0.5
    if before is not None and _OPEN_END.search(before.text) and not row.gap:
        score -= 0.6
    if "#" in lead or (row.bold and before is not None):
        score += 0.3
    if _CONTINUED.match(rest):
        return -1.0
    if rest:
        if _CITING.match(rest):
            score -= 1.3
        elif rest[0].islower():
            score -= 0.8 if style != "item" else 1.0
        if rest.endswith((".", ",", ";")) and len(rest) > 40:
            score -= 0.25
        if style == "item":
            score += _item_score(rest)
    elif style == "item" and row.text.isdigit():
        score -= 0.4
    return score


def _item_score(rest: str) -> float:
    """How little a numbered row looks like a heading: long, a sentence, a day ("3 mars"), a sum, a row of figures."""
    score = 0.0
    if len(rest) > 90:
        score -= 0.5
    if rest.endswith(".") and len(rest.split()) > 4:
        score -= 0.4
    if not rest[0].isalpha() and rest[0] not in "\"”'(":
        score -= 0.8
    if re.match(r"^(?:kr|tkr|mkr|kronor|procent|st|år|kap|ledamöter|personer)\b", rest, re.I) or re.match(
        r"^[Aa]tt\b", rest
    ):
        score -= 1.0
    return score


def _mark_contents(rows: Sequence[Row], found: list[Candidate]) -> list[Candidate]:
    """Candidates of a contents list marked down: rows with hardly anything between, whose numbers come again."""
    marked: list[Candidate] = []
    run: list[Candidate] = []
    for at, candidate in enumerate(found):
        if candidate.score < 0:  # a numbered sentence, no heading: it neither belongs to a list of them nor makes one
            marked.append(candidate)
            continue
        if run and not _dense(rows, run[-1], candidate):
            marked += _judged(rows, run, found[at:])
            run = []
        run.append(candidate)
    marked += _judged(rows, run, []) if run else []
    return sorted(marked, key=lambda c: c.row)


def _judged(rows: Sequence[Row], run: list[Candidate], later: Sequence[Candidate]) -> list[Candidate]:
    """A run of candidates, marked down where it is a contents list."""
    titles = set(load("headings")["innehall"])
    again = {c.key for c in later if c.style == run[0].style}
    first = run[0].row
    titled = any(row.text.strip(" :#*").casefold() in titles for row in rows[max(0, first - 3) : first])
    leaders = sum(bool(_LEADERS.search(rows[c.row].text)) for c in run)
    repeated = sum(c.key in again for c in run)
    listed = repeated >= max(1, 0.6 * len(run)) and (len(run) > 2 or titled or leaders > 0)
    listed = listed or (titled and len(run) > 2 and any(c.score > _HEADED for c in later))
    if listed or leaders >= max(2, 0.6 * len(run)):
        return [replace(c, score=c.score - 2.0) for c in run]
    return run


def _dense(rows: Sequence[Row], a: Candidate, b: Candidate) -> bool:
    """Nothing but a wrapped heading, a page number or furniture between two candidates of one list."""
    between = [row for row in rows[a.row + 1 : b.row] if not row.furniture and not row.text.isdigit()]
    alike = a.style == b.style and a.prefix == b.prefix and a.key < b.key
    return alike and len(between) <= 1 and sum(len(row.text) for row in between) < 100
