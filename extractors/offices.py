"""Who led a meeting, who wrote and who checked its minutes: by the lists, the cover, the §§ and the signature page."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.cover import Field, cells
from extractors.facts import Attendee, Facts
from extractors.meeting import value_rows
from extractors.persons import NAME, leading_name, people_in
from extractors.signlines import SignLine

_EARLY = 8  # a meeting elects its officers among its first §§
_ADJUSTER = re.compile(
    r"(?:utse|utses|utsågs|utser|välja|väljer|väljs|valdes|valde|föreslås|utsedd|omval av|val "
    r"av)\s+(?P<a>[^.;:§]{3,160}?)\s+"
    r"(?:(?:att|till|som)\b[^.;]{0,80}?\b(?:juster|protokollsjuster|protokolljuster)\w*)"
    r"|(?:[Tt]ill|[Aa]tt|[Ss]om)\s+(?:jämte ordföranden? )?(?:justera|(?:protokolls?)?justerare|"
    r"justeringsm[aä]n|justeringsperson\w*)\b"
    r"[^.;:]{0,60}?\b(?:utse\w*|utsågs|välj\w*|valdes|valde)\s+(?P<b>[^.;§]{3,120})"
    rf"|(?P<c>{NAME}(?:(?:,| och| samt) {NAME})*)(?: \([^()]{{1,12}}\))? (?:utses|utsågs|väljs|valdes)\b"
    r"[^.;]{0,80}?\b(?:juster|protokollsjuster|protokolljuster)\w*",
    re.S,
)
_OTHER_OFFICE = re.compile(r", (?:\d:e |vice |mötes)?(?:ordförande|sekreterare)\b", re.I)
_ELECTING = re.compile(r"ordförande|sekreterare|öppn|funktionär|presidi", re.I)


def chair_of(
    facts: Facts, found: Sequence[Field], attendees: Sequence[Attendee], signed: Sequence[SignLine]
) -> str | None:
    """Elected for this meeting, else the list's, the cover's, the signature page's, else the vice chair present."""
    return (
        _elected(facts, "(?:mötes)?ordförande")
        or _by_role(attendees, r"(?:mötes)?ordförande|ordf", vice=False)
        or _first(_named(found, "ordförande"))
        or _signer(signed, "ordf")
        or _by_role(attendees, r"ordförande|ordf", vice=True)
    )


def secretary_of(
    facts: Facts, found: Sequence[Field], attendees: Sequence[Attendee], signed: Sequence[SignLine]
) -> str | None:
    return (
        _first(_named(found, "sekreterare"))
        or _by_role(attendees, r"\w*sekreterare|sekr", vice=False)
        or _elected(facts, "(?:mötes)?sekreterare")
        or _signer(signed, "sekr")
        or _signer(signed, "vid ")
    )


def adjusters_of(facts: Facts, found: Sequence[Field], signed: Sequence[SignLine]) -> list[str]:
    """Those who check the minutes: as elected, where no fewer are told than the cover names."""
    named = _named(found, "justerare")
    electing = [
        name
        for p in facts.paragraphs[:_EARLY]
        if re.search(r"juster", f"{p.heading} {p.text[:300]}", re.I)
        for name in elected_adjusters(p.text)
    ]
    if electing and len(electing) >= len(named):
        return list(dict.fromkeys(electing))
    return named or [line.name for line in signed if line.role and line.role.startswith(("juster", "protokollsjuster"))]


def elected_adjusters(text: str) -> list[str]:
    """Names from the § that elects them: "utse Bo Ek att jämte ordföranden justera protokollet"."""
    names: list[str] = []
    for m in _ADJUSTER.finditer(text):
        names += people_in(re.sub(r"\s+", " ", m["a"] or m["b"] or m["c"] or ""))
    return list(dict.fromkeys(names))


def _first(names: Sequence[str]) -> str | None:
    return names[0] if names else None


def _by_role(attendees: Sequence[Attendee], role: str, *, vice: bool) -> str | None:
    for a in attendees:
        words = (a.role or "").casefold()
        is_vice = "vice" in words or bool(re.search(r"\bv\.?\s*ordf", words))
        if is_vice == vice and re.search(rf"\b(?:{role})\b", words):
            return a.name
    return None


def _signer(signed: Sequence[SignLine], role: str) -> str | None:
    return next((line.name for line in signed if line.role and line.role.startswith(role)), None)


def _named(found: Sequence[Field], kind: str) -> list[str]:
    """Names under a label of the cover or the signature page."""
    names: list[str] = []
    for field in found:
        if field.kind != kind or not field.rows:
            continue
        for cell in (c for row in value_rows(field, 3) for c in cells(row)):
            text = re.sub(r"[._…*]{2,}|\*", " ", cell.text).strip()
            if kind == "justerare" and _OTHER_OFFICE.search(text):
                continue
            people, lead = people_in(text), leading_name(text)
            names += people or ([lead[0]] if lead else [])
    return list(dict.fromkeys(names))


def _elected(facts: Facts, office: str) -> str | None:
    """Who was elected to lead or write this meeting, in a § that says so; not whom it elected for the coming year."""
    when = r"(?:mötet|dagens möte|sammanträdet|årsmötet|stämman)"
    pattern = re.compile(
        rf"till (?:mötets )?{office}(?: för {when})? (?:valdes|väljs|utses|utsågs|utse|välja)\s+(?P<a>[^.;]{{3,80}})"
        rf"|(?:välja|valde|väljer|utse|utser|utsåg)\s+(?P<b>[^.;]{{3,60}}?)\s+till (?:mötets )?{office}(?: för "
        rf"{when}|[.;]|$)",
        re.I,
    )
    for p in facts.paragraphs[:_EARLY]:
        about_a_year = re.search(r"\b20\d\d\b", p.heading or "")
        if about_a_year or not _ELECTING.search(f"{p.heading} {p.text[:80]}"):
            continue
        m = pattern.search(p.text)
        people = people_in(m["a"] or m["b"]) if m else []
        if m and people and ("mötes" in m[0] or "för " in m[0] or re.search("möte", p.heading or "", re.I)):
            return people[0]
    return None
