"""What people tell about the body: from options, a file, or questions in the terminal; read by one set of rules."""

from __future__ import annotations

import re
import sqlite3
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from archive.events import EventType, log
from archive.folder import transaction
from archive.handover.body import DATE, FIELDS, LIST, ORG_NUMBER, Body, Field, load_body, save_body
from archive.handover.holdings import is_day, tidy
from ingest.errors import UsageError

Value = str | tuple[str, ...]
_EXAMPLES = {DATE: "skriv det som 2009-01-01", ORG_NUMBER: "tio siffror, till exempel 222000-0026", LIST: ""}
_BY_OPTION = {field.option: field for field in FIELDS}


def read(field: Field, text: str) -> Value:
    """A field's value from what a person wrote; "" takes it away. Raises UsageError telling how it is written."""
    text = tidy(text)
    if not text:
        return ""
    if field.kind == LIST:
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if field.kind == DATE and not is_day(text):
        raise UsageError(f"{field.question}: ”{text}” är ingen dag i kalendern.", "Skriv den som 2009-01-01.")
    if field.kind == ORG_NUMBER:
        return _org_number(field, text)
    if field.name == "contact_email" and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text):
        raise UsageError(f"{field.question}: ”{text}” är ingen e-postadress.", "Skriv den som namn@exempel.se.")
    return text


def read_all(told: Mapping[str, str]) -> dict[str, Value]:
    """What the options or the file tell, option → text, as field name → value. Raises UsageError at the first fault."""
    return {_BY_OPTION[option].name: read(_BY_OPTION[option], text) for option, text in told.items()}


def read_file(path: Path) -> dict[str, str]:
    """The fields in a TOML file, named as the options are. Raises UsageError where it cannot be used."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path} kan inte läsas ({error.strerror}).", "Kontrollera sökvägen.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{path} kan inte läsas: {error}.", 'Varje rad ska se ut så här: sate = "Lövdalen", i UTF-8.'
        ) from error
    unknown = sorted(told.keys() - _BY_OPTION.keys())
    if unknown:
        raise UsageError(f"{path}: {', '.join(unknown)} finns inte.", f"Välj bland {', '.join(_BY_OPTION)}.")
    return {option: _text(path, option, value) for option, value in told.items()}


def tell(db: sqlite3.Connection, told: Mapping[str, Value], by: str) -> list[Field]:
    """Keep what is new of what was told, each with its event; the fields that changed.

    Raises UsageError, and keeps nothing, where the end would come before the beginning.
    """
    before = load_body(db)
    news = {name: value for name, value in told.items() if (getattr(before, name) or "") != value}
    after = replace(before, **{name: value or None for name, value in news.items()})  # type: ignore[arg-type]
    if after.formed and after.ended and after.ended < after.formed:
        raise UsageError(
            f"Förbundet kan inte upphöra ({after.ended}) innan det bildades ({after.formed}).",
            "Rätta den ena dagen: --bildat eller --upphor.",
        )
    with transaction(db):
        save_body(db, news)
        for name, value in news.items():
            log(
                db, EventType.METADATA_MODIFICATION, None,
                {"about": "arkivbildare", "by": by, "field": name, "value": value},
            )  # fmt: skip
    return [field for field in FIELDS if field.name in news]


def ask(db: sqlite3.Connection, by: str, answer: Callable[[str], str], say: Callable[[str], None]) -> int:
    """Ask for what nobody has told, what is needed first; each answer is kept at once. The number of answers.

    `answer` puts a question and returns the line; its EOFError ends the asking. An empty answer skips the question.
    """
    body, kept = load_body(db), 0
    wanted = sorted((field for field in FIELDS if not getattr(body, field.name)), key=lambda field: not field.required)
    try:
        for field in wanted:
            kept += _ask_one(db, field, by, answer, say)
    except EOFError:
        say("")
    return kept


def lines(body: Body) -> Iterator[str]:
    """What is told about the body, and what is missing with the options that tell it."""
    for field in FIELDS:
        value = getattr(body, field.name)
        if value:
            yield f"{field.question}: {'; '.join(value) if isinstance(value, tuple) else value}"
    missing = body.missing()
    optional = [field for field in FIELDS if not field.required and not getattr(body, field.name)]
    for title, fields in (("Saknas", missing), ("Kan också anges", optional)):
        if fields:
            yield ""
            yield f"{title}:"
            yield from (f"  --{field.option:<18} {field.question}" for field in fields)


def _ask_one(
    db: sqlite3.Connection, field: Field, by: str, answer: Callable[[str], str], say: Callable[[str], None]
) -> int:
    hint = _EXAMPLES.get(field.kind)
    question = field.question + (f" ({hint})" if hint else "") + ("" if field.required else " [frivilligt]") + ": "
    while text := answer(question).strip():
        try:
            tell(db, {field.name: read(field, text)}, by)
            return 1
        except UsageError as error:
            say(str(error))
    return 0


def _org_number(field: Field, text: str) -> str:
    # imported here: it reads its number tables when it is loaded
    from stdnum.exceptions import ValidationError
    from stdnum.se import orgnr

    try:
        return str(orgnr.format(orgnr.validate(text)))
    except ValidationError as error:
        raise UsageError(
            f"{field.question}: ”{text}” är inget giltigt organisationsnummer.",
            "Det har tio siffror, och den sista är en kontrollsiffra.",
        ) from error


def _text(path: Path, option: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()[:10]
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "; ".join(value)
    raise UsageError(f"{path}: {option} ska vara text inom citattecken.", f'Skriv {option} = "…".')
