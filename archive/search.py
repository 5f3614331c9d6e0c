"""Finding: what a user's words lead to, ranked, with the place and the words marked.

Two indexes are asked: trigrams of the text, and keys (lemmas, stems, compound parts, canonical tokens). A passage that
both rank high comes first. What neither finds whole is looked for term by term, then with å ä ö folded, and last by
any of the terms; each step only where the steps before gave too little.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from archive.schema import ROOM
from archive.snippets import Snippet, snippet
from archive.terms import Term, terms
from archive.tokens import money, paragraf

_WEIGHTS = {"passage_text": "4.0, 1.0, 0.3", "passage_word": "4.0, 1.0, 2.0"}
_RANKED = 300  # the best of each index that are weighed against each other
_DAMPING = 10  # of reciprocal rank fusion: how little it matters whether a hit is first or tenth


@dataclass(frozen=True)
class Query:
    """What is looked for. Dates are ISO (a year or a month will do), both inclusive; `kronor` is an exact sum."""

    text: str
    since: str | None = None
    until: str | None = None
    kind: str | None = None
    ore: int | None = None
    limit: int = 50


@dataclass(frozen=True)
class Hit:
    """A passage that was found; `paragraf` (its number), `label` and `permalink` are set where it is a §."""

    passage: int
    document: int
    document_name: str
    kind: str | None
    title: str | None
    date: str | None
    page: int
    heading: str
    paragraf: str | None
    label: str | None
    permalink: str | None
    snippet: Snippet


def search(db: sqlite3.Connection, query: Query) -> list[Hit]:
    """The best hits, best first. Whatever the text, nothing is raised; no terms and no filter give no hits."""
    wanted = terms(db, query.text)
    summed = [] if query.ore is None else [_sum(query.ore)]
    if not wanted + summed:
        return []
    ids = _ranked(db, wanted or summed, query)[: query.limit]
    return [_hit(db, passage, wanted + summed) for passage in ids]


def _sum(ore: int) -> Term:
    form = money(ore)
    return Term(form, words=f'"{form}"', tokens=(form,))


def _ranked(db: sqlite3.Connection, wanted: Sequence[Term], query: Query) -> list[int]:
    """Ids of passages, best first, from as few steps as give enough."""
    steps: tuple[Callable[[], list[int]], ...] = (
        lambda: _whole(db, wanted, query),
        lambda: _each_term(db, wanted, query, lambda term: term.text),
        lambda: _each_term(db, wanted, query, lambda term: term.loose),
        lambda: _any_term(db, wanted, query),
    )
    found: dict[int, None] = {}
    for at, step in enumerate(steps):
        if len(found) >= query.limit or (at == len(steps) - 1 and found):
            break
        found.update(dict.fromkeys(step()))
    if _is_of_deciding(db, query.text):
        found = _decisions_first(db, found, _deciding(db, wanted, query))
    own = {form for term in wanted for form in term.tokens if form.startswith("paragraf")}
    return _own_paragraf_first(db, list(found), own) if own else list(found)


def _is_of_deciding(db: sqlite3.Connection, text: str) -> bool:
    """Whether a word of it, however inflected, is what a decision of the archive does."""
    # the archive's own words and not the extractors' list of verbs: loading that would cost a search half its time
    words = re.findall(r"[a-zåäöé]+", text.casefold())
    query = f"""SELECT 1 FROM word_form WHERE form IN ({", ".join("?" * len(words))})
        AND lemma IN (SELECT action FROM decision WHERE action != 'annat') LIMIT 1"""
    return db.execute(query, words).fetchone() is not None


def _deciding(db: sqlite3.Connection, wanted: Sequence[Term], query: Query) -> list[int]:
    """What has all the words in its heading or decisions, best first."""
    words = [term.words for term in wanted]
    if None in words:
        return []
    return _best(db, "passage_word", f"{{heading_words}} : ({' AND '.join(filter(None, words))})", query)


def _decisions_first(db: sqlite3.Connection, found: Iterable[int], deciding: Sequence[int]) -> dict[int, None]:
    """Whoever asks with a verb of decision ("bevilja medel") wants the §§ that decided so, before what mentions it."""
    marks = ", ".join("?" * len(deciding))
    rows = db.execute(
        f"""SELECT id FROM passage p WHERE id IN ({marks}) AND EXISTS
            (SELECT 1 FROM decision d WHERE d.document = p.document AND d.paragraf = p.paragraf)""",
        list(deciding),
    )
    decided = {row["id"] for row in rows}
    return dict.fromkeys([*(passage for passage in deciding if passage in decided), *found])


def _whole(db: sqlite3.Connection, wanted: Sequence[Term], query: Query) -> list[int]:
    """What one index alone finds whole; what has it all in its heading or decisions is counted twice."""
    rankings = []
    words, text = [term.words for term in wanted], [term.text for term in wanted]
    if None not in words:
        whole = " AND ".join(filter(None, words))
        rankings.append(_best(db, "passage_word", whole, query))
        rankings.append(_best(db, "passage_word", f"{{heading_words}} : ({whole})", query))
    if None not in text:
        rankings.append(_best(db, "passage_text", " AND ".join(f"({t})" for t in text), query))
    return _fused(rankings)


def _any_term(db: sqlite3.Connection, wanted: Sequence[Term], query: Query) -> list[int]:
    """What has at least one of the terms, most telling first."""
    rankings = []
    for table, expressions in (
        ("passage_word", [term.words for term in wanted]),
        ("passage_text", [term.loose for term in wanted]),
    ):
        if there := [f"({expression})" for expression in expressions if expression is not None]:
            rankings.append(_best(db, table, " OR ".join(there), query))
    return _fused(rankings)


def _fused(rankings: Sequence[Sequence[int]]) -> list[int]:
    """Several rankings as one: reciprocal ranks summed."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, passage in enumerate(ranking):
            scores[passage] = scores.get(passage, 0.0) + 1 / (_DAMPING + rank)
    return sorted(scores, key=lambda passage: (-scores[passage], passage))


def _each_term(
    db: sqlite3.Connection, wanted: Sequence[Term], query: Query, trigrams: Callable[[Term], str | None]
) -> list[int]:
    """What has every term in one index or the other; newest document first."""
    either_of: list[str] = []
    values: list[str] = []
    for term in wanted:
        either = []
        for table, expression in (("passage_word", term.words), ("passage_text", trigrams(term))):
            if expression is not None:
                either.append(f"SELECT rowid FROM {table} WHERE {table} MATCH ?")
                values.append(expression)
        if not either:
            return []
        either_of.append(" UNION ".join(either))
    where, more = _filters(query)
    first, *rest = either_of
    conditions = [f"m.rowid IN ({either})" for either in rest]
    rows = db.execute(
        f"""SELECT m.rowid AS id FROM ({first}) m JOIN document d ON d.id = m.rowid / {ROOM}
            {_where([*conditions, *where])} ORDER BY d.date DESC, m.rowid LIMIT {_RANKED}""",
        (*values, *more),
    )
    return [row["id"] for row in rows]


def _best(db: sqlite3.Connection, table: str, expression: str, query: Query) -> list[int]:
    """The best of one index, by bm25. A passage's id tells its document: its wide row is not touched."""
    where, values = _filters(query)
    joined = f"JOIN document d ON d.id = m.rowid / {ROOM}" if where else ""
    rows = db.execute(
        f"""SELECT m.rowid AS id FROM {table} m {joined}
            {_where([f"{table} MATCH ?", f"m.rank MATCH 'bm25({_WEIGHTS[table]})'", *where])}
            ORDER BY m.rank LIMIT {_RANKED}""",
        (expression, *values),
    )
    return [row["id"] for row in rows]


def _where(conditions: list[str]) -> str:
    return f"WHERE {' AND '.join(conditions)}" if conditions else ""


def _filters(query: Query) -> tuple[list[str], list[str]]:
    """Conditions on `m.rowid`, a passage, and `d`, its document."""
    where: list[str] = []
    values: list[str] = []
    for condition, value in (
        ("substr(d.date, 1, length(?1)) >= ?1", query.since),
        ("substr(d.date, 1, length(?1)) <= ?1", query.until),
        ("d.kind = ?1", query.kind),
        (
            "m.rowid IN (SELECT rowid FROM passage_word WHERE passage_word MATCH ?1)",
            None if query.ore is None else _sum(query.ore).words,
        ),
    ):
        if value is not None:
            where.append(condition.replace("?1", "?"))
            values += [value] * condition.count("?1")
    return where, values


def _own_paragraf_first(db: sqlite3.Connection, found: list[int], own: set[str]) -> list[int]:
    """Whoever asks for § 26 wants that § before those that speak of it."""
    marks = ", ".join("?" * len(found))
    rows = db.execute(
        f"""SELECT s.id, g.number FROM passage s JOIN paragraf g
            ON g.document = s.document AND g.position = s.paragraf WHERE s.id IN ({marks})""",
        found,
    )
    mine = {row["id"] for row in rows if paragraf(row["number"]) in own}
    return sorted(found, key=lambda passage: passage not in mine)


def _hit(db: sqlite3.Connection, passage: int, wanted: Sequence[Term]) -> Hit:
    row = db.execute(
        """SELECT p.*, d.name, d.kind, d.title, d.date, d.slug, g.number, g.label,
           g.heading AS paragraf_heading, g.slug AS paragraf_slug
           FROM passage p JOIN document d ON d.id = p.document
           LEFT JOIN paragraf g ON g.document = p.document AND g.position = p.paragraf WHERE p.id = ?""",
        (passage,),
    ).fetchone()
    is_paragraf = row["number"] is not None
    return Hit(
        passage, row["document"], row["name"], row["kind"], row["title"], row["date"], row["page"],
        (row["paragraf_heading"] or "") if is_paragraf else row["heading"],
        row["number"], row["label"],
        f"/protokoll/{row['slug']}/{row['paragraf_slug']}" if is_paragraf and row["slug"] else None,
        snippet(db, row["document"], row["text"], wanted, _decided(db, row["document"], row["paragraf"])),
    )  # fmt: skip


def _decided(db: sqlite3.Connection, document: int, paragraf: int | None) -> list[str]:
    """What was decided under a §, as printed."""
    if paragraf is None:
        return []
    rows = db.execute("SELECT text FROM decision WHERE document = ? AND paragraf = ?", (document, paragraf))
    return [row["text"] for row in rows]
