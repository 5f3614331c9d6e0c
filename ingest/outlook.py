"""Outlook's own letters (msg): properties by number in an OLE file, see Microsoft's [MS-OXMSG] and [MS-OXPROPS]."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.errors import BrokenFileError
from ingest.letter import Attachment, Mail, is_decoration

if TYPE_CHECKING:
    from oxmsg.properties import Properties
    from oxmsg.storage import Storage

_SUBJECT, _BODY, _HTML, _HEADERS = 0x0037, 0x1000, 0x1013, 0x007D
_SENDER_NAME, _SENDER_ADDRESS, _SENDER_SMTP = 0x0C1A, 0x0C1F, 0x5D01
_SHOWN_TO, _SHOWN_CC, _SENT = 0x0E04, 0x0E03, 0x0039
_RECIPIENT_KIND, _RECIPIENT_NAME, _RECIPIENT_SMTP, _RECIPIENT_ADDRESS = 0x0C15, 0x3001, 0x39FE, 0x3003
_LONG_NAME, _SHORT_NAME, _SHOWN_NAME = 0x3707, 0x3704, 0x3001
_CONTENT, _CONTENT_ID, _MIME_TYPE = 0x3701, 0x3712, 0x370E
_EMBEDDED = "__substg1.0_3701000D"  # a letter attached to the letter is a storage, not a stream
_TOP_HEAD, _EMBEDDED_HEAD, _PART_HEAD = 32, 24, 8  # bytes before the first property
_TO, _CC = 1, 2


def parse_msg(path: Path) -> Mail:
    """Reads a letter saved by Outlook. Raises BrokenFileError where it is not whole, OSError where it cannot be had."""
    from olefile import OleFileIO
    from oxmsg.storage import Storage

    try:
        with OleFileIO(path) as ole:
            storage = Storage.from_ole(ole)
        return _mail(storage, _TOP_HEAD)
    except (OSError, ValueError, KeyError, IndexError, TypeError, struct.error, RecursionError) as error:
        if isinstance(error, PermissionError | FileNotFoundError):
            raise
        raise BrokenFileError(
            "E-postmeddelandet är skadat eller inte helt.", "Spara det på nytt från Outlook, som msg, eml eller PDF."
        ) from error


def _mail(storage: Storage, head: int) -> Mail:
    from oxmsg.properties import Properties

    properties = Properties(storage, properties_header_offset=head)
    text = properties.str_prop_value(_BODY) or ""
    to, cc = _recipients(storage)
    return Mail(
        sender=_address(properties, _SENDER_NAME, _SENDER_SMTP, _SENDER_ADDRESS),
        to=to or properties.str_prop_value(_SHOWN_TO) or "",
        cc=cc or properties.str_prop_value(_SHOWN_CC) or "",
        subject=properties.str_prop_value(_SUBJECT) or "",
        date=_sent(properties),
        text=text.rstrip("\0"),
        html="" if text.strip() else _html(properties),
        attachments=tuple(_attachments(storage)),
    )


def _address(properties: Properties, name: int, *addresses: int) -> str:
    """ "Vera Lind <vera@exempel.se>"; addresses of Exchange's own kind ("/O=…") are left out."""
    shown = (properties.str_prop_value(name) or "").strip("\0 '\"")
    written = (properties.str_prop_value(number) or "" for number in addresses)
    address = next((one.strip("\0 ") for one in written if "@" in one), "")
    return f"{shown} <{address}>" if shown and address and shown != address else shown or address


def _recipients(storage: Storage) -> tuple[str, str]:
    from oxmsg.properties import Properties

    kinds: dict[int, list[str]] = {_TO: [], _CC: []}
    for part in storage.iter_recipient_storages():
        properties = Properties(part, properties_header_offset=_PART_HEAD)
        kind = properties.int_prop_value(_RECIPIENT_KIND) or _TO
        if kind in kinds:
            kinds[kind].append(_address(properties, _RECIPIENT_NAME, _RECIPIENT_SMTP, _RECIPIENT_ADDRESS))
    return ", ".join(kinds[_TO]), ", ".join(kinds[_CC])


def _sent(properties: Properties) -> datetime | None:
    """When it was sent: in the sender's time where the letter's head has it, else in UTC."""
    for line in (properties.str_prop_value(_HEADERS) or "").splitlines():
        if line.casefold().startswith("date:"):
            with suppress(ValueError):
                return parsedate_to_datetime(line[5:].strip())
    return properties.date_prop_value(_SENT)


def _html(properties: Properties) -> str:
    content = properties.binary_prop_value(_HTML)
    if content is None:
        return properties.str_prop_value(_HTML) or ""
    try:
        return content.decode(properties.body_encoding, "replace")
    except LookupError:
        return content.decode("cp1252", "replace")


def _attachments(storage: Storage) -> Iterator[Attachment]:
    from oxmsg.properties import Properties

    for number, part in enumerate(storage.iter_attachment_storages(), start=1):
        properties = Properties(part, properties_header_offset=_PART_HEAD)
        names = (properties.str_prop_value(n) for n in (_LONG_NAME, _SHOWN_NAME, _SHORT_NAME))
        name = next((n.strip("\0 ") for n in names if n), "") or f"bifogat {number}"
        embedded = next((s for s in part.storages if s.name.upper() == _EMBEDDED.upper()), None)
        if embedded is not None:
            yield Attachment(f"{name.removesuffix('.msg')}.eml", _as_eml(_mail(embedded, _EMBEDDED_HEAD)))
            continue
        content = properties.binary_prop_value(_CONTENT)
        inline = bool(properties.str_prop_value(_CONTENT_ID))
        if content is None or is_decoration(name, properties.str_prop_value(_MIME_TYPE) or "", inline, content):
            continue  # by reference only: there are no bytes in the letter
        yield Attachment(name, content)


def _as_eml(mail: Mail) -> bytes:
    """A letter inside a letter has no file of its own; it is given the form every mail program reads."""
    message = EmailMessage()
    for field, value in (("From", mail.sender), ("To", mail.to), ("Cc", mail.cc), ("Subject", mail.subject)):
        if value:
            message[field] = " ".join(value.split())
    if mail.date is not None:
        message["Date"] = format_datetime(mail.date)
    if mail.html:
        message.set_content(mail.html, subtype="html")
    else:
        message.set_content(mail.text)
    for attachment in mail.attachments:
        message.add_attachment(
            attachment.content, maintype="application", subtype="octet-stream", filename=attachment.name
        )
    return message.as_bytes()
