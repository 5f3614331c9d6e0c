"""XML of unknown make, read as a stream: no document type, no entities, no network, memory for one element at a time.

`expat` goes through the file first, because a document type must be refused before anything reads what it declares
("billion laughs", files drawn in as entities); lxml then reads, and validates on the way where a schema is given.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.parsers import expat

from archive.handover.verifier.opening import READ_ERRORS, Package
from archive.handover.verifier.report import Remark

UNREAD = ("xml-trasig", "xml-farlig", "oläsbar")  # codes of what keeps a file from being read to its end

_CHUNK = 1 << 16
_MOST_ERRORS = 20  # schema errors told of one file


class _DocumentTypeFound(Exception):  # noqa: N818  # a way out of expat, no error
    pass


class XmlFile:
    """An XML file of the package: iterate over its elements, each as it ends; then ask what was wrong.

    names: which elements, by local name; all where it is empty. An element named in `emptied` (else in `names`) is
    emptied when the next one is asked for: such a file may be of any length. `root` is the name of its first element.
    """

    def __init__(
        self,
        package: Package,
        name: str,
        schema: Any = None,
        names: frozenset[str] = frozenset(),
        emptied: frozenset[str] = frozenset(),
    ) -> None:
        self.remarks: list[Remark] = []
        self.root = ""
        self._package, self._name, self._schema = package, name, schema
        self._names, self._emptied = names, emptied or names

    def __iter__(self) -> Iterator[Any]:
        from lxml import etree  # type: ignore[import-untyped]  # has no type information

        try:
            if not self._is_well_formed():
                return
            with self._package.open(self._name) as stream:
                # not resolve_entities=False: with a schema it makes lxml 5.1 end without a word where a file is broken;
                # there are no entities to resolve, since no document type has come this far
                reading = etree.iterparse(
                    stream, ("end",), tag=[f"{{*}}{name}" for name in self._names] or None, schema=self._schema,
                    no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=False,
                )  # fmt: skip
                try:
                    yield from self._elements(reading)
                except etree.XMLSyntaxError as error:
                    # schema errors come here too, once the whole file is read
                    self._tell(reading.error_log, error)
        except READ_ERRORS as error:
            self.remarks.append(Remark("oläsbar", self._name, f"kan inte läsas ({error})."))

    def _is_well_formed(self) -> bool:
        """Whether it is XML from end to end, without a document type."""

        def refuse(*_: object) -> None:
            raise _DocumentTypeFound

        def first(name: str, _attributes: object) -> None:
            self.root = name.rpartition(":")[2]
            parser.StartElementHandler = None

        parser = expat.ParserCreate()
        parser.StartDoctypeDeclHandler = refuse
        parser.StartElementHandler = first
        try:
            with self._package.open(self._name) as stream:
                while chunk := stream.read(_CHUNK):
                    parser.Parse(chunk)
                parser.Parse(b"", True)
        except _DocumentTypeFound:
            told = "har en dokumenttyp (DOCTYPE) med möjliga entiteter och läses därför inte."
            self.remarks.append(Remark("xml-farlig", self._name, told))
        except expat.ExpatError as error:
            self.remarks.append(Remark("xml-trasig", self._name, f"är inte välformad XML ({error})."))
        return not self.remarks

    def _elements(self, reading: Any) -> Iterator[Any]:
        for _, element in reading:
            yield element
            if local(element) in self._emptied:
                element.clear(keep_tail=False)
                parent = element.getparent()
                while parent is not None and element.getprevious() is not None:
                    del parent[0]
        if reading.root is None:
            self.remarks.append(Remark("xml-trasig", self._name, "kunde inte läsas till sitt slut."))

    def _tell(self, log: Any, error: Exception) -> None:
        invalid = [entry for entry in log if entry.domain_name == "SCHEMASV"]
        broken = [entry for entry in log if entry.domain_name != "SCHEMASV" and entry.level_name != "WARNING"]
        if broken or not invalid:
            what = f"rad {broken[0].line}: {broken[0].message}" if broken else str(error)
            self.remarks.append(Remark("xml-trasig", self._name, f"är inte välformad XML ({what})."))
        for entry in invalid[:_MOST_ERRORS]:
            line = f"rad {entry.line}: " if entry.line else ""
            self.remarks.append(Remark("schema", self._name, f"följer inte sitt schema: {line}{entry.message}"))
        if len(invalid) > _MOST_ERRORS:
            more = len(invalid) - _MOST_ERRORS
            self.remarks.append(Remark("schema", self._name, f"följer inte sitt schema på {more} ställen till."))


def local(element: Any) -> str:
    """An element's name without its namespace; empty for an entity that was not resolved."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: Any) -> str:
    """All text of an element, its gaps one space."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""
