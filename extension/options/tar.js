// Several files as one: a tar archive whose parts stay on the disk until they are sent, with names and times kept.

const BLOCK = 512;
const LONGEST_NAME = 100;

/** @typedef {{path: string, file: File}} Picked a file with its path from the folder that was chosen */

/** @param {Picked[]} picked @returns {Blob} */
export function tarOf(picked) {
  const parts = picked.flatMap(({path, file}) => [headerOf(path, file), file, new Uint8Array(-file.size & (BLOCK - 1))]);
  return new Blob([...parts, new Uint8Array(2 * BLOCK)]);
}

/** POSIX.1-1988 (ustar): fields at fixed places, numbers in octal. @param {string} path @param {File} file */
function headerOf(path, file) {
  const header = new Uint8Array(BLOCK);
  const write = (/** @type {number} */ at, /** @type {string} */ text) => header.set(new TextEncoder().encode(text), at);
  write(0, fitting(path));
  write(100, '0000644\0');
  write(108, '0000000\0');
  write(116, '0000000\0');
  write(124, `${octal(file.size, 11)}\0`);
  write(136, `${octal(file.lastModified / 1000, 11)}\0`);
  write(148, ' '.repeat(8));  // the checksum is taken over spaces in its own place
  write(156, '0');
  write(257, 'ustar\x0000');
  write(148, `${octal(header.reduce((sum, byte) => sum + byte, 0), 6)}\0 `);
  return header;
}

/** @param {number} value @param {number} digits */
const octal = (value, digits) => Math.max(0, Math.floor(value)).toString(8).padStart(digits, '0');

/** The end of a path, by characters, that fits: the name of a file says more than its folders. @param {string} path */
function fitting(path) {
  const letters = [...path];
  while (new TextEncoder().encode(letters.join('')).length > LONGEST_NAME) letters.shift();
  return letters.join('').replace(/^\/+/, '');
}
