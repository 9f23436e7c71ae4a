// Small checks of data that came from outside, put together like its shape. A check never throws.

/** @typedef {(value: any) => boolean} Check */

/** @type {Check} */
export const isText = value => typeof value === 'string';

/** @type {Check} */
export const isNumber = value => Number.isFinite(value);

/** @type {Check} */
export const isCount = value => Number.isSafeInteger(value) && value >= 0;

/** @type {Check} */
export const isBoolean = value => typeof value === 'boolean';

/** @type {Check} */
export const isObject = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @type {Check} a YouTube video id */
export const isVideoId = value => isText(value) && /^[\w-]{11}$/.test(value);

/** @type {Check} opaque to the extension: taken and given back as it came */
export const isId = value => isText(value) || isCount(value);

/** @type {Check} a whole HMAC-SHA256 in lower-case hexadecimal */
export const isMac = value => isText(value) && /^[0-9a-f]{64}$/.test(value);

/**
 * @param {...unknown} values
 * @returns {Check}
 */
export const oneOf = (...values) => value => values.includes(value);

/**
 * @param {Check} check
 * @returns {Check} also true of what is absent or null
 */
export const maybe = check => value => value === undefined || value === null || check(value);

/**
 * @param {Check} check of each entry
 * @param {number} [most] entries
 * @returns {Check}
 */
export const listOf = (check, most = Infinity) => value =>
  Array.isArray(value) && value.length <= most && value.every(check);

/**
 * @param {Record<string, Check>} fields that must hold; others may stand beside them, so that a newer daemon is understood
 * @returns {Check}
 */
export const shape = fields => value =>
  isObject(value) && Object.entries(fields).every(([name, check]) => check(value[name]));
