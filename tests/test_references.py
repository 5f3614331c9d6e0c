"""References: text → what it points to; a document's own labels are none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Facts, Paragraf, Text
from extractors.references import EXTRACTOR, find_references
from ingest.document import Document, plain_page

# Text → (as printed, kind, target).
TEXTS = [
    ("enligt 14 § arkivlagen", [("14 § arkivlagen", "law", "1990:782 14 §")]),
    ("se OSL 4 kap. 2 §", [("OSL 4 kap. 2 §", "law", "2009:400 4 kap. 2 §")]),
    ("6 kap. 9 § kommunallagen (2017:725)", [("6 kap. 9 § kommunallagen (2017:725)", "law", "2017:725 6 kap. 9 §")]),
    ("enligt KL 6:9", [("KL 6:9", "law", "2017:725 6 kap. 9 §")]),
    ("5 kap. 4-5 §§ KL", [("5 kap. 4-5 §§ KL", "law", "2017:725 5 kap. 4–5 §§")]),
    ("2 § lagen (2003:1210) om finansiell samordning", [("2 § lagen (2003:1210)", "law", "2003:1210 2 §")]),
    ("föreskriften AFS 2001:1", [("AFS 2001:1", "law", "AFS 2001:1")]),
    ("SFS 1990:782", [("SFS 1990:782", "law", "1990:782")]),
    ("lagen ändras, 2003: 1210)", [("2003: 1210", "law", "2003:1210")]),
    ("RF och TF möttes kl 13", []),
    ("kl 20:47 2024", []),
    ("Budget 2024: 500 tkr", []),
    ("4 § förbundsordningen", [("4 § förbundsordningen", "document", "förbundsordningen 4 §")]),
    ("beslut SFV § 12/2023", [("SFV § 12/2023", "paragraph", "SFV § 12/2023")]),
    ("enligt § 12, se §§ 3–5", [("§ 12", "paragraph", "§ 12"), ("§§ 3–5", "paragraph", "§ 3–5")]),
    ("enligt KS 2024-02-01 § 17", [("2024-02-01 § 17", "paragraph", "§ 17/2024")]),
    ("Beslut fattades i\n§ 12 om stugan", [("§ 12", "paragraph", "§ 12")]),
    ("- § 17 Val\n§ 18 Dagordning", []),
    ("se bilaga 1", [("bilaga 1", "document", "bilaga 1")]),
    ("Årsredovisning 2023", [("Årsredovisning 2023", "document", "årsredovisning 2023")]),
    ("årsredovisningen för 2023", [("årsredovisningen för 2023", "document", "årsredovisning 2023")]),
    ("protokoll 2024-03-22", [("protokoll 2024-03-22", "document", "protokoll 2024-03-22")]),
    ("SOU 2000:78", [("SOU 2000:78", "document", "SOU 2000:78")]),
    ("prop. 2002/03:132", [("prop. 2002/03:132", "document", "prop. 2002/03:132")]),
    ("ärendet Dnr KS 2024-00123", [("KS 2024-00123", "dnr", "KS 2024-00123")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TEXTS)
def test_texts(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(text[m.start : m.end], m.kind, m.target) for m in find_references(text)] == expected


def test_own_numbers_and_lists_of_contents_are_no_references() -> None:
    text = "Dnr 2024/7\nInnehåll: enligt § 1 och § 2\n\n§ 1 Val\nVi följer § 9 från i fjol, Dnr 2024/7, och Dnr 2023/3."
    document = Document("00", "text/plain", "prov.txt", (plain_page(1, text),))
    start = text.index("§ 1 Val")
    paragraf = Paragraf(number="1", label="§ 1", heading="Val", text="…", evidence=document.evidence(start, len(text)))
    facts = Facts(paragraphs=(paragraf,), dnr=(Text(value="2024/7", evidence=document.evidence(4, 10)),))
    found = EXTRACTOR.run(document, facts)["references"]
    assert [(r.kind, r.target) for r in found] == [("paragraph", "§ 9"), ("dnr", "2023/3")]


@given(st.text(alphabet="§ 0123456789kap.:()-–/KLOSFdnrlagenbilaga\n", max_size=150))
def test_noise_never_raises_nor_overlaps(text: str) -> None:
    end = 0
    for mention in find_references(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
