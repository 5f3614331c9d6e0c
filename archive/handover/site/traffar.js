// The search page: reads the question from the address, shows what sok.js finds, marks the words. Everything that comes
// out of a document becomes text, never HTML.
"use strict";
(() => {
const LENGTH = 240, SHOWN = 50;
const MONTHS = ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober", "november", "december"];
const asked = new URLSearchParams(location.search);
const by = id => document.getElementById(id);
function day(iso) {
  const m = /^(\d{4})-(\d\d)-(\d\d)$/.exec(iso);
  return m ? `${+m[3]}\u00a0${MONTHS[m[2] - 1]}\u00a0${m[1]}` : iso;
}
function made(tag, words, name) {
  const element = document.createElement(tag);
  if (words) element.textContent = words;
  if (name) element.className = name;
  return element;
}
const quoted = words => words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
// Where the words stand in a text: [start, end), in order, not overlapping.
function marks(text, wanted) {
  const found = [], lowered = text.toLowerCase(), tokens = new Set(wanted.flatMap(term => term.tokens));
  for (const { literal, tokens: own } of wanted)
    if (!own.length && literal.length > 2)
      for (const m of lowered.matchAll(new RegExp(quoted(literal).replace(/ /g, "\\s+"), "gu"))) found.push([m.index, m.index + m[0].length]);
  if (tokens.size) {
    for (const one of slutarkivTolkning.canonical(text)) if (one.tokens.some(token => tokens.has(token))) found.push([one.start, one.end]);
    for (const m of text.matchAll(slutarkivTolkning.NUMBER)) {
      const digits = slutarkivTolkning.plainNumber(m[0]);
      if (tokens.has("tal" + digits) || tokens.has("kr" + digits)) found.push([m.index, m.index + m[0].length]);
    }
  }
  const { loose } = slutarkivSok, folded = new Set(wanted.filter(term => term.text).map(term => loose(term.literal)));
  const stems = wanted.flatMap(term => term.keys).filter(key => key.length > 2);
  for (const m of lowered.matchAll(slutarkivTolkning.WORD))
    if (folded.has(loose(m[0])) || stems.some(stem => m[0].startsWith(stem) && m[0].length <= stem.length + 4)) found.push([m.index, m.index + m[0].length]);
  const merged = [];
  for (const [start, end] of found.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = merged.at(-1);
    if (last && start < last[1]) last[1] = Math.max(last[1], end); else merged.push([start, end]);
  }
  return lowered.length === text.length ? merged : [];
}
// The stretch with most of what is marked in it.
function snippet(text, wanted) {
  const places = marks(text, wanted), line = made("p");
  let most = 0, start = 0;
  for (const [from] of places) {
    const shown = places.reduce((sum, [a, b]) => sum + (a >= from && b <= from + LENGTH - 40 ? b - a : 0), 0);
    if (shown > most) [most, start] = [shown, from];
  }
  start = Math.max(0, Math.min(start - 40, text.length - LENGTH));
  if (start) start = text.lastIndexOf(" ", start - 1) + 1;
  let end = Math.min(text.length, start + LENGTH);
  if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start + 1);
  let at = start;
  if (start) line.append("… ");
  for (const [from, to] of places.filter(([a, b]) => a < end && b > start)) {
    line.append(text.slice(at, Math.max(from, at)), made("mark", text.slice(Math.max(from, at), Math.min(to, end))));
    at = Math.min(to, end);
  }
  line.append(text.slice(at, end), end < text.length ? " …" : "");
  return line;
}
async function hit(number, wanted) {
  const [heading, text, page, address, paragraf] = await slutarkivSok.text(number);
  const [, key, kind, date, title, secret] = slutarkivSok.documentOf(number);
  const item = made("li"), top = made("h2"), link = made("a", heading || title);
  link.href = address || `dokument/${key}.html#s${page}`;
  if (paragraf && !heading.includes(paragraf)) link.textContent = `§ ${paragraf} ${heading}`;
  top.append(link);
  if (secret) top.append(" ", made("span", "sekretess", "tag secret"));
  item.append(top, made("p", [title, kind, day(date), `sida ${page}`].filter(Boolean).join(" · "), "quiet small"), snippet(text, wanted));
  return item;
}
async function answer(query, kind, year) {
  const found = await slutarkivSok.find(query, kind, year);
  if (!found) return "Skriv minst ett ord som inte bara är ”och”, ”i”, ”att” eller liknande.";
  const { wanted, numbers } = found;
  by("traffar").replaceChildren(...await Promise.all(numbers.slice(0, SHOWN).map(number => hit(number, wanted))));
  if (!numbers.length) return "Inga träffar. Pröva färre eller kortare ord, eller * efter ett ords början.";
  if (numbers.length > SHOWN) return `De ${SHOWN} bästa träffarna.`;
  return numbers.length === 1 ? "1 träff." : `${numbers.length} träffar.`;
}
const query = (asked.get("q") || "").trim(), kind = asked.get("slag") || "", year = asked.get("ar") || "";
by("q").value = query;
by("slag").value = kind;
by("ar").value = year;
if (query) {
  document.title = `Sök: ${query} – ${document.title.split(" – ").slice(1).join(" – ")}`;
  by("antal").textContent = "Söker …";
  answer(query, kind, year).then(told => { by("antal").textContent = told; }, fault => {
    by("antal").textContent = `Sökningen gick inte: ${fault.message} saknas eller kunde inte läsas. Kontrollera att hela mappen är kopierad.`;
  });
} else {
  if (kind || year) by("antal").textContent = "Skriv minst ett sökord, eller bläddra bland handlingarna.";
  by("q").focus();
}
})();
