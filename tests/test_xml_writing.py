"""What is written as XML is read back as it was, but for what XML cannot hold, which is seen to be gone."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.handover.xml_writing import XSI, Node, node, optional, stable_id, write_xml

NAMESPACE = "urn:prov"
TEXT = st.text(st.characters(codec="utf-8"), max_size=12) | st.sampled_from(
    ["", "\x0b", "]]>", "&lt;", "\r\n", "\ufffe"]
)
LEAF = st.builds(lambda text, about: node("löv", text, about=about), TEXT, st.none() | TEXT)
TREE = st.recursive(LEAF, lambda parts: st.lists(parts, max_size=3).map(lambda told: node("gren", *told)), max_leaves=6)


def held(text: str) -> str:
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", text)


def same(made: Node, read: etree._Element) -> bool:
    if etree.QName(read) != etree.QName(NAMESPACE, made.tag) or dict(read.attrib) != {
        name: held(value) for name, value in made.attributes.items()
    }:
        return False
    content = tuple(made.content)
    texts = [part for part in content if isinstance(part, str)]
    if texts:
        return (read.text or "") == held("".join(texts)) and len(read) == 0
    return len(read) == len(content) and all(same(*pair) for pair in zip(content, read, strict=True))  # type: ignore[arg-type]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(TREE, max_size=3))
def test_there_and_back(parts: list[Node], tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    write_xml(path, Node("rot", {f"{{{XSI}}}type": "ett"}, iter(parts)), NAMESPACE, {"xsi": XSI})
    root = etree.parse(str(path)).getroot()
    assert root.get(f"{{{XSI}}}type") == "ett"
    assert len(root) == len(parts)
    assert all(same(made, read) for made, read in zip(parts, root, strict=True))


def test_text_beside_elements_keeps_its_blanks(tmp_path: Path) -> None:
    write_xml(tmp_path / "x.xml", Node("p", {}, ("se ", node("ref", node("b", "här")), " och där")), NAMESPACE)
    assert '<p xmlns="urn:prov">se <ref><b>här</b></ref> och där</p>' in (tmp_path / "x.xml").read_text("utf-8")


def test_what_is_none_is_left_out() -> None:
    assert node("a", None, optional("b", ""), optional("c", None), d=None) == Node("a", {}, ())


def test_the_same_thing_has_the_same_identifier() -> None:
    assert stable_id("222000-0026", "original", "ab") == stable_id("222000-0026", "original", "ab")
    assert stable_id("222000-0026", "original", "ab") != stable_id("222000-0034", "original", "ab")
