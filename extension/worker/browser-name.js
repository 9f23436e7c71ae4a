// What this browser calls itself, for the person's list of paired programs.

/**
 * @param {{userAgentData?: {brands: {brand: string}[], platform: string}}} navigator Chromium's
 * @returns {string} such as `Brave on Linux`
 */
export function browserName({userAgentData: {brands, platform} = {brands: [], platform: ''}}) {
  // Browsers add a nonsense brand so that nobody relies on the list, and put what they are made from beside what they are.
  const names = brands.map(({brand}) => brand).filter(brand => !/not.*brand/i.test(brand));
  const own = names.find(name => name !== 'Chromium') ?? names[0] ?? 'Browser';
  return platform ? `${own} on ${platform}` : own;
}
