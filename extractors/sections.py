"""The parts of a § : where the outcome begins and ends, what is proposal, what merely tells; and who may decide."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from extractors.actions import verb_at
from extractors.flow import BULLETS, Row, folded
from extractors.lexicon import load, per_lexica
from extractors.persons import leading_name

Kind = Literal["beslut", "förslag", "annat", "text"]

DECIDES = r"(?:beslutar|beslutade|beslöt|har beslutat)"
_HOW = (
    r"(?:enhälligt|enhetligt|därmed|således|därefter|vidare|följande|även|också|sålunda|slutligen|för sin del|"
    r"för egen del|utan omröstning|efter omröstning|med acklamation|genom acklamation|i enlighet med "
    r"(?:ordförandens |liggande |kansliets )?förslag(?:et)?(?: till beslut)?|enligt (?:ordförandens |liggande |"
    r"kansliets )?förslag(?:et)?(?: till beslut)?)"
)
_SUBJECT = r"(?P<body>(?:[A-ZÅÄÖ][\wåäö-]+(?:[ ](?:[a-zåäö]+|[A-ZÅÄÖ][\wåäö-]+)){0,5}?))"
LEAD = re.compile(rf"^{_SUBJECT} {DECIDES}(?: {_HOW})*(?P<att>,? att)?(?: {_HOW})*\s*[:.–-]?$")
PROPOSES = re.compile(
    rf"^{_SUBJECT} (?:föreslår|föreslog|hemställer|rekommenderar)(?: att)? (?P<to>[\w åäöÅÄÖ-]{{3,60}}?)(?: "
    rf"att)?(?: (?:besluta|beslutar|fatta|anta)(?: följande(?: beslut)?)?)?(?: att)?\s*[:.–-]?$"
)
_OWN_DECISION = re.compile(
    r"^(?P<body>[A-ZÅÄÖ][\wåäö -]{2,60}?)s beslut(?: i ärendet| för egen del| för sin del| \d{4}-\d\d-\d\d)?$"
)
_OWN_PROPOSAL = re.compile(
    r"^(?P<body>[A-ZÅÄÖ][\wåäö -]{2,60}?)s förslag(?: till beslut)?(?: till (?P<to>[\wåäö ]{3,60}?))?(?: för beslut)?$"
)
_SPLIT = re.compile(r"^(?P<label>[^:.]{3,60}?)(?:\s*:\s+|\s\s+|\s*:$)(?P<rest>.*)$")


_SLIPS = str.maketrans("âáàã", "åååå")  # what engines make of å: no Swedish body's name has them


@dataclass(frozen=True)
class Section:
    """Rows of one part of a §. `body` and `proposes` come from its label ("Kommunstyrelsens förslag till …")."""

    kind: Kind
    rows: tuple[Row, ...]
    label: str = ""
    body: str | None = None
    proposes: bool = False
    att: bool = False
    tells: bool = True  # may hold an implied decision


@dataclass(frozen=True)
class Bodies:
    """Who decides here: `own` the board's compound name where known, `head` the words before the first §."""

    own: str | None
    head: str
    highest: bool = False  # a meeting of the members: the board is then another body
    labels: frozenset[str] = frozenset()  # the house's own labels of parts, folded: lines that §§ share

    def may_decide(self, subject: str) -> bool:
        """Is this subject of "beslutar" the meeting's own body, not a lower board or another one?"""
        words = subject.casefold().translate(_SLIPS).split()
        lexicon = load("headings")
        at = next((n for n, w in enumerate(words) if _decider(w)), None)
        if at is None:
            return False
        word = words[at]
        prepares = next((b for b in lexicon["bereder"] if word.endswith((b, b.removesuffix("et")))), None)
        if prepares and prepares.removesuffix("et").removesuffix("en") not in self.head:
            return False
        if word == "styrelsen" and self.highest:
            return False
        return word in lexicon["beslutar"] or self.own is None or word == self.own


@per_lexica
def _decider(word: str) -> str | None:
    return next(
        (b for b in load("headings")["beslutar"] if word == b or (word.endswith(b) and len(word) > len(b) + 1)), None
    )


def bodies(head_rows: Sequence[Row]) -> Bodies:
    """The deciding body by the words before the first § (cover page and running heads)."""
    words = re.findall(r"[a-zåäö]+", " ".join(row.text for row in head_rows[:60]).casefold().translate(_SLIPS))
    title = re.findall(r"[a-zåäö]+", " ".join(row.text for row in head_rows[:15]).casefold().translate(_SLIPS))
    own = None
    for at, word in enumerate(title):
        named = _definite(word) if not word.endswith(_ORGANISATIONS) else None
        follows = _definite(title[at + 1]) if at + 1 < len(title) else None
        if named and word.endswith("s") and follows:  # "kommunstyrelsens arbetsutskott"
            own = follows
            break
        if named and named not in load("headings")["beslutar"]:
            own = named
            break
    return Bodies(own, " ".join(words), any(w in _HIGHEST for w in title[:40]))


_ORGANISATIONS = (
    "förbundet",
    "förbund",
    "förbundets",
    "församlingen",
    "församling",
    "föreningen",
    "revision",
    "gruppen",
)  # whose board it is
_HIGHEST = (
    "årsmöte",
    "årsmötet",
    "årsstämma",
    "årsstämman",
    "stämma",
    "stämman",
    "fullmäktige",
    "förbundsmöte",
    "kongress",
)


def _definite(word: str) -> str | None:
    """A word as the body it names, in definite form: "arbetsutskott" → "arbetsutskottet"; None for other words."""
    return next((w for w in (word, word.removesuffix("s"), word + "et", word + "en", word + "n") if _decider(w)), None)


def _bare(text: str) -> str:
    return " ".join(text.strip().strip("#*_ ").rstrip(":.").strip("*_ ").split())


@per_lexica
def _labels() -> dict[str, Kind]:
    lexicon = load("headings")
    made: dict[str, Kind] = dict.fromkeys(map(folded, lexicon["annat"]), "annat")
    made |= dict.fromkeys(map(folded, lexicon["forslag"]), "förslag")
    return made | dict.fromkeys(map(folded, lexicon["beslut"]), "beslut")


@per_lexica
def _telling() -> frozenset[str]:
    return frozenset(map(folded, load("headings")["berattar"]))


def classify(text: str, own: Bodies | None = None) -> Section | None:
    """The section a whole row begins, without its rows; None where the row is no label."""
    bare = _bare(text)
    if not bare or len(bare) > 110 or not bare[0].isupper():
        return None
    low = folded(bare)
    if kind := _labels().get(low):
        return Section(kind, (), low, tells=kind != "förslag" and low in _telling())
    if (m := LEAD.match(bare)) and not text.rstrip().endswith("."):
        if _names_body(m["body"]):
            mine = own is None or own.may_decide(m["body"])
            return Section("beslut" if mine else "annat", (), low, m["body"], att=bool(m["att"]), tells=False)
        return None
    if m := _OWN_DECISION.match(bare):
        if _names_body(_base(m["body"])):
            mine = own is None or own.may_decide(_base(m["body"]))
            return Section("beslut" if mine else "annat", (), low, _base(m["body"]), tells=False)
        return None
    if (m := _OWN_PROPOSAL.match(bare)) and len(bare) < 100:
        if _names_body(_base(m["body"])):
            mine = own is not None and bool(m["to"]) and m["to"] != "beslut" and own.may_decide(_base(m["body"]))
            return Section("beslut" if mine else "förslag", (), low, _base(m["body"]), proposes=mine, tells=False)
        return None
    if (
        (m := PROPOSES.match(bare))
        and _names_body(m["body"])
        and text.rstrip().endswith((":", "besluta", "att", "beslut"))
    ):
        mine = own is None or own.may_decide(m["body"])
        return Section("beslut" if mine else "förslag", (), low, m["body"], proposes=True, tells=False)
    return None


def house_labels(of_paragraphs: Sequence[Sequence[Row]]) -> frozenset[str]:
    """Short lines without a verb of decision that stand alone in several §§: "Ärendet i korthet".

    In bold, two §§ are enough; where type tells nothing, three and an empty line above.
    """
    bold: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for rows in of_paragraphs:
        mine = {folded(_bare(row.text)): row for row in rows if _like_label(row)}
        bold.update(label for label, row in mine.items() if row.bold)
        plain.update(label for label, row in mine.items() if row.gap)
    return frozenset(label for label in bold.keys() | plain.keys() if bold[label] > 1 or plain[label] > 2)


def _like_label(row: Row) -> bool:
    text = _bare(row.text)
    if not text or not text[0].isupper() or len(text.split()) > 5 or re.search(r"[\d.,;?!§()/]|\bbeslut|^Att\b", text):
        return False
    return classify(text) is None and verb_at(text) is None and leading_name(text) is None


def _base(genitive: str) -> str:
    return genitive.strip()


def _names_body(subject: str) -> bool:
    return any(_decider(word) for word in subject.casefold().translate(_SLIPS).split())


def is_label(text: str) -> bool:
    """Is a row a label such as "Beslut" or "Beslutsunderlag"?"""
    if classify(text) is not None:
        return True
    m = _SPLIT.match(text)
    return bool(m and _labels().get(folded(_bare(m["label"]))))


def sections(rows: Sequence[Row], own: Bodies) -> list[Section]:
    """A §'s rows cut at its labels, in order; what stands before the first label is `text`."""
    found: list[tuple[Section, list[Row]]] = [(Section("text", ()), [])]
    inline = False  # the label had its words on its own row: they end with the paragraph
    for row in rows:
        section, under = found[-1]
        begun, rest = _begins(row, own)
        if begun and begun.body and not under and _proposed(section, begun):
            begun = None
        if begun:
            found.append((begun, rest))
            inline = bool(rest)
        elif section.kind in ("förslag", "annat") and _leaves(row, under, inline):
            found.append((Section("text", ()), [row]))
            inline = False
        else:
            under.append(row)
    return [replace(section, rows=tuple(under)) for section, under in found]


def _begins(row: Row, own: Bodies) -> tuple[Section | None, list[Row]]:
    """The section that begins with a row, and what of the row belongs under its label."""
    if begun := classify(row.text, own):
        return begun, []
    if own.labels and folded(_bare(row.text)) in own.labels:
        return Section("annat", (), folded(_bare(row.text))), []
    m = _SPLIT.match(row.text)
    begun = classify(m["label"], own) if m else None
    if m is None or begun is None or begun.label == "ansvarig":
        return None, []
    rest = m["rest"]
    kept = replace(row, text=rest, start=row.start + m.start("rest"), gap=True)
    return begun, [kept] if rest.strip() else []


def _proposed(before: Section, begun: Section) -> bool:
    """Right under "Förslag till beslut" even "Styrelsen beslutar" is still the proposal; "beslutade" is not."""
    return before.kind == "förslag" and not re.search(r"beslutade|beslot|s beslut", begun.label)


def _leaves(row: Row, under: Sequence[Row], inline: bool) -> bool:
    """Does a new paragraph leave a proposal or a remark, and go on telling or deciding?"""
    before = under[-1] if under else None
    ended = row.gap or (before is not None and before.text.endswith((".", "!")) and row.text[0].isupper())
    if not ended or re.match(rf"^(?:[*{re.escape(BULLETS)}]\s|\(?\d{{1,2}}[.)]\s|[Aa]tt\b)", row.text):
        return False
    if inline and (row.gap or (before is not None and not before.full)):
        return True
    m = re.match(rf"^{_SUBJECT} (?:beslutade|beslöt)\b", row.text)
    return bool(under and m and _names_body(m["body"]))
