// Numbers as cards write them, in any language. What is not understood is null: a guess would be learned from.
// A classic script, as ids.js is.
var ownfeedTexts = (() => {
  // First characters of the digit rows in use on YouTube: Arabic, Persian, Devanagari, Bengali, Thai.
  const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
  const UNITS = new Map(/** @type {[number, string][]} */ ([
    [1e3, 'k thousand тыс тис tsd mil mila tis tys bin b. rb ribu ألف هزار हज़ार พัน 천 千'],
    [1e4, '万 萬 만 หมื่น'],
    [1e5, 'lakh लाख แสน'],
    [1e6, 'm mn mio mln million millions millionen millones milhões milioni млн mi jt juta مليون میلیون ล้าน'],
    [1e7, 'crore करोड़'],
    [1e8, '億 亿 억'],
    [1e9, 'b bn mrd md mld mlrd billion billions млрд مليار میلیارد'],
  ]).flatMap(([size, words]) => words.split(' ').map(word => /** @type {[string, number]} */ ([word, size]))));

  /**
   * Seconds of a text that LOOKS like a time (`1:02:49`, `0:28`), else null: LIVE, 4K and SHORTS stand in the same badges.
   * @param {string | null | undefined} text
   * @returns {number | null}
   */
  function seconds(text) {
    const match = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(plain(text));
    if (!match) return null;
    return Number(match[1] ?? 0) * 3600 + Number(match[2]) * 60 + Number(match[3]);
  }

  /**
   * The count at the head of a text: `2.1m views`, `345K`, `19 тыс. просмотров`, `1.234.567 Aufrufe`. A shortened number with a
   * unit nobody has listed is null.
   * @param {string | null | undefined} text
   * @returns {number | null}
   */
  function count(text) {
    const match = /^(\d[\d.,'’ ]*)(.*)$/.exec(plain(text).toLowerCase());
    if (!match) return null;
    const words = (match[2] ?? '').trim().split(/\s+/);
    const unit = UNITS.get(words[0] ?? '') ?? UNITS.get((words[0] ?? '').replace(/\.$/, '')) ?? glued(words[0] ?? '');
    const {value, fraction} = number((match[1] ?? '').trim());
    if (unit) return Math.round(value * unit);
    const shortened = fraction || /\.$/.test(words[0] ?? '') || words.length > 1;
    return shortened ? null : value;
  }

  /** A unit written on to its noun without a space, as in Chinese and Japanese. @param {string} word */
  const glued = word => UNITS.get(/^[万萬만億亿억千천]/u.exec(word)?.[0] ?? '');

  /** @param {string} written @returns {{value: number, fraction: boolean}} */
  function number(written) {
    const groups = written.split(/[.,'’ ]/);
    const grouped = groups.slice(1).every(group => group.length === 3);
    if (grouped) return {value: Number(groups.join('')), fraction: false};
    return {value: Number(`${groups.slice(0, -1).join('')}.${groups.at(-1)}`), fraction: true};
  }

  /**
   * Trimmed, in Latin digits, without marks of direction, control characters and half characters, which no JSON may hold; every kind
   * of space is a space.
   * @param {string | null | undefined} text
   */
  function plain(text) {
    if (!text || /^[ -~]*$/.test(text)) return text?.trim() ?? '';
    const spaced = text.replace(/\s/g, ' ').trim();
    if (!/[^\u0020-\u00ff]/.test(spaced)) return spaced;
    return [...spaced.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\p{Cc}\p{Surrogate}]/gu, '')].map(latin).join('').trim();
  }

  /** @param {string} character */
  function latin(character) {
    const code = character.codePointAt(0) ?? 0;
    const zero = ZEROS.find(first => code >= first && code < first + 10);
    return zero === undefined ? character : String(code - zero);
  }

  /**
   * A plain text of bounded length, which never ends in half a character: one would spoil the whole message it is part of.
   * @param {string | null | undefined} text
   * @param {number} longest
   */
  const short = (text, longest) => plain(text).slice(0, longest).replace(/[\ud800-\udbff]$/, '');

  return {seconds, count, plain, short};
})();
