// The search of the frozen site. Its index lies in sok/ in pieces (see search_index.py) that are loaded as scripts when
// they are needed: a page opened from a folder may fetch nothing. Nothing here leaves the computer.
"use strict";
(() => {
const { canonical, plainNumber, NUMBER, WORD } = slutarkivTolkning;
const READ = 60, WEIGHED = 300, DAMPING = 10, VERIFIED = 400, EXPANDED = 120, ENOUGH = 10;

// ---- pieces ----
const asked = new Map(), waiting = new Map();
window.slutarkiv = (name, data) => waiting.get(name)(data);
function load(name) {
  if (!asked.has(name)) asked.set(name, new Promise((arrived, failed) => {
    waiting.set(name, arrived);
    const script = document.createElement("script");
    script.src = `sok/${name}.js`;
    script.onerror = () => failed(new Error(name));
    document.head.append(script);
  }));
  return asked.get(name);
}
let map;
const sorted = new Map();
// The piece (n: keys, f: forms, t: texts) that holds a value is the last that begins at it or before.
function pieceOf(letter, value) {
  const begins = map.pieces[letter];
  let low = 0, high = begins.length;
  while (low < high) { const mid = (low + high) >> 1; if (begins[mid] <= value) low = mid + 1; else high = mid; }
  return low - 1;
}
async function look(letter, key) {
  const at = pieceOf(letter, key), name = letter + at;
  if (at < 0) return undefined;
  if (!sorted.has(name)) sorted.set(name, load(name).then(rows => new Map(rows)));
  return (await sorted.get(name)).get(key);
}
const lists = new Map();
async function list(key) {
  if (!lists.has(key)) {
    const steps = await look("n", key) || [], found = new Map();
    for (let i = 0, at = -1; i < steps.length; i++) {
      const otherwise = steps[i] < 0;
      at += Math.abs(steps[i]);
      found.set(at, otherwise ? steps[++i] : 1);
    }
    lists.set(key, found);
  }
  return lists.get(key);
}
async function text(number) {
  const at = pieceOf("t", number);
  return (await load("t" + at))[number - map.pieces.t[at]];
}
function documentOf(number) {
  let low = 0, high = map.documents.length;
  while (low < high) { const mid = (low + high) >> 1; if (map.documents[mid][0] <= number) low = mid + 1; else high = mid; }
  return map.documents[low - 1];
}

// ---- a user's words as terms: as archive/terms.py has it ----
const fold = words => words.toLowerCase().split(/\s+/).filter(Boolean).join(" ");
const FOLDED = { å: "a", ä: "a", ö: "o", é: "e", è: "e", ê: "e", ü: "u", æ: "a", ø: "o" };
const loose = words => fold(words).replace(/[åäöéèêüæø]/g, sign => FOLDED[sign]);
const known = async word => await look("f", word) !== undefined;
async function parts(word) {
  let best = null;
  for (let at = 4; word.length >= 8 && at <= word.length - 4; at++) {
    const left = word.slice(0, at), even = Math.min(at, word.length - at);
    if (best && even <= best.even) continue;
    const whole = await known(left) ? left : left.endsWith("s") && await known(left.slice(0, -1)) ? left.slice(0, -1) : "";
    if (whole.length >= 4 && await known(word.slice(at))) best = { even, whole, right: word.slice(at) };
  }
  if (!best) return [];
  const split = async part => { const inner = await parts(part); return inner.length ? inner : [part]; };
  return [...await split(best.whole), ...await split(best.right)];
}
async function keysOf(word) {
  const told = await look("f", word);
  if (told) return [...new Set(told.split(" "))];
  for (let end = word.length; end >= Math.max(4, word.length - (word.length > 7 ? 4 : 2)); end--)
    if (await look("n", word.slice(0, end))) return [word.slice(0, end)];
  return [word];
}
async function wordTerm(word) {
  const keys = await keysOf(word), any = keys.map(key => key.split("-"));
  const pieces = await parts(word), stems = [];
  for (const piece of pieces) stems.push((await keysOf(piece)).at(-1));
  if (stems.length) any.push(stems);
  return { literal: word, text: word.length > 2, any, keys, tokens: [] };
}
async function phraseTerm(words) {
  const literal = fold(words), all = [];
  for (const m of literal.matchAll(WORD)) if (!map.stop.includes(m[0])) all.push((await keysOf(m[0]))[0]);
  for (const m of literal.matchAll(NUMBER)) all.push("tal" + plainNumber(m[0]));
  return { literal, text: literal.length > 2, any: [all], keys: [], tokens: [], phrase: true };
}
async function terms(query) {
  query = query.slice(0, 1000).replace(/[\p{C}\p{Z}]/gu, " ");
  const found = [];
  let rest = query.replace(/"([^"]*)"?/g, (whole, words) => { found.push(phraseTerm(words)); return " ".repeat(whole.length); });
  for (const { start, end, tokens } of canonical(rest)) {
    found.push({ literal: fold(rest.slice(start, end)), text: false, any: tokens.map(token => [token]), keys: [], tokens });
    rest = rest.slice(0, start) + " ".repeat(end - start) + rest.slice(end);
  }
  for (const m of rest.matchAll(NUMBER)) {
    const digits = plainNumber(m[0]), tokens = ["tal" + digits, "kr" + digits];
    found.push({ literal: digits, text: false, any: tokens.map(token => [token]), keys: [], tokens });
  }
  for (const m of rest.matchAll(WORD)) {
    const word = m[0].toLowerCase(), begins = rest[m.index + word.length] === "*";
    found.push(begins ? { literal: word, text: word.length > 2, any: await merged(word), keys: [], tokens: [] } : wordTerm(word));
  }
  const all = (await Promise.all(found)).filter(term => term.literal);
  return all.filter((term, at) => !map.stop.includes(term.literal) && all.findIndex(t => t.literal === term.literal) === at).slice(0, 24);
}
// A key is a word without its ending: "följningen" stands in what has the key "uppföljning".
const contains = (key, part) => key.includes(part) || part.length > 6 && [1, 2, 3].some(cut => key.endsWith(part.slice(0, -cut)));
let words;
async function expanded(fits) {
  words = words || (await load("ord")).split(" ");
  return words.filter(fits).sort((a, b) => a.length - b.length).slice(0, EXPANDED).map(key => [key]);
}
// Every word that begins so, as one key.
async function merged(word) {
  const all = new Map();
  for (const [key] of await expanded(key => key.startsWith(word))) for (const [number, code] of await list(key)) all.set(number, (all.get(number) || 0) + code);
  lists.set(word + "*", all);
  return [[word + "*"]];
}

// ---- ranking: as archive/search.py has it ----
const rarity = there => Math.max(1e-6, Math.log((map.lengths.length - there + 0.5) / (there + 0.5)));
const heard = (times, length, average) => times * 2.2 / (times + 1.2 * (0.25 + 0.75 * length / average));
const best = scores => [...scores].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, WEIGHED).map(([number]) => number);
const newest = (a, b) => documentOf(a)[3] < documentOf(b)[3] ? 1 : documentOf(a)[3] > documentOf(b)[3] ? -1 : a - b;
// Passages that have every term (or any), best first by bm25, or latest first; `own` looks in headings and decisions only.
async function ranked(wanted, passes, { own = false, each = true, latest = false } = {}) {
  const average = map.total / map.lengths.length, used = [];
  let hits = null;
  for (const term of wanted) {
    const there = new Set();
    for (const all of term.any) {
      const found = [];
      for (const key of all) found.push(own ? new Map([...await list(key)].filter(([, code]) => code >= 100)) : await list(key));
      used.push(...found);
      found.sort((a, b) => a.size - b.size);
      if (found.length) for (const number of found[0].keys()) if (found.every(one => one.has(number))) there.add(number);
    }
    hits = hits === null ? there : each ? new Set([...hits].filter(number => there.has(number))) : new Set([...hits, ...there]);
  }
  const scores = new Map();
  if (latest) return [...hits || []].filter(passes).sort(newest).slice(0, WEIGHED);
  for (const number of hits || []) {
    if (!passes(number)) continue;
    let score = 0;
    for (const one of used) {
      const code = one.get(number);
      if (code === undefined) continue;
      const times = 4 * Math.floor(code / 100) + (own ? 0 : 2 * (Math.floor(code / 10) % 10) + code % 10);
      score += rarity(one.size) * heard(times, map.lengths[number], average);
    }
    scores.set(number, score);
  }
  return best(scores);
}
function fused(rankings) {
  const scores = new Map();
  for (const ranking of rankings) ranking.forEach((number, rank) => scores.set(number, (scores.get(number) || 0) + 1 / (DAMPING + rank)));
  return best(scores);
}
// Those of the passages where every term stands as it was written, most often in the shortest first.
async function literally(wanted, numbers) {
  const rows = [], there = wanted.map(() => 0), average = map.letters / map.lengths.length;
  const texts = await Promise.all(numbers.map(text));
  for (const [at, number] of numbers.entries()) {
    const heading = texts[at][0].toLowerCase(), body = texts[at][1].toLowerCase();
    const times = wanted.map(term => 4 * (heading.split(term.literal).length - 1) + body.split(term.literal).length - 1);
    times.forEach((count, at) => { there[at] += count > 0; });
    if (times.every(Boolean)) rows.push({ number, times, length: heading.length + 1.3 * body.length });
  }
  return best(new Map(rows.map(({ number, times, length }) =>
    [number, times.reduce((sum, count, at) => sum + rarity(there[at]) * heard(count, length, average), 0)])));
}
async function find(query, kind, year) {
  map = await load("karta");
  map.total = map.total || map.lengths.reduce((sum, length) => sum + length, 0);
  const wanted = await terms(query);
  if (!wanted.length) return null;
  const passes = number => { const d = documentOf(number); return (!kind || d[2] === kind) && d[3].startsWith(year); };
  const phrases = wanted.filter(term => term.phrase);
  for (const term of phrases) if (!term.literal.includes(" ")) term.any = await expanded(key => key.includes(term.literal));
  const really = async numbers => phrases.length ? literally(phrases, numbers.slice(0, VERIFIED)).then(right => numbers.filter(n => right.includes(n))) : numbers;
  const rankings = [await really(await ranked(wanted, passes)), await really(await ranked(wanted, passes, { own: true }))];
  let found = fused(rankings);
  if (wanted.every(term => term.text)) found = fused([...rankings, await literally(wanted, found.slice(0, READ))]);
  for (const folded of [false, true]) {
    if (found.length >= ENOUGH || !wanted.some(term => term.text)) break;
    const wider = [];
    for (const term of wanted) wider.push(!term.text || term.phrase ? term : { ...term, any: [...term.any,
      ...await expanded(key => folded ? loose(key).includes(loose(term.literal)) : contains(key, term.literal))] });
    const likeliest = await ranked(wider, passes), more = await really(await ranked(wider, passes, { latest: true }));
    const same = wanted.every(term => term.text) ? await literally(wanted, likeliest.slice(0, READ)) : [];
    found = [...new Set([...found, ...same, ...more])];
  }
  if (!found.length && !phrases.length) found = await ranked(wanted, passes, { each: false });
  // whoever asks with a verb of decision wants what decided so before what mentions it
  if ((query.toLowerCase().match(/[a-zåäöé]+/g) || []).some(word => map.verbs.includes(word))) {
    const decided = await list("*beslut");
    found = [...new Set([...rankings[1].filter(number => decided.has(number)), ...found])];
  }
  for (const token of wanted.flatMap(term => term.tokens).filter(token => token.startsWith("paragraf"))) {
    const mine = await list(token);
    found = [...found.filter(number => mine.has(number)), ...found.filter(number => !mine.has(number))];
  }
  return { wanted, numbers: found };
}
window.slutarkivSok = { find, loose, text, documentOf };
})();
