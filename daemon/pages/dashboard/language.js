// The language of the dashboard, of those it speaks, and numbers and counts in it.

/** As BCP 47 names them; each has a file in words/. The first is spoken where none is wanted. */
export const LANGUAGES = /** @type {const} */ (['en', 'ar', 'de', 'es', 'fr', 'ja', 'pt-BR']);
const RIGHT_TO_LEFT = ['ar'];

/** @param {readonly string[]} wanted by the person, the most wanted first @returns {typeof LANGUAGES[number]} */
export function chosen(wanted) {
  const known = wanted.map(each => LANGUAGES.find(language => each.split('-')[0] === language.split('-')[0]));
  return known.find(each => each !== undefined) ?? 'en';
}

export const language = chosen(globalThis.navigator?.languages ?? []); // tests know no navigator
export const direction = RIGHT_TO_LEFT.includes(language) ? 'rtl' : 'ltr';

const numbers = new Intl.NumberFormat(language);
const ratios = new Intl.NumberFormat(language, {minimumFractionDigits: 2, maximumFractionDigits: 2});
const plurals = new Intl.PluralRules(language);

/** @param {number} value */
export const number = value => numbers.format(value);

/** @param {number} value with two decimals */
export const ratio = value => ratios.format(value);

/** A count with its noun in the form the language wants. @param {number} value @param {Partial<Record<Intl.LDMLPluralRule, string>> & {other: string}} forms */
export const counted = (value, forms) => `${number(value)} ${forms[plurals.select(value)] ?? forms.other}`;
