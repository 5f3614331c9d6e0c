"""What is written: files, their gold, and the manifest that says how each was made."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from pathlib import Path, PurePosixPath
from typing import Any

from tests.sample.facts import Gold

MEDIA = {
    ".pdf": ("application", "pdf"),
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
}


@dataclass(frozen=True)
class File:
    """One file to write; `inside` are the documents it carries, with gold of their own."""

    path: str
    content: bytes
    kind: str
    how: tuple[str, ...]
    style: str | None = None
    gold: Gold | None = None
    error: str | None = None
    inside: tuple[File, ...] = ()
    about: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        return PurePosixPath(self.path).stem

    def entry(self) -> dict[str, Any]:
        """The manifest's line about it."""
        entry: dict[str, Any] = {"path": self.path, "kind": self.kind, "style": self.style, "made": list(self.how)}
        entry["gold"] = f"{self.stem}.json" if self.gold is not None else None
        entry["error"] = self.error
        if self.inside:
            entry["inside"] = [member.entry() for member in self.inside]
        if self.about:
            entry["about"] = self.about
        return entry | self.extra


def write(files: list[File], out: Path) -> None:
    """The files under `handlingar`, the gold of each and of what is inside it under `gold`."""
    for file in files:
        target = out / "handlingar" / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
        for part in (file, *file.inside):
            if part.gold is not None:
                save_json(out / "gold" / f"{part.stem}.json", {"file": part.stem, **part.gold})


def save_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def mail(sender: str, to: str, subject: str, stamp: str, body: str, attachments: tuple[File, ...]) -> bytes:
    """An e-mail as it is saved to disk; its boundary and its id are fixed."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"], message["To"], message["Subject"], message["Date"] = sender, to, subject, stamp
    message["Message-ID"] = f"<{abs(sum(map(ord, subject + stamp)))}@post.example>"
    message.set_content(body, cte="8bit")
    for file in attachments:
        main, sub = MEDIA[PurePosixPath(file.path).suffix]
        message.add_attachment(file.content, maintype=main, subtype=sub, filename=PurePosixPath(file.path).name)
    if attachments:
        message.set_boundary("=_handling_" + f"{len(body):06d}")
    return message.as_bytes()
