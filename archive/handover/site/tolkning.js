// One spelling each for §, sums, days and dnr, made alike from a user's words and from a text: as archive/tokens.py has it.
"use strict";
(() => {
const MONTHS = "januari februari mars april maj juni juli augusti september oktober november december".split(" ");
const MONTH = MONTHS.join("|") + "|" + MONTHS.map(m => m.slice(0, 3)).join("|");
const UNITS = { kr: 0, kronor: 0, sek: 0, ":-": 0, tkr: 3, ksek: 3, mkr: 6, mnkr: 6, msek: 6, mdkr: 9, miljon: 6,
  miljoner: 6, miljard: 9, miljarder: 9 };
const UNIT = Object.keys(UNITS).sort((a, b) => b.length - a.length).join("|");
const L = "[\\p{L}\\p{N}_]", NUM = "\\d{1,3}(?:[ .\\u00a0\\u2009\\u202f]\\d{3})+(?:,\\d+)?|\\d+(?:,\\d+)?";
const PARAGRAF = new RegExp(`§{1,2}\\s*(\\d+)(?:\\s?([a-h]))?(?!${L})|(?<!${L})(\\d+)(?:\\s?([a-h]))?\\s*§`, "giu");
const MONEY = new RegExp(`(?:sek\\s*)?(${NUM})\\s*(${UNIT})(?!${L})(?:\\s*kronor|\\s*kr(?!${L}))?|(?:sek|kr)\\s*(${NUM})(?![\\d,])`, "giu");
const DATES = new RegExp(`(\\d{4})-(\\d{2})-(\\d{2})|(?:den\\s+)?(\\d{1,2})(?::e|:a)?\\s+(${MONTH})\\.?\\s+(\\d{4})|` +
  `(\\d{1,2})/(\\d{1,2})[\\s-]+(\\d{4})|(${MONTH})\\.?\\s+(\\d{4})`, "giu");
const DNR = new RegExp(`(?<![\\p{L}\\p{N}_/-])(?:[A-ZÅÄÖ]{2,6}[ -])?(?:\\d{4}[/:-]\\d{1,6}|\\d{1,6}[/:]\\d{2,4})(?:\\s+[A-ZÅÄÖ]{2,6})?(?![\\p{L}\\p{N}_/-])`, "gu");
const NUMBER = /(?<![\d,.])(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}(?:\.\d{3})+|\d+)(?!\d)/gu;
const WORD = /\p{L}+(?:[-'’]\p{L}+)*/gu;
function paragraf(m) {
  const name = (m[1] || m[3]) + (m[2] || m[4] || "").toLowerCase();
  return ["paragraf" + name, "omparagraf" + name];
}
function money(m) {
  const [whole, part = ""] = (m[1] || m[3]).replace(/[^\d,]/g, "").split(",");
  const shift = UNITS[(m[2] || "kr").toLowerCase()], digits = part.replace(/0+$/, "");
  if (digits.length > shift + 2) return [];
  const kronor = (whole + digits.slice(0, shift).padEnd(shift, "0")).replace(/^0+(?=\d)/, ""), ore = digits.slice(shift);
  return ["kr" + kronor + (ore ? "d" + ore : "")];
}
function date(m) {
  const year = m[1] || m[6] || m[9] || m[11], named = m[2] || m[5] || m[8] || m[10], day = m[3] || m[4] || m[7];
  const month = /^\d/.test(named) ? +named : MONTHS.findIndex(name => name.startsWith(named.slice(0, 3).toLowerCase())) + 1;
  if (month < 1 || month > 12) return [];
  const stem = year + String(month).padStart(2, "0");
  return [day ? "datum" + stem + day.padStart(2, "0") : "manad" + stem];
}
const dnr = m => ["dnr" + m[0].toLowerCase().replace(/[^\p{L}\p{N}]/gu, "")];
function canonical(words) {
  const found = [];
  for (const [pattern, make] of [[PARAGRAF, paragraf], [MONEY, money], [DATES, date], [DNR, dnr]])
    for (const m of words.matchAll(pattern)) {
      const start = m.index, end = start + m[0].length, tokens = make(m);
      if (tokens.length && !found.some(c => c.start < end && start < c.end)) found.push({ start, end, tokens });
    }
  return found.sort((a, b) => a.start - b.start);
}
const plainNumber = digits => digits.replace(/\D/g, "").replace(/^0+(?=\d)/, "");
window.slutarkivTolkning = { canonical, plainNumber, NUMBER, WORD };
})();
