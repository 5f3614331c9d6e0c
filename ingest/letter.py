"""What an e-mail is, whichever program saved it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime

log = logging.getLogger(__name__)

TINY_PICTURE = 10_000  # bytes; a smaller picture placed in the text is a logotype or a tracking dot, no document


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """`html` is filled only where there is no plain text; `date` is as sent, in the sender's own time where told."""

    sender: str
    to: str
    cc: str
    subject: str
    date: datetime | None
    text: str
    html: str
    attachments: tuple[Attachment, ...]


def is_decoration(name: str, media_type: str, inline: bool, content: bytes) -> bool:
    """Whether an attached file is a tiny picture placed in the text, which is left out (and logged)."""
    tiny = inline and media_type.startswith("image/") and len(content) < TINY_PICTURE
    if tiny:
        log.info("%s: liten bild i brevtexten, läggs inte in", name)
    return tiny
