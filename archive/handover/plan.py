"""The archive's plan: its classes in three levels, its series, and where each kind of document is proposed to belong.

Built in is `plan.toml`, for a small association; an archive's own `klassificering.toml` takes its place. The three
levels follow Riksarkivet's RA-FS 2008:4 (verksamhetsområde, processgrupp, process), the series' letters the allmänna
arkivschemat of 1903, which municipal archives still list by.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.folder import Archive
from ingest.errors import UsageError

OWN = "klassificering.toml"
MAIL, CONTAINER = "e-post", "behållare"
_BUILT_IN = Path(__file__).with_name("plan.toml")
_KLASS = re.compile(r"\d{1,2}(\.\d{1,2}){0,2}")
_SERIES = re.compile(r"[A-ZÅÄÖ]{1,2}\d{1,3}[a-z]?")
_DEPTH = 3  # levels: verksamhetsområde, processgrupp, process
_KEYS = {"slag", "ord", "form", "klass", "serie", "grund"}


@dataclass(frozen=True)
class Rule:
    """Proposes `klass` and `series` for what it fits; a condition that is empty asks nothing."""

    kinds: tuple[str, ...]
    words: tuple[str, ...]
    form: str
    klass: str
    series: str
    ground: str

    def fits(self, kind: str, title: str, form: str) -> bool:
        """Whether a document of this kind, title (with its file's name) and form is one of the rule's."""
        text = title.casefold()
        return (
            (not self.kinds or kind in self.kinds)
            and (not self.words or any(word in text for word in self.words))
            and (not self.form or form == self.form)
        )


@dataclass(frozen=True)
class Plan:
    """`classes` and `series`: code → name, in the order of the plan. `own` where the archive's folder holds it."""

    classes: Mapping[str, str]
    series: Mapping[str, str]
    rules: tuple[Rule, ...]
    own: bool = False

    @property
    def processes(self) -> dict[str, str]:
        """The third level, to which documents belong."""
        return {code: name for code, name in self.classes.items() if code.count(".") == _DEPTH - 1}

    def rule_for(self, kind: str, title: str, form: str) -> Rule | None:
        """The first rule that fits."""
        return next((rule for rule in self.rules if rule.fits(kind, title, form)), None)


def load_plan(archive: Archive) -> Plan:
    """The plan in force. Raises UsageError where the archive's own cannot be used, telling what to put right."""
    path = archive.root / OWN
    if not path.exists():
        return built_in()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{OWN} kan inte läsas: {error}.", "Rätta raden, eller börja om från den inbyggda.") from error
    wrong = list(_faults(told))
    if wrong:
        raise UsageError(f"{OWN}: {' '.join(wrong)}", "Rätta filen och försök igen.")
    return _plan(told, own=True)


@cache
def built_in() -> Plan:
    """The plan for an archive that has none of its own."""
    return _plan(tomllib.loads(_BUILT_IN.read_text(encoding="utf-8")), own=False)


def _plan(told: Mapping[str, Any], *, own: bool) -> Plan:
    classes = dict(sorted(told["klasser"].items(), key=lambda item: [int(part) for part in item[0].split(".")]))
    rules = tuple(
        Rule(
            tuple(rule.get("slag", ())), tuple(word.casefold() for word in rule.get("ord", ())), rule.get("form", ""),
            rule["klass"], rule["serie"], rule.get("grund", ""),
        )
        for rule in told.get("regler", ())
    )  # fmt: skip
    return Plan(classes, dict(told["serier"]), rules, own)


def _faults(told: Mapping[str, Any]) -> Iterator[str]:
    for table in ("klasser", "serier"):
        if not isinstance(told.get(table), dict) or not told[table]:
            yield f"Avdelningen [{table}] saknas eller är tom."
            return
        yield from (f"{code} saknar namn." for code, name in told[table].items() if not _is_text(name))
    yield from _class_faults(told["klasser"])
    for code in told["serier"]:
        if not _SERIES.fullmatch(code):
            yield f"Serien {code} ska vara en bokstav och ett löpnummer, till exempel A1."
    rules = told.get("regler", [])
    if not isinstance(rules, list):
        yield "Reglerna ska stå under [[regler]]."
        return
    for number, rule in enumerate(rules, 1):
        yield from (f"Regel {number}: {fault}" for fault in _rule_faults(rule, told))


def _class_faults(classes: Iterable[str]) -> Iterator[str]:
    known = set(classes)
    for code in known:
        if not _KLASS.fullmatch(code):
            yield f"Klassen {code} ska vara tal med punkt emellan, högst tre: 1, 1.1 eller 1.1.1."
        elif "." in code and (above := code.rpartition(".")[0]) not in known:
            yield f"Klassen {code} ligger under {above}, som inte finns."


def _rule_faults(rule: Any, told: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(rule, dict):
        yield "ska stå under [[regler]]."
        return
    yield from (f"”{key}” finns inte; välj bland {', '.join(sorted(_KEYS))}." for key in rule.keys() - _KEYS)
    if rule.get("klass") not in told["klasser"]:
        yield f"klassen {rule.get('klass', '')} finns inte bland klasserna."
    elif str(rule["klass"]).count(".") != _DEPTH - 1:
        yield f"klassen {rule['klass']} är ingen process: en handling hör till tredje nivån, till exempel 1.1.1."
    if rule.get("serie") not in told["serier"]:
        yield f"serien {rule.get('serie', '')} finns inte bland serierna."
    for key in ("slag", "ord"):
        if not isinstance(rule.get(key, []), list) or not all(_is_text(word) for word in rule.get(key, [])):
            yield f"{key} ska vara en lista med ord inom citattecken."
    if rule.get("form", MAIL) not in (MAIL, CONTAINER):
        yield f"form ska vara {MAIL} eller {CONTAINER}."
    if not isinstance(rule.get("grund", ""), str):
        yield "grund ska vara text."


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
