"""How Swedes write sums and days, and what the archive's own words are called on a page."""

from __future__ import annotations

import re
from typing import Any

from extractors.facts import kronor

_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november",
           "december")  # fmt: skip
READ_BY = {"text_layer": "textlager", "ocr": "tolkad bild (OCR)", "given": "ren text"}
SEVERITY = {"error": "Fel", "warning": "Varning", "info": "Upplysning"}
GRANT_STATUS = {"granted": "beviljat", "partial": "delvis beviljat", "rejected": "avslaget", "postponed": "bordlagt"}
AMOUNT_ROLE = {"granted": "beviljat", "applied": "sökt", "budget": "budget", "outturn": "utfall", "forecast": "prognos",
               "cost": "kostnad", "balance": "saldo"}  # fmt: skip
FACT = {
    "decision": "Beslut", "amount": "Belopp", "grant": "Beviljat", "date_mention": "Datum", "finding": "Iakttagelse",
    "attendee": "Närvarande", "meeting": "Sammanträde", "notice": "Anslag", "signature": "Underskrift",
    "proceedings": "Ärendets gång", "data_table": "Tabell", "table_row": "Rad i tabell",
}  # fmt: skip


def money(ore: int | None) -> str:
    """Öre as a Swede writes it: 149390 → "1 493,90 kr"; no-break spaces keep the sum together."""
    if ore is None:
        return ""
    whole, _, part = kronor(abs(ore)).partition(".")
    groups = f"{int(whole):,}".replace(",", "\u00a0")
    decimals = f",{part:0<2}" if part else ""
    return f"{'−' if ore < 0 else ''}{groups}{decimals}\u00a0kr"


def day(iso: str | None) -> str:
    """2024-05-27 → "27 maj 2024"; anything else as it stands."""
    match = re.match(r"(\d{4})-(0[1-9]|1[0-2])-(\d\d)(?:T|$)", iso or "")
    return f"{int(match[3])}\u00a0{_MONTHS[int(match[2]) - 1]}\u00a0{match[1]}" if match else iso or ""


def nth(slug: str | None) -> str:
    """Which of its day's meetings a permalink means: "2" for "2024-05-27-2"; "" for the first."""
    match = re.search(r"\d{4}-\d\d-\d\d-(\d+)$", slug or "")
    return match[1] if match else ""


def size(count: int) -> str:
    """Bytes: 1374739 → "1,4 MB"."""
    for unit, each in (("MB", 10**6), ("kB", 10**3)):
        if count >= each:
            return f"{count / each:.1f}".replace(".", ",") + f"\u00a0{unit}"
    return f"{count}\u00a0byte"


def many(count: int, one: str, several: str) -> str:
    """ "1 handling", "12 345 handlingar"."""
    return f"{count:,}".replace(",", "\u00a0") + f" {one if count == 1 else several}"


SWEDISH: dict[str, Any] = {
    "money": money, "day": day, "nth": nth, "size": size, "many": many, "read_by": READ_BY, "severity": SEVERITY,
    "grant_status": GRANT_STATUS, "amount_role": AMOUNT_ROLE, "fact": FACT,
}  # fmt: skip
