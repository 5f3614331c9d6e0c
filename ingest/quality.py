"""Can a PDF page's text layer be trusted? Judged for every page, knowing the whole document.

A layer can be missing, be there for a stamp only, hold signs that mean nothing, or be the work of an OCR run that knew
no Swedish: "Ordforanden", "Delarsrapporten som lamnas". The last is told by its letters. In Swedish 4 to 6 % of the
letters are å ä ö; measured over windows of 200 letters and more, good layers stay over 1.4 %, layers made without
Swedish lie at 0. Language is asked first: English has no å ä ö and is none the worse for it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cached_property

from ingest.document import TextSource
from ingest.letter_pairs import share_of_odd_words
from ingest.raw import RawPage

_WINDOW = 200  # letters that a judgement of the language needs
_SHARE_OF_SWEDISH_LETTERS = 0.007
_DOUBTFUL_SHARE = 0.012  # too few as well where the layer has accents that Swedish hardly has
_SHARE_WITHOUT_O = 0.003  # å and ä alone: ö is in the character set of more engines
_FOREIGN_SHARE = 0.002
_MANGLED_SHARE = 0.03  # words with a figure or sign in the middle of their letters: "f6r", "f&r"
_JUNK_SHARE = 0.02  # words with signs that mean nothing
_ODD_SHARE = 0.2  # words of letters that stand together in no language we meet: codes that map to other letters
_THIN_SHARE = 0.2  # of a page's height: text in so little of it over a picture is a stamp, a head or a foot
_HEAD_AND_FOOT = 0.12  # of a page's height, each
_SOME_PICTURE = 0.25  # of the page: enough that text in head and foot alone is not all there is to read
_PICTURE_SHARE = 0.6  # of the page: so much of it is picture that the text may be on the picture
_FEW_LETTERS = 300
_LEADING = 0.4  # of the type size, from one line to the next

_WORD = re.compile(r"[^\W_]+(?:[&$|§][^\W_]+)*")
_LETTER = re.compile(r"[^\W\d_]")
_MANGLED = re.compile(r"[a-zåäö]+[0-9&$|§]+[a-zåäö]+")
_MEANINGLESS = re.compile("[\ufffd\ue000-\uf8ff\u0080-\u009f]|\\(cid:")
_STOP_WORDS = {
    language: frozenset(words.split())
    for language, words in {
        "sv": "och att som det den ett av till med om har inte vid ska kan eller samt under inom detta",
        "en": "the of and to in is that for with this be are by which from shall or it as was",
        "fi": "ja on ei että se oli ovat tai myös sekä kun joka sen mutta hän",
        "de": "der die und das den von zu mit ist des ein eine nicht sich auf im für",
    }.items()
}
_NOT_SWEDISH = frozenset({"og", "af", "er", "jeg", "ikke", "ved", "fra"})  # Danish and Norwegian, else much alike


class Fault(Enum):
    """What is wrong with a text layer."""

    NONE = auto()
    MEANINGLESS = auto()  # there is none, or its codes are no letters, or others than those shown
    LETTERS = auto()  # Swedish without å, ä and ö
    PART = auto()  # of what can be read on the page


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a page is to be read: from its layer or its picture (`ocr`), why, in Swedish, and how good its layer is.

    A layer with a `fault` may still be taken where the picture turns out to hold nothing more.
    """

    source: TextSource
    reason: str
    quality: float
    fault: Fault = Fault.NONE


GOOD = Verdict(TextSource.TEXT_LAYER, "textlagret är gott", 1.0)


@dataclass(frozen=True)
class _Sample:
    """The text of one page, or of several taken together, and what its letters tell."""

    text: str

    @cached_property
    def letters(self) -> int:
        return len(_LETTER.findall(self.text))

    @cached_property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    def share(self, signs: str) -> float:
        return sum(self.text.count(sign) for sign in signs) / max(1, self.letters)

    def share_of_words(self, pattern: re.Pattern[str]) -> float:
        return sum(1 for word in self.words if pattern.fullmatch(word)) / max(1, len(self.words))

    @cached_property
    def is_gibberish(self) -> bool | None:
        """Whether its letters are others than those shown; None where there are too few to tell."""
        share = share_of_odd_words(self.text)
        return None if share is None else share >= _ODD_SHARE

    @cached_property
    def is_swedish(self) -> bool:
        """Whether its small words are Swedish ones; those with å ä ö are left out, for they may be what is broken."""
        small = [word.lower() for word in self.words]
        found = {language: sum(word in stop for word in small) for language, stop in _STOP_WORDS.items()}
        if sum(word in _NOT_SWEDISH for word in small) > 0.3 * max(1, found["sv"]):
            return False
        return found["sv"] >= max(3, 0.02 * len(small), *found.values())

    @cached_property
    def lacks_swedish_letters(self) -> bool:
        share = self.share("åäöÅÄÖ")
        foreign = self.share("éèàâêëïáóòôúùñçøæÉÈÀ&")
        return (
            share < _SHARE_OF_SWEDISH_LETTERS
            or (self.letters >= 2 * _WINDOW and self.share("åäÅÄ") < _SHARE_WITHOUT_O)
            or (share < _DOUBTFUL_SHARE and foreign >= _FOREIGN_SHARE)
            or (self.share_of_words(_MANGLED) >= _MANGLED_SHARE)
        )


def judge(pages: Sequence[RawPage]) -> tuple[Verdict, ...]:
    """A verdict for every page, in order.

    A page with a window's worth of Swedish is judged by its own letters; a shorter one follows the pages of its own
    kind (layers over pictures, or set type), and where those are too short too, all of them taken together.
    """
    samples = [_Sample(page.letters) for page in pages]
    own = [sample.lacks_swedish_letters if _can_be_judged(sample) else None for sample in samples]
    kinds = [_is_over_picture(page) for page in pages]
    followed = {kind: _followed(kind, samples, own, kinds) for kind in set(kinds)}
    gibberish = [sample.is_gibberish for sample in samples]
    most_gibberish = 2 * gibberish.count(True) > len(samples) - gibberish.count(None)
    verdicts = []
    for page, sample, lacks, kind, odd in zip(pages, samples, own, kinds, gibberish, strict=True):
        follows = lacks is None
        unreadable = most_gibberish if odd is None else odd
        verdicts.append(_verdict(page, sample, followed[kind] if lacks is None else lacks, follows, unreadable))
    return tuple(verdicts)


def lost_letters(texts: Sequence[str]) -> tuple[bool, ...]:
    """Which of a document's pages are Swedish and have lost å, ä and ö; short pages follow the others.

    A page of another language has lost nothing, whatever the others have.
    """
    samples = [_Sample(text) for text in texts]
    own = [sample.lacks_swedish_letters if _can_be_judged(sample) else None for sample in samples]
    follow = _followed(False, samples, own, [False] * len(samples))
    foreign = [sample.letters >= _WINDOW and not sample.is_swedish for sample in samples]
    return tuple((follow and not other) if lacks is None else lacks for lacks, other in zip(own, foreign, strict=True))


def lacks_swedish_letters(text: str) -> bool:
    """Whether a text is Swedish, long enough to tell, and has lost its å ä ö."""
    sample = _Sample(text)
    return _can_be_judged(sample) and sample.lacks_swedish_letters


def _can_be_judged(sample: _Sample) -> bool:
    return sample.letters >= _WINDOW and sample.is_swedish


def _is_over_picture(page: RawPage) -> bool:
    return page.picture_share >= _PICTURE_SHARE or any(word.invisible for word in page.words[:20])


def _followed(kind: bool, samples: Sequence[_Sample], own: Sequence[bool | None], kinds: Sequence[bool]) -> bool:
    """What the short pages of a kind follow: most of its judged pages, else all its letters in one window."""
    judged = [lacks for lacks, other in zip(own, kinds, strict=True) if lacks is not None and other == kind]
    if judged:
        return 2 * sum(judged) > len(judged)
    together = _Sample(" ".join(sample.text for sample, other in zip(samples, kinds, strict=True) if other == kind))
    return _can_be_judged(together) and together.lacks_swedish_letters


def _verdict(page: RawPage, sample: _Sample, lacks: bool, follows: bool, gibberish: bool) -> Verdict:
    if not sample.text.strip():
        return Verdict(TextSource.OCR, "sidan har inget textlager", 0.0, Fault.MEANINGLESS)
    junk = _share(page, _MEANINGLESS.search)
    if junk >= _JUNK_SHARE:
        reason = "textlagret har tecken som inte betyder något"
        return Verdict(TextSource.OCR, reason, round(1 - junk, 2), Fault.MEANINGLESS)
    if gibberish:
        reason = "textlagrets teckenkoder är fel: bokstäverna är andra än de som syns"
        return Verdict(TextSource.OCR, reason, 0.0, Fault.MEANINGLESS)
    is_part = _is_part_only(page, sample)
    if lacks and (not is_part or any(word.invisible for word in page.words)):
        as_others = ", som i handlingens övriga sidor" if follows else ""
        reason = f"textlagret är fel: gjort utan svenska, å, ä och ö saknas{as_others}"
        return Verdict(TextSource.OCR, reason, 0.3, Fault.LETTERS)
    if is_part:
        reason = "textlagret täcker bara en del av sidan, resten är en bild"
        return Verdict(TextSource.OCR, reason, 0.5, Fault.PART)
    if junk:
        return Verdict(
            GOOD.source, "textlagret är gott utom i ord med tecken som inte gick att tyda", round(1 - junk, 2)
        )
    return GOOD


def _is_part_only(page: RawPage, sample: _Sample) -> bool:
    """Whether the text is a stamp, a head or a foot and what there is to read is in a picture."""
    if page.picture_share >= _PICTURE_SHARE:
        return sample.letters < _FEW_LETTERS or _height_of_text(page) < _THIN_SHARE
    if page.picture_share < _SOME_PICTURE:
        return False
    top, bottom = _HEAD_AND_FOOT * page.height, (1 - _HEAD_AND_FOOT) * page.height
    return all(word.box.y1 <= top or word.box.y0 >= bottom for word in page.words)


def _height_of_text(page: RawPage) -> float:
    """How much of the page's height has text beside it, 0..1, with the usual distance between lines."""
    reached = covered = 0.0
    for y0, y1 in sorted((word.box.y0, word.box.y1 + _LEADING * word.size) for word in page.words):
        covered += max(0.0, y1 - max(y0, reached))
        reached = max(reached, y1)
    return covered / page.height


def _share(page: RawPage, test: Callable[[str], object]) -> float:
    """The share of words longer than a sign for which a test holds; a bullet alone is no word."""
    words = [word.text for word in page.words if len(word.text) > 1]
    return sum(1 for word in words if test(word)) / max(1, len(words))


def quality_of_reading(words: Iterable[tuple[str, float]]) -> float:
    """How far an engine's reading of a page can be trusted, 0..1: the confidence of its words by their length.

    Words come as (text, confidence 0..1). What the engine itself doubts weighs double: one figure misread in a row of
    good ones is what a reader has to be told. A page without words is 1: nothing was misread.
    """
    total = weight = 0.0
    for text, confidence in words:
        length = float(len(text)) * (2.0 if confidence < 0.6 else 1.0)
        total += length * confidence
        weight += length
    return round(total / weight, 3) if weight else 1.0
