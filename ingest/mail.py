"""An e-mail's parts: its head, its text, what is attached. Both Internet mail (eml) and Outlook's (msg)."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_binary_file, policy
from email.errors import MessageError
from email.message import EmailMessage
from pathlib import Path

from ingest.errors import BrokenFileError
from ingest.media import MSG

log = logging.getLogger(__name__)

TINY_PICTURE = 10_000  # bytes; a smaller picture placed in the text is a logotype or a tracking dot, not a handling


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`html` is filled only where there is no plain text; `date` is as sent, in the sender's own time."""

    sender: str
    to: str
    cc: str
    subject: str
    date: datetime | None
    text: str
    html: str
    attachments: tuple[Attachment, ...]


def parse_mail(path: Path, media_type: str) -> Mail:
    """Reads an e-mail. Raises BrokenFileError where it is not whole."""
    return _parse_msg(path) if media_type == MSG else _parse_eml(path)


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
    if _is_decoration(content_type, inline, content):
        log.info("%s: liten bild i brevtexten, läggs inte in", name)
        return None
    return Attachment(name, content) if content or part.get_filename() else None


def _is_decoration(content_type: str, inline: bool, content: bytes) -> bool:
    return inline and content_type.startswith("image/") and len(content) < TINY_PICTURE


def _parse_msg(path: Path) -> Mail:
    import extract_msg
    from extract_msg.exceptions import ExMsgBaseException

    try:
        with extract_msg.openMsg(path, delayAttachments=False) as message:
            if not isinstance(message, extract_msg.msg_classes.MessageBase):
                raise _broken()
            html = message.htmlBody
            return Mail(
                sender=message.sender or "",
                to=message.to or "",
                cc=message.cc or "",
                subject=message.subject or "",
                date=message.date if isinstance(message.date, datetime) else None,
                text=message.body or "",
                html=html.decode("utf-8", "replace") if html and not (message.body or "").strip() else "",
                attachments=tuple(_msg_attachments(message.attachments)),
            )
    except (ExMsgBaseException, OSError, ValueError, KeyError, AttributeError, TypeError) as error:
        raise _broken() from error


def _msg_attachments(attachments: Iterable[object]) -> Iterator[Attachment]:
    import extract_msg

    for number, attached in enumerate(attachments, start=1):
        if not isinstance(attached, extract_msg.attachments.AttachmentBase):
            continue
        name = attached.longFilename or attached.shortFilename or attached.name
        data = attached.data
        if isinstance(data, extract_msg.MSGFile):
            yield Attachment(f"{name or f'bifogat {number}'}.msg", data.exportBytes())
        elif isinstance(data, bytes):
            inline = bool(attached.cid)
            if _is_decoration(attached.mimetype or "", inline, data):
                log.info("%s: liten bild i brevtexten, läggs inte in", name)
            else:
                yield Attachment(name or f"bifogat {number}", data)


def _broken() -> BrokenFileError:
    return BrokenFileError(
        "E-postmeddelandet är skadat eller inte helt.",
        "Spara det på nytt från e-postprogrammet, som msg, eml eller PDF.",
    )
