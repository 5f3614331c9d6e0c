"""What kind of document it is, and its title: the words of its largest and earliest lines, and how it is built."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from extractors.facts import KINDS, Text
from extractors.front import Front, FrontLine
from extractors.lexicon import load, per_lexica, without_letters
from ingest.document import Evidence, LineKind

_CONTENTS = re.compile(r"\.{4,}|(?:\. ){3,}|\s\d{1,3}$(?<!\d{4})")
_YEAR = r"(?:\s+(?:för\s+)?(?:(?:verksamhets)?året?\s+)?(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?)?"
_SIGN_LINE = re.compile(r"^[#*_\s-]*(?:[A-ZÅÄÖa-zåäö]{1,8} ?)?§+ ?\d+", re.M)
_DECIDES = re.compile(r"^\W*(?:\w+ )?(?:beslut|beslutar|beslutade)\b", re.M | re.I)
_MANY_WORDS = 14  # a line with more words is a sentence, not a heading
_DEFINITE = re.compile(r"(?:en|et)$", re.I)
_TITLE_WORDS = 8  # more in body type is a sentence's first line
_BETWEEN_TITLE_LINES = 3


@dataclass(frozen=True, slots=True)
class Named:
    """A kind's word in a line of the front; `start` and `end` are offsets into the line's text."""

    kind: str
    line: FrontLine
    start: int
    end: int
    score: float
    heading: bool


@per_lexica
def _words() -> dict[str, tuple[float, re.Pattern[str]]]:
    """Kind → its weight and the pattern of its words."""
    lexicon, made = load("kinds"), {}
    for kind in KINDS:
        if kind in lexicon:
            words = sorted(lexicon[kind]["ord"], key=len, reverse=True)
            tails = "|".join(re.escape(word[1:]) for word in words if word.startswith("-"))
            whole = "|".join(re.escape(word.removeprefix("-")) for word in words)
            tails, whole = without_letters(tails), without_letters(whole)
            pattern = rf"\b(?:{whole}" + (rf"|[a-zåäöé]+(?:{tails})" if tails else "") + r")\b"
            made[kind] = (float(lexicon[kind]["vikt"]), re.compile(pattern, re.I))
    return made


@per_lexica
def _mentions() -> re.Pattern[str]:
    """Words before a kind's word that make it a mention of another document."""
    words = "|".join(re.escape(word) for word in load("kinds")["namns"]["fore"])
    return re.compile(rf"(?:^|[\s(])(?:{words})\s+(?:\w+s\s+)?$", re.I)


@per_lexica
def _listed(section: str) -> frozenset[str]:
    return frozenset(load("kinds")[section]["ord"])


def find_kind(front: Front) -> tuple[Text | None, Named | None]:
    """The document's kind, and the place where it is named (None where it was told from how the document is built)."""
    best = max(_named(front), key=lambda named: named.score, default=None)
    built = _built_as_minutes(front)
    if built and (best is None or best.score < built.confidence * 10) and (best is None or best.kind != "kallelse"):
        return built, best if best and best.kind == "protokoll" else None
    if best is None or best.score < 0.8:
        first = next((line for line in front.lines if line.kind is LineKind.BODY), None)
        unknown = (
            Text(value="annat", evidence=first.evidence(), certainty="inferred", confidence=0.3) if first else None
        )
        return unknown, None
    start = best.line.start
    evidence = best.line.evidence(start + best.start, start + best.end)
    return Text(value=best.kind, evidence=evidence, confidence=min(1.0, 0.4 + best.score / 16)), best


def _named(front: Front) -> list[Named]:
    found = []
    for line in front.lines:
        if _CONTENTS.search(line.text) and line.kind is LineKind.BODY and line.at > 3:
            continue
        for kind, (weight, pattern) in _words().items():
            for match in islice(pattern.finditer(line.text), 3):
                found.append(_scored(kind, weight, line, match))
    return found


def _scored(kind: str, weight: float, line: FrontLine, match: re.Match[str]) -> Named:
    """How much a word in a line says of the document: headings more than sentences, early and large more than late."""
    before = line.text[: match.start()]
    chunk = next((c for c in line.chunks if c.start <= line.start + match.start() < c.end), None)
    words_before = len(line.text[(chunk.start - line.start if chunk else 0) : match.start()].split())
    words = len((chunk.text if chunk else line.text).split())
    heading = words <= _MANY_WORDS and words_before <= 4 and not line.text.rstrip().endswith((".", ",", ";"))
    if _DEFINITE.search(match[0]) and words > 1 and line.scale < 1.1:
        heading = False  # "Delårsrapporten som lämnas …" begins a sentence
    score = weight * (1.0 if heading else 0.3)
    if _mentions().search(before):
        score *= 0.3
    elif words_before:
        score *= 0.9**words_before
    if words > 6:
        score *= 0.8
    score *= min(max(line.scale, 0.8), 3.0) ** 1.5 * (1.15 if line.bold else 1.0)
    if line.kind is LineKind.BODY:
        score *= 1.0 / (1.0 + line.at / 12) * (1.0 if line.page.number == 1 else 0.8)
    else:
        score *= 0.9
    return Named(kind, line, match.start(), match.end(), score, heading)


def _built_as_minutes(front: Front) -> Text | None:
    """Minutes without the word: §§ that decide, and those present and adjusting named."""
    text = front.document.flow
    labels = list(islice(_SIGN_LINE.finditer(text), 200))
    parts = {word for word in _listed("protokollets_delar") if re.search(rf"\b{re.escape(word)}\b", text[:6000], re.I)}
    decided = sum(1 for _ in islice(_DECIDES.finditer(text), 20))
    strength = min(len(labels), 4) * 0.1 + min(len(parts), 4) * 0.1 + min(decided, 3) * 0.05
    if len(parts) < 2 or strength < 0.6 or (not labels and decided < 3):
        return None
    if labels:
        at = labels[0].start() + len(labels[0][0]) - len(labels[0][0].lstrip("\n #*_-"))
        evidence = front.document.evidence(at, labels[0].end())
    else:
        first = next(iter(front.lines))
        evidence = first.evidence()
    return Text(value="protokoll", evidence=evidence, certainty="inferred", confidence=round(strength, 2))


def find_title(front: Front, named: Named | None) -> Text | None:
    """The title as printed, its lines joined: the heading that names the kind, else page 1's largest line."""
    if named is None:
        return _largest(front)
    if not named.heading or (named.line.scale <= 1.05 and len(named.line.text.split()) > _TITLE_WORDS):
        return _phrase(named)
    lines = list(front.lines)
    at = lines.index(named.line)
    picked = [named.line]
    for step in (1, -1):
        for n in range(at + step, at + step * _BETWEEN_TITLE_LINES, step):
            if not 0 <= n < len(lines) or not _belongs(lines[n], picked[-1 if step == 1 else 0], step):
                break
            picked = [*picked, lines[n]] if step == 1 else [lines[n], *picked]
    if len(picked) == 1 and len(chunks := named.line.chunks) > 1:
        chunk = next((c for c in chunks if c.start <= named.line.start + named.start < c.end), chunks[0])
        return Text(value=_clean(chunk.text), evidence=named.line.evidence(chunk.start, chunk.end))
    pieces = tuple(line.evidence().pieces[0] for line in picked)
    return Text(value=_clean(" ".join(line.text for line in picked)), evidence=Evidence(pieces))


def _belongs(line: FrontLine, beside: FrontLine, step: int) -> bool:
    """Whether a line is the title's next (or previous): set alike, no data of its own, not another heading."""
    text = line.text.strip()
    if line.page is not beside.page or line.kind is not beside.kind or len(text.split()) > 10 or len(line.chunks) > 1:
        return False
    if ":" in text or re.search(r"\d{4}-\d\d-\d\d|\bdnr\b|§|@", text, re.I):
        return False
    if text.casefold().strip(" :") in _listed("inte_titel") or text.endswith("."):
        return False
    if re.fullmatch(r"[#*_\s]*(?:år )?(?:19|20)\d\d(?:\s?[-–/]\s?(?:19|20)?\d\d)?[*_\s]*", text):
        return step == 1
    if step == 1 and re.match(r"(?:och|samt|för|med|om|i|av)\b", text) and not line.gap:
        return True
    large = beside.scale > 1.25 and abs(line.scale - beside.scale) <= 0.05 * beside.scale
    return large and not _is_body_name(text)


def _is_body_name(text: str) -> bool:
    lexicon = load("organisations")
    words = text.casefold().split()
    return any(word in lexicon["fore"] or word in lexicon["efter"] or word.endswith("nämnden") for word in words)


def _phrase(named: Named) -> Text | None:
    """A title out of a sentence: the kind's word and the year that follows it; None where it only speaks of itself."""
    line = named.line
    match = re.compile(_YEAR).match(line.text, named.end)
    end = match.end() if match else named.end
    if end == named.end and _DEFINITE.search(line.text[named.start : end]):
        return None
    value = " ".join(line.text[named.start : end].split())
    evidence = line.evidence(line.start + named.start, line.start + end)
    return Text(value=value[:1].upper() + value[1:], evidence=evidence, certainty="inferred", confidence=0.7)


def _largest(front: Front) -> Text | None:
    first = [line for line in front.lines if line.kind is LineKind.BODY and line.page.number == 1 and line.text.strip()]
    usable = [line for line in first if line.text.casefold().strip(" :#*_") not in _listed("inte_titel")]
    if not usable:
        return None
    line = max(usable[:25], key=lambda one: (round(one.scale, 1), one.bold, -one.at))
    if line.scale <= 1.1 and not line.bold and line.at > 2:
        line = usable[0]
    return Text(value=_clean(line.text), evidence=line.evidence(), certainty="inferred", confidence=0.5)


def _clean(text: str) -> str:
    """A title without Markdown's marks, an e-mail's label and doubled spaces."""
    return re.sub(r"\s+", " ", re.sub(r"^(?:Ämne:)?[#*_\s|>-]+|[*_\s|]+$", "", text)).strip()
