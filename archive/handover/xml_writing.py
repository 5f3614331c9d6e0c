"""XML as plain values, written out in a stream: a document of any length costs the memory of one of its parts.

Text that XML 1.0 cannot hold (§ 2.2: most control characters) is replaced by U+FFFD, seen by whoever reads it; the text
as it was stands in the lists and in the database.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TextIO

XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

_FORBIDDEN = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_IN_TEXT = re.compile(f"[&<>\r]|{_FORBIDDEN}")
_IN_ATTRIBUTE = re.compile(f'[&<>"\t\n\r]|{_FORBIDDEN}')
_ESCAPED = {
    "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;",
}  # fmt: skip
_NONE: Mapping[str, str] = {}


class Node(NamedTuple):
    """An element: `tag` without namespace, or in Clark's form; its texts and elements in their order.

    Content that is no tuple holds elements only, and is made while it is written.
    """

    tag: str
    attributes: Mapping[str, str]
    content: Iterable[str | Node]


def node(
    tag: str,
    *content: str | Node | None,
    attributes: Mapping[str, str | None] | None = None,
    **plain: str | None,
) -> Node:
    """An element; what is None is left out. `attributes` holds those whose names are no identifiers."""
    told = tuple(part for part in content if part is not None)
    if not plain and not attributes:
        return Node(tag, _NONE, told)
    named = {**plain, **(attributes or {})}
    return Node(tag, {name: value for name, value in named.items() if value is not None}, told)


def optional(tag: str, text: str | None, attributes: Mapping[str, str | None] | None = None) -> Node | None:
    """An element of a text, None where there is no text."""
    return node(tag, text, attributes=attributes) if text else None


@lru_cache(maxsize=1 << 16)  # an item's identifier is asked for with each of its events
def stable_id(org_number: str, *names: object) -> str:
    """A UUID of version 5: the same for the same thing of the same body, in every file and every package."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("urn:slutarkiv", org_number, *map(str, names)))))


def write_xml(path: Path, root: Node, namespace: str, prefixes: Mapping[str, str] | None = None) -> None:
    """Write a document; `namespace` is that of every tag that tells no other, `prefixes` those of the other names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    names = {"xmlns": namespace} | {f"xmlns:{prefix}": uri for prefix, uri in (prefixes or {}).items()}
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>')
        writer = _Writer(file, namespace, prefixes or {})
        writer.write(Node(root.tag, {**names, **root.attributes}, root.content), "\n")
        file.write("\n")


class _Writer:
    """Writes elements as text. A library that builds or opens each takes five times as long for the same bytes."""

    def __init__(self, file: TextIO, namespace: str, prefixes: Mapping[str, str]) -> None:
        self._file = file
        self._prefixes = {namespace: "", **{uri: f"{prefix}:" for prefix, uri in prefixes.items()}}
        self._names: dict[str, str] = {}

    def write(self, made: Node, line: str) -> None:
        """Write an element on a line of its own; `line` is the break and the blanks before it."""
        if isinstance(made.content, tuple):
            out: list[str] = []
            self._whole(made, line, out)
            self._file.write("".join(out))
            return
        name = self._name(made.tag)
        self._file.write(f"{line}<{name}{self._attributes(made)}>")
        for part in made.content:
            assert isinstance(part, Node), "what is made while it is written holds elements only"
            self.write(part, f"{line} ")
        self._file.write(f"{line}</{name}>")

    def _whole(self, made: Node, line: str, out: list[str]) -> None:
        name, content = self._name(made.tag), tuple(made.content)
        attributes = self._attributes(made) if made.attributes else ""
        if not content:
            out.append(f"{line}<{name}{attributes}/>")
            return
        if len(content) == 1 and isinstance(content[0], str):
            out.append(f"{line}<{name}{attributes}>{_text(content[0])}</{name}>")
            return
        out.append(f"{line}<{name}{attributes}>")
        # blanks between elements that text stands beside would be text too
        beside = "" if not line or any(isinstance(part, str) for part in content) else f"{line} "
        for part in content:
            if isinstance(part, str):
                out.append(_text(part))
            elif isinstance(part.content, tuple):
                self._whole(part, beside, out)
            else:
                self._file.write("".join(out))
                out.clear()
                self.write(part, beside)
        out.append(f"{line if beside else ''}</{name}>")

    def _name(self, name: str) -> str:
        told = self._names.get(name)
        if told is None:
            uri, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
            told = self._names[name] = self._prefixes[uri] + local if uri else local
        return told

    def _attributes(self, made: Node) -> str:
        return "".join(f' {self._name(key)}="{_attribute(value)}"' for key, value in made.attributes.items())


def _text(text: str) -> str:
    return _IN_TEXT.sub(_escaped, text) if _IN_TEXT.search(text) else text


def _attribute(text: str) -> str:
    return _IN_ATTRIBUTE.sub(_escaped, text) if _IN_ATTRIBUTE.search(text) else text


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPED.get(found[0], "\ufffd")
