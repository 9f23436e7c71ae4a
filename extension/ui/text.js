// The words of our pages, in the browser's language (_locales).

/**
 * @param {string} key of _locales
 * @param {...(string | number)} values for the placeholders
 * @returns {string}
 */
export function text(key, ...values) {
  return chrome.i18n.getMessage(key, values.map(String)) || key;
}

/**
 * A sentence of the daemon's in the person's language, or as the daemon says it where it has no other words.
 * @param {'reason' | 'state'} kind
 * @param {import('../types').Sentence} sentence
 * @returns {string}
 */
export const say = (kind, {form, names = [], text: english}) => (form && chrome.i18n.getMessage(`${kind}_${form}`, names)) || english;

/** How the daemon may be found, where it says nothing itself; `refused` it says in its own words, as of a wrong code. */
const TROUBLES = ['away', 'unpaired', 'stranger', 'outdated'];

/**
 * What went wrong: in the person's language where there was no daemon to say it, else as the daemon says it.
 * @param {unknown} error
 * @returns {string}
 */
export function told(error) {
  const {code = '', message} = /** @type {{code?: string, message: string}} */ (error);
  return TROUBLES.includes(code) ? text(`trouble_${code}`) : message;
}

/** @returns {string} the language that `text` speaks, for numbers and times to agree with it */
export const language = () => text('language');

/** Fill every element that names its text in `data-text`, and attributes named as `data-text-ATTRIBUTE`. */
export function fillPage() {
  document.documentElement.lang = language();
  // As the words are written, which are English in a browser whose language we do not speak.
  document.documentElement.dir = text('direction');
  document.querySelectorAll('[data-text]').forEach(found => {
    found.textContent = text(/** @type {HTMLElement} */ (found).dataset['text'] ?? '');
  });
  for (const attribute of ['aria-label', 'placeholder', 'title']) {
    document.querySelectorAll(`[data-text-${attribute}]`).forEach(found => {
      found.setAttribute(attribute, text(found.getAttribute(`data-text-${attribute}`) ?? ''));
    });
  }
}
