"""XML as plain values, written out in a stream: a document of any length costs the memory of one of its parts.

Text that XML 1.0 cannot hold (§ 2.2: most control characters) is replaced by U+FFFD, seen by whoever reads it; the text
as it was stands in the lists and in the database.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
    named = {**plain, **(attributes or {})}
    return Node(
        tag,
        {name: value for name, value in named.items() if value is not None},
        tuple(part for part in content if part is not None),
    )


def optional(tag: str, text: str | None, attributes: Mapping[str, str | None] | None = None) -> Node | None:
    """An element of a text, None where there is no text."""
    return node(tag, text, attributes=attributes) if text else None


def xml_text(text: str) -> str:
    """The text with what XML cannot hold made visible."""
    return _FORBIDDEN.sub("\ufffd", text)


def stable_id(org_number: str, *names: object) -> str:
    """A UUID of version 5: the same for the same thing of the same body, in every file and every package."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("urn:slutarkiv", org_number, *map(str, names)))))


def write_xml(path: Path, root: Node, namespace: str, prefixes: Mapping[str, str] | None = None) -> None:
    """Write a document; `namespace` is that of every tag that tells no other, `prefixes` those that attributes use."""
    from lxml import etree  # type: ignore[import-untyped]  # imported here: only the last day needs it

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file, etree.xmlfile(file, encoding="UTF-8") as out:
        out.write_declaration()
        writer = _Writer(out, namespace)
        names: dict[str | None, str] = {None: namespace}
        names.update(prefixes or {})
        with out.element(writer.tag(root.tag), _clean(root.attributes), nsmap=names):
            writer.fill(root.content, 1)


class _Writer:
    """Writes elements into an open one. Every element is opened by lxml's own writer, which knows what names are in
    force: handing it whole elements would have each tell its namespaces anew, and take no less time.
    """

    def __init__(self, out: Any, namespace: str) -> None:
        self._out, self._namespace = out, namespace
        self._tags: dict[str, str] = {}

    def tag(self, name: str) -> str:
        tag = self._tags.get(name)
        if tag is None:
            tag = self._tags[name] = name if name.startswith("{") else f"{{{self._namespace}}}{name}"
        return tag

    def fill(self, content: Iterable[str | Node], depth: int) -> None:
        """Write the content of an element; elements that no text stands beside have a line each."""
        out = self._out
        lines = not (isinstance(content, tuple) and any(isinstance(part, str) for part in content))
        written = False
        for part in content:
            if isinstance(part, str):
                out.write(xml_text(part))
                continue
            if lines:
                out.write("\n" + " " * depth)
            with out.element(self.tag(part.tag), _clean(part.attributes)):
                self.fill(part.content, depth + 1)
            written = True
        if lines and written:
            out.write("\n" + " " * (depth - 1))


def _clean(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: xml_text(value) for name, value in attributes.items()}
