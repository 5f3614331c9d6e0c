"""An e-mail's parts: its head, its text, what is attached. Both Internet mail (eml) and Outlook's (msg)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email import message_from_binary_file, policy
from email.errors import MessageError
from email.message import EmailMessage
from pathlib import Path

from ingest.letter import Attachment, Mail, is_decoration
from ingest.media import MSG
from ingest.outlook import parse_msg


def parse_mail(path: Path, media_type: str) -> Mail:
    """Reads an e-mail. Raises BrokenFileError where it is not whole."""
    return parse_msg(path) if media_type == MSG else _parse_eml(path)


def _parse_eml(path: Path) -> Mail:
    with path.open("rb") as file:
        message = message_from_binary_file(file, policy=policy.default)
    assert isinstance(message, EmailMessage)
    plain: list[str] = []
    html: list[str] = []
    attachments: list[Attachment] = []
    for part in _leaves(message):
        if not _is_attached(part) and part.get_content_type() == "text/plain":
            plain.append(_text(part))
        elif not _is_attached(part) and part.get_content_type() == "text/html":
            html.append(_text(part))
        elif attachment := _attachment(part, len(attachments) + 1):
            attachments.append(attachment)
    text = "\n\n".join(p for p in plain if p.strip())
    return Mail(
        sender=_field(message, "From"),
        to=_field(message, "To"),
        cc=_field(message, "Cc"),
        subject=_field(message, "Subject"),
        date=_date(message),
        text=text,
        html="" if text else "\n".join(html),
        attachments=tuple(attachments),
    )


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    """The parts that hold something, in order; a mail attached to the mail is one part."""
    if message.get_content_maintype() != "multipart":
        yield message
        return
    for part in message.iter_parts():
        if isinstance(part, EmailMessage):
            yield from _leaves(part)


def _is_attached(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _text(part: EmailMessage) -> str:
    try:
        content = part.get_content()
    except (LookupError, UnicodeDecodeError):  # an unknown or misnamed character set
        payload = part.get_payload(decode=True)
        content = payload.decode("cp1252", "replace") if isinstance(payload, bytes) else ""
    return str(content)


def _field(message: EmailMessage, name: str) -> str:
    try:
        return " ".join(str(message.get(name, "")).split())
    except (MessageError, ValueError, IndexError, AttributeError, TypeError):  # the standard parser trips on odd heads
        return ""


def _date(message: EmailMessage) -> datetime | None:
    try:
        sent = message.get("Date")
        moment = sent.datetime if sent is not None else None
    except (MessageError, ValueError, IndexError, AttributeError, TypeError):
        return None
    return moment if isinstance(moment, datetime) else None


def _attachment(part: EmailMessage, number: int) -> Attachment | None:
    """A part as an attachment; None for a tiny picture placed in the text, and for parts with nothing in them."""
    content_type = part.get_content_type()
    if content_type == "message/rfc822":
        inner = part.get_content()
        subject = " ".join(re.sub(r"[^\w .-]+", " ", _field(inner, "Subject")).split())
        return Attachment(part.get_filename() or f"{subject or f'bifogat {number}'}.eml", inner.as_bytes())
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    inline = part.get_content_disposition() != "attachment" and part["Content-ID"] is not None
    name = part.get_filename() or f"bifogat {number}.{part.get_content_subtype()}"
    if is_decoration(name, content_type, inline, content):
        return None
    return Attachment(name, content) if content or part.get_filename() else None
