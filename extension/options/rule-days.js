// Rules end at a moment; people say a day.

/** The last day on which a rule holds that ends at a moment, as people write dates here.
 * @param {string} moment RFC 3339 @returns {string} YYYY-MM-DD */
export function lastDayOf(moment) {
  const last = new Date(Date.parse(moment) - 1);
  return [last.getFullYear(), last.getMonth() + 1, last.getDate()].map(part => String(part).padStart(2, '0')).join('-');
}

/** @param {string} day YYYY-MM-DD, empty for no end @returns {string | null} the moment at which that day is over here */
export function endOf(day) {
  if (!day) return null;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + 1).toISOString();
}
