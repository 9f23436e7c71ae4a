// An id that is the same wherever and whenever the same thing is told: a repetition is then known for what it is.

/** @param {string} what @returns {Promise<string>} a UUID made of its SHA-256 */
export async function stableId(what) {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`ownfeed ${what}`))).slice(0, 16);
  const hex = [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** However often a video of one slate comes into sight, it was shown once. @param {string} slateId @param {string} videoId */
export const impressionId = (slateId, videoId) => stableId(`impression ${slateId} ${videoId}`);
