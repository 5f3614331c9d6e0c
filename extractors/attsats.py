"""The outcome's rows as decisions: one att-sats or decision sentence each, as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.actions import verb_at
from extractors.flow import BULLETS, Row
from extractors.persons import NAME
from extractors.sections import DECIDES, LEAD, PROPOSES, Bodies, Section
from extractors.stream import Stream, stream

_BULLET = re.compile(rf"^(?:[*o{re.escape(BULLETS)}]\s+|\(?(?:\d{{1,2}}|[a-zåäö])[.)]\s+)(?=\S)")
ATT = re.compile(r"^[Aa][Tt][Tt]:?\s")
INLINE = re.compile(
    rf"^(?P<body>[A-ZÅÄÖ][\wåäö-]+(?:[ ][\wåäö-]+){{0,5}}?) {DECIDES}(?P<how>(?:,? "
    rf"(?!att\b)[\wåäöé§-]+){{0,9}}?),?:? (?P<att>att\b)",
)
BARE_INLINE = re.compile(
    r"^(?:Det )?(?:[Bb]eslut(?:as|ades|ats|ade|ar)|[Bb]eslöts|[Bb]eslut togs|[Mm]an beslutade)(?: (?:enhälligt|"
    r"därmed|således))?:? (?P<att>att\b)"
)
SOFT = re.compile(
    rf"^(?P<body>[A-ZÅÄÖ][\wåäö-]+(?:[ ][\wåäö-]+){{0,4}}?) {DECIDES}(?: (?:enhälligt|därefter|således))? (?=[a-zåäö]+)"
)
_NEXT_ATT = re.compile(
    r"(?:,?\s+(?:samt|och|dels|ävensom)(?:\s+dels)?\s+|[,;]\s+|\.\s+)"
    rf"(?=[Aa]tt\s+(?:(?P<verb>[a-zåäö]+)|(?P<who>{NAME})\s+(?:\w+(?:r|s)|ska|skall)\b))"
)  # an infinitive, or a clause with its own subject
STATEMENT = re.compile(
    r"^(?:(?:Denna |Samtliga )?[Pp]aragraf(?:en|er)? (?:är |förklaras |justeras |justerades )|Omedelbar(?:t)? "
    r"juster|Beslutet (?:är|var|fattades|justeras|förklaras|skickas|expedieras|fattas)|Ärendet justeras|"
    r"Punkten justeras"
    r"|(?:På grund av jäv|Med anledning av jäv)|.{2,160}\b(?:deltar|deltog|deltager) (?:inte|ej)\b|"
    r".{2,90}(?<!och )(?<!om )\bjäv\b(?! och)|.{2,160}\breserverar? (?:sig|oss|mig)\b|.{2,120}\breserverade sig\b|"
    r"Inget beslut|Inga beslut|Ordföranden (?:frågar|ställer|finner|konstaterar)"
    r"|.{2,60}\b(?:anmäler|anmälde) jäv|Justeras omedelbart|.{2,90}\byrka(?:r|de)\b|Rösträkning|Votering begär|"
    r".{0,80}\b(?:lämnar|lämnade) (?:rummet|lokalen|sammanträdet)\b)"
)
_AT_ONCE = re.compile(
    r"^(?:Denna |Samtliga )?[Pp]aragraf(?:en|er)? (?:är |förklaras |justeras )|^Omedelbart juster|^Justeras omedelbart"
)
_CLAUSE = re.compile(  # "att ärendet omedelbart ska expedieras", "att finansiering sker inom ram"
    r"^att\s+(?:[a-zåäö]+\s+){1,4}?(?:ska|skall|får|sker|gäller|bör|betalas|finansieras|redovisas|utgår)\b"
    r"|^att\s+förklara\b"
)
_GOVERNS = re.compile(
    r"\b(?:förutsättning|villkor|uppdrag|syfte|kontroll|så|för|genom|under|med|på|om|innebär|anser|och|till)$"
)
_UNENDED = re.compile(r"\b(?:i|på|av|för|till|åt|med|om|från|vid|hos|och|samt|den|enligt|under|mellan)$")
_NORM = re.compile(  # what a decision lays down besides its verb, each a short sentence of its own
    r"^[A-ZÅÄÖ](?!.*\b(?:yrka|anmäl|jäv|reserver|föreslå|informera|redogör)\w*)[^.:]{2,90}?\b(?:ska|skall|sker|gäller|upphör|expedieras|finansieras|"
    r"betalas|utbetalas|belastar|träder i kraft|tas ur)\b[^.:]*\.?$"
)
_REFERRING = re.compile(
    r"\b(?:bifall\w*|biföll\w*|enligt (?:\w+ )?förslag\w*|i enlighet med (?:\w+ )?förslag\w*|enligt (?:\w+ "
    r")?yrkande\w*)\b",
    re.I,
)


@dataclass(frozen=True)
class Outcome:
    """A decision before it is a fact: its text with places, who decides, whether it only proposes to another body."""

    words: Stream
    body: str | None
    proposes: bool = False

    @property
    def refers(self) -> bool:
        """Is the content in the proposal it agrees to, not in its own words?"""
        text = self.words.text
        return bool(_REFERRING.search(text)) and len(text.split()) < 16 and not re.search(r"\bavsl[åo]", text)


def blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows grouped: a bullet, a number, an att-sats on its own line or an empty line begins a new group."""
    found: list[list[Row]] = []
    for row in rows:
        if not found or (_fresh(found[-1][-1], row) and found[-1][-1].text not in tuple(BULLETS)):
            found.append([row])
        else:
            found[-1].append(row)
    return found


def _fresh(before: Row, row: Row) -> bool:
    """Does a new group begin with this row?"""
    if row.gap and _runs_on(before, row):
        return False
    if row.gap or _BULLET.match(row.text) or _begins_att(before, row) or _AT_ONCE.match(row.text):
        return True
    said = STATEMENT.match(row.text) or INLINE.match(row.text)  # no full stop before it, but it begins a sentence
    return bool(said) and row.text[0].isupper() and not before.full


def unmarked(group: Sequence[Row]) -> Stream:
    """A group's words without its bullet or number."""
    whole = stream(group)
    m = _BULLET.match(whole.text)
    return whole.cut(m.end(), len(whole.text)) if m else whole


def _runs_on(before: Row, row: Row) -> bool:
    """A sentence cut by a page break goes on with a small letter, or after a word that asks for more."""
    if row.page == before.page or before.text.endswith((".", ":", ";")):
        return False
    goes_on = row.text[0].islower() or bool(_UNENDED.search(before.text))
    return goes_on and not (ATT.match(row.text) and not before.full)


def _begins_att(before: Row, row: Row) -> bool:
    if not ATT.match(row.text):
        return False
    if (
        before.text.endswith((".", ",", ";", ":", " samt", " och", "beslutar", "beslutade", "besluta"))
        or row.text[0] == "A"
    ):
        return True
    verb = verb_at(row.text)
    return (
        not before.full
        or bool(verb and verb[1] <= 5)  # right after att
        or bool(_CLAUSE.match(row.text) and not _GOVERNS.search(before.text))
    )


def _with_points(groups: list[list[Row]]) -> list[list[Row]]:
    """Groups with the points that hang under one of them: "uppdra åt kansliet att" + "a) …" is one decision."""
    found: list[list[Row]] = []
    points: str | None = None  # the kind of mark the points carry
    for group in groups:
        mark = _mark(group[0].text)
        before = found[-1] if found else None
        if before is not None and mark and points == mark:
            before += group
            continue
        points = None
        text = " ".join(row.text for row in before) if before else ""
        lead = LEAD.match(unmarked(before).text) or PROPOSES.match(unmarked(before).text) if before else None
        opens = re.search(r"(?:\batt|:)$", text) and verb_at(text) and not lead
        if before is not None and mark and opens and mark != _mark(before[0].text):
            before += group
            points = mark
        else:
            found.append(group)
    return found


def _mark(text: str) -> str | None:
    """The kind of mark a row begins with: "1" for a number, "a" for a letter, else the bullet itself."""
    m = _BULLET.match(text)
    sign = m[0].strip(" (.)") if m else ""
    return ("1" if sign.isdigit() else "a" if sign.isalpha() and sign != "o" else sign or None) if m else None


def outcomes(section: Section, own: Bodies) -> Iterator[Outcome]:
    """The decisions of a section that says what was decided, in order."""
    body, proposes, att_lead = section.body, section.proposes, section.att
    listed, given = bool(section.body and section.label.split()[-1:] != ["beslut"]), 0
    for group in _with_points(blocks(section.rows)):
        item = unmarked(group)
        bullet = _BULLET.match(group[0].text)
        if not item.text or item.text in BULLETS:
            continue
        if m := LEAD.match(item.text):
            body, proposes, att_lead, listed = m["body"], False, bool(m["att"]), True
            continue
        if (m := PROPOSES.match(item.text)) and item.text.endswith((":", "att", "besluta")):
            body, proposes, listed = m["body"], True, True
            continue
        alone = given and not bullet and group[0].gap
        if alone and not ATT.match(item.text) and not _decides(item.text) and not _NORM.match(item.text):
            return
        for outcome in _of_item(
            item, body, own, bool(bullet) or (listed and att_lead and not given) or att_lead, given == 0
        ):
            given += 1
            yield replace(outcome, proposes=proposes or outcome.proposes)


def _of_item(item: Stream, body: str | None, own: Bodies, marked: bool, first: bool) -> Iterator[Outcome]:
    """The decisions in one paragraph or point of the outcome."""
    for at, sentence in enumerate(item.sentences()):
        text = sentence.text
        if STATEMENT.match(text):
            continue
        if m := INLINE.match(text) or BARE_INLINE.match(text):
            who = m.groupdict().get("body") or body
            yield from (Outcome(part, who) for part in split_att(sentence.cut(m.start("att"), len(text))))
        elif ATT.match(text):
            yield from (Outcome(part, body) for part in split_att(sentence))
        elif at == 0 and marked:
            yield Outcome(sentence, body)
        elif _decides(text) or _NORM.match(text) or (at == 0 and first and len(text.split()) <= 40):
            yield Outcome(
                sentence, subject_of(text, own) or body, bool(re.search(r"\b(?:föreslår|föreslog|hemställer)\b", text))
            )


def _decides(text: str) -> bool:
    found = verb_at(text)
    return found is not None and found[1] < 160


def subject_of(text: str, own: Bodies) -> str | None:
    """The body a decision sentence begins with."""
    words = text.split()
    for n in (1, 2, 3, 4):
        if own.may_decide(" ".join(words[:n])):
            return " ".join(words[:n])
    return None


def split_att(words: Stream) -> list[Stream]:
    """The att-satser of a sentence; an att that hangs under another verb ("föreslå … att besluta") stays in its own."""
    cuts = [0]
    for m in _NEXT_ATT.finditer(words.text):
        if m["who"] or (verb_at(m["verb"]) and not re.match(r"(?:besluta)$", m["verb"])):
            cuts.append(m.start())
            cuts.append(m.end())
    cuts.append(len(words.text))
    parts = [words.cut(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
    return [_trimmed(part) for part in parts if part.text]


def _trimmed(part: Stream) -> Stream:
    """Without the conjunction that led on to the next ("…, samt")."""
    m = re.search(r"[,;]?\s*(?:samt|och)?\s*$", part.text)
    return part.cut(0, m.start()) if m and m[0].strip() and not part.text.endswith(".") else part
