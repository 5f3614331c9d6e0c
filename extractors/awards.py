"""What a decision sentence grants: the sum, who gets it, for what, on what condition.

Reads one att-sats at a time, as text. Words are in `lexicon/grants.toml`; which decisions to ask is `grants`' matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.date_chains import find_dates
from extractors.lexicon import Pattern, Words
from extractors.money import AmountMatch, find_amounts


@dataclass(frozen=True, slots=True)
class Award:
    """Öre and words as printed, None where the sentence does not say; `partial`: it says that it is less than asked.

    `clause` is the sum with the words around it that are its own.
    """

    ore: int
    recipient: str | None
    purpose: str | None
    condition: str | None
    partial: bool = False
    clause: str = ""


_LEXICON = Words("grants")


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_VERB = Pattern(lambda: rf"(?<!\w)(?:{_any(_LEXICON['verb']['ord'])})(?!\w)", re.IGNORECASE)
_FUND = Pattern(lambda: "|".join(_LEXICON["verb"]["medel"]), re.IGNORECASE)
_NOT_MONEY = Pattern(lambda: "|".join(_LEXICON["inte"]["ord"]), re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s(?:medel|belopp|bidrag|pengar|ansökningar|insatser)\b", re.IGNORECASE)
_PART = Pattern(lambda: rf"(?<!\w)(?:{_any(_LEXICON['del']['ord'])})(?:\s\S+){{0,3}}\s*$", re.IGNORECASE)
_PARTIAL = re.compile(r"\b(?:delvis|till viss del|lägre belopp|reducerat)\b", re.IGNORECASE)
_CONDITION = Pattern(lambda: rf"(?<!\w)(?:{_any(_LEXICON['villkor']['ord'])})\b[^.;]*", re.IGNORECASE)
_FILLER = Pattern(
    lambda: (
        rf"^(?:(?:{_any(_LEXICON['utfyllnad']['ord'])}|\w*(?:bidrag|stöd|medel|anslag)(?:et|en)?)(?:\s+|$))+|"
        rf"(?:(?:^|\s+)(?:{_any(_LEXICON['utfyllnad']['ord'])}|\w*(?:bidrag|stöd|medel|anslag)(?:et|en)?))+$"
    ),
    re.IGNORECASE,
)
_APPLICATION = re.compile(
    r"ansökan från (?P<from>.+?)(?: om| på)?\s*$|^(?P<of>.+?)s? ansökan(?: om| på)?\s*$", re.IGNORECASE
)


def _bearer() -> str:
    return rf"(?:[A-ZÅÄÖ][\w&-]*|(?:{_any(_LEXICON['mottagare']['ord'])})\b)"


_BEARER = Pattern(_bearer)
_NAME_END = (
    r"(?=\s(?:för|under|enligt|via|avseende|om|med|som|genom|att|från|fr\.?\s?o|till|i form|i bidrag|i stöd|vilket"
    r"|varav|på|samt|ur|och att)\b|\s?[,;(]|\.\s|\.?\s*$)"
)
_TO = Pattern(lambda: rf"\b(?:till|åt)\s(?P<name>{_bearer()}(?:\sför\s(?=[\wåäö]+\s(?:för|till)\b))?.*?){_NAME_END}")
_TO_FOR = re.compile(r"^\s*(?:till|åt)\s(?P<name>[^,.;]{3,80}?)\sför\s")
_APPLICANT_AFTER = re.compile(rf"^\s*från\s(?P<name>[A-ZÅÄÖ].*?){_NAME_END}")
_LOOSE = Pattern(
    lambda: (
        rf"\b(?:{_any(_LEXICON['mottagare']['barare'])})(?:\s[A-ZÅÄÖ][\w-]+)+|\b[A-ZÅÄÖ][\w-]+(?:\s[A-ZÅÄÖ][\w-]+)?\s(?:kommun|stad|landsting)\b"
    )
)
_FOR = re.compile(
    r"(?:^|\s)(?P<word>för|till|avseende|i syfte att|åt)\s(?!att\s)(?P<rest>.+)|(?:^|\s)för att\s(?P<verb>.+)",
    re.DOTALL,
)
_FOR_FIRST = re.compile(
    r"^(?:att\s)?(?:för|till)\s(?!(?:detta |det |sagda )?ändamålet\b|detta\b|det(?:ta)?$)(?P<rest>.+?)\s*$",
    re.IGNORECASE,
)  # "För kursen anslås 20 tkr"
_STOP = Pattern(lambda: rf"[,;]?\s(?:{_any(_LEXICON['slut']['ord'])})(?!\w)|[;.](?:\s|$)|\s\(", re.IGNORECASE)
_SOURCE = Pattern(
    lambda: (
        rf"\s(?:{_any(_LEXICON['kalla']['ord'])})\s(?:[^\s,.;]+\s){{0,3}}?[^\s,.;]*(?:medel|medlen|fonden|anslag|anslaget|kapital)"
        r"(?:\sför\soförutsedda\s\w+)?"
    ),
    re.IGNORECASE,
)
_TIME_FIRST = re.compile(r"^(?:perioden|tiden|år|åren|året|ändamålet|verksamhetsåret|(?:19|20)\d\d)\b", re.IGNORECASE)


def read_awards(text: str) -> list[Award]:
    """The grants in one decision, a text joined over line ends; [] where it grants no money."""
    if _NOT_MONEY.search(text):
        return []
    sums = [m for m in find_amounts(text) if m.ore > 0 and not _PART.search(text[max(0, m.start - 60) : m.start])]
    verb = _verb(text)
    if verb is None or not sums:
        return []
    sums = _listed(text, sums)
    condition = _CONDITION.search(text)
    awards: list[Award] = []
    for at, amount in enumerate(sums):
        begin = verb.end() if at == 0 else sums[at - 1].end
        until = sums[at + 1].start if at + 1 < len(sums) else len(text)
        recipient, purpose = _words(text, verb, begin, amount, until)
        told = condition[0].strip() if condition else None
        if at and recipient is None and purpose is None:  # "150 tkr för år 2025 och 100 tkr för år 2026"
            recipient, purpose = awards[0].recipient, awards[0].purpose
        clause = text[amount.start : until]
        awards.append(Award(amount.ore, recipient, purpose, told, bool(_PARTIAL.search(text)), clause))
    return awards


def _verb(text: str) -> re.Match[str] | None:
    """The word that grants; weak ones ("ge", "godkänna") only where the sentence speaks of a grant."""
    weak: re.Match[str] | None = None
    for match in _VERB.finditer(text):
        if match[0].casefold() in _LEXICON["verb"]["svaga"]:
            weak = weak or (match if _FUND.search(text) else None)
            continue
        if match[0].casefold() in ("beviljade", "avsatte", "tilldelade") and _ATTRIBUTE.match(text, match.end()):
            continue
        return match
    return weak


def _listed(text: str, sums: list[AmountMatch]) -> list[AmountMatch]:
    """The sums that are grants of their own: the first, and those that are linked to it as items of a list."""
    kept = sums[:1]
    for amount in sums[1:]:
        between = text[kept[-1].end : amount.start]
        own_words = re.match(r"\s?(?:till|för|åt)\s", text[amount.end : amount.end + 6])
        if re.search(r"(?:,|;|\boch|\bsamt)(?:\s[^,;.]{2,60})?\s$", between) and (
            own_words or _BEARER.search(between[-60:])
        ):
            kept.append(amount)
        elif re.search(r"\bfrån\s*$", text[: kept[-1].start]) and between.strip() == "till":
            kept[-1] = amount  # "utöka ramen från 300 tkr till 400 tkr"
    return kept


def _words(
    text: str, verb: re.Match[str], begin: int, amount: AmountMatch, until: int
) -> tuple[str | None, str | None]:
    """Recipient and purpose of one sum, out of what stands before and after it."""
    before, after = text[begin : amount.start].strip(), text[amount.end : until]
    if begin > verb.end():  # a later item of a list: what belongs to the one before ends at the last "och"
        before = re.split(r"(?:,|;|(?:^|\s)(?:och|samt))(?:\s|$)", before)[-1].strip()
    condition = _CONDITION.search(after)
    after = _SOURCE.sub("", after[: condition.start()] if condition else after)
    takes_object = verb[0].casefold() in _LEXICON["verb"]["med"]
    recipient = (None if takes_object else _before_sum(before)) or _after_sum(before, after) or _subject(text, verb)
    purpose = _purpose(after, recipient)
    if purpose is None and takes_object:
        purpose = _object(text, verb, before)
    elif purpose is None:
        purpose = _purpose(" " + before, recipient)
    if purpose is None and (first := _FOR_FIRST.match(text[: verb.start()])):
        purpose = _cut(first["rest"], recipient)
    if purpose is None and recipient is None:
        purpose = _trim(_FILLER.sub("", before))
    if recipient is None and (loose := _LOOSE.search(after)):
        recipient = loose[0]
    return recipient, purpose


def _before_sum(before: str) -> str | None:
    """ "bevilja Granby kommun 60 tkr", "bevilja ansökan från Granby kommun om 60 tkr"."""
    before = re.sub(r"^(?:och|samt|,)\s", "", before.lstrip(" ,;"))
    if applied := _APPLICATION.search(before):
        name = applied["from"] or applied["of"]
        return _trim(name) if _BEARER.match(name) else None
    to = _TO.search(before + " ")
    name = to["name"] if to else _FILLER.sub("", before)
    return _trim(_FILLER.sub("", name)) if name and _BEARER.match(name) and len(name) < 90 else None


def _after_sum(before: str, after: str) -> str | None:
    """ "60 tkr till Granby kommun för …"; "till" and a small letter is a recipient only where "för" follows."""
    if applied := (_APPLICANT_AFTER.match(after) if "ansökan" in before else None):
        return _trim(applied["name"])
    if to := _TO.search(after):
        return _trim(to["name"])
    both = _TO_FOR.match(after)
    return _trim(both["name"]) if both else None


def _subject(text: str, verb: re.Match[str]) -> str | None:
    """ "Föreningen Linden beviljas 60 tkr": who stands before a passive."""
    if not verb[0].casefold().endswith(("s", "des")):
        return None
    before = re.sub(r"^(?:\W|att\b|beslut\w*\b)+", "", text[: verb.start()], flags=re.IGNORECASE).strip()
    name = re.split(r"[.;:]\s|\batt\s", before)[-1]
    return _trim(name) if _BEARER.match(name) and 2 < len(name) < 90 and len(name.split()) < 9 else None


def _trim(name: str) -> str | None:
    name = name.strip(" ,.;:–-*")
    if re.fullmatch(r'["”“][^"”“]*["”“]?|[^"”“]*["”“]', name):  # quotation marks around the whole, or a lone one
        name = name.strip('"”“')
    return name or None


def _purpose(after: str, recipient: str | None) -> str | None:
    """What the money is for: after "för", "till", "avseende", up to where time, means or condition begins."""
    at = 0
    while match := _FOR.search(after, at):
        word = "rest" if match["rest"] is not None else "verb"
        said = match[word]
        start = match.start(word)
        at = start
        if _TIME_FIRST.match(said) or (recipient and said.startswith(recipient)):
            continue
        return _cut(said, recipient)
    return None


def _object(text: str, verb: re.Match[str], before: str) -> str | None:
    """ "finansiera kursen med 20 tkr", "Kursen finansieras med 20 tkr"."""
    said = re.sub(
        r"\s(?:med|om|upp till|högst|ytterligare|ca|cirka)(?:\s(?:upp till|högst|ca|ytterligare))?$", "", " " + before
    ).strip()
    if not said or said in ("med", "om"):
        said = re.sub(r"^(?:\W|att\b)+", "", text[: verb.start()], flags=re.IGNORECASE).strip()
    return _cut(re.split(r"\sfrån\s\d", said)[0], None) if said else None


def _cut(said: str, recipient: str | None) -> str | None:
    """A purpose without the time, means and recipient that follow it."""
    ends = [match.start() for match in (_STOP.search(said),) if match]
    ends += [day.start for day in find_dates(said, 2000)[:1]]
    if years := re.search(r"[,\s]+(?:under\s)?(?:år(?:en)?\s)?(?:19|20)\d\d(?:[-–/]\d{2,4})?\W*$", said):
        ends.append(years.start())
    if recipient and (named := re.search(rf"\s(?:till|åt|hos)\s{re.escape(recipient)}", said)):
        ends.append(named.start())
    kept = said[: min(ends)] if ends else said
    kept = re.sub(
        r"(?:[\s,(]+(?:under|för|från|i|och|samt|perioden|tiden|den|åren|på|med|om|fr|upp till))+\s*$",
        "",
        kept.rstrip(" ,(–-"),
    )
    kept = kept.strip(" ,.;:–-")
    return kept if len(kept) > 2 else None
