// How our controls look: YouTube's own colours (their names changed in 2026), no layout of the page's touched.

/** What holds of buttons that nobody sees yet. The fewer rules and boxes, the cheaper are hundreds of them. */
const QUIET = `
  :host { all: initial !important; display: contents !important; }
  .bar { box-sizing: border-box; display: flex; gap: 2px; align-items: center; padding: 2px; }
  .card { position: absolute; inset-block-end: 0; inset-inline-end: 0; pointer-events: auto; opacity: 0; }
  button { appearance: none; box-sizing: border-box; margin: 0; padding: 0; border: 0; width: 32px; height: 32px; }
`;

const LOUD = `
  .bar, .veil, .corner { --ink: var(--yt-sys-color-baseline--text-primary, var(--yt-spec-text-primary, #0f0f0f));
    --soft: var(--yt-sys-color-baseline--text-secondary, var(--yt-spec-text-secondary, #606060));
    --paper: var(--yt-sys-color-baseline--base-background, var(--yt-spec-base-background, #fff));
    --wash: var(--yt-sys-color-baseline--additive-background, var(--yt-spec-badge-chip-background, rgb(0 0 0 / 6%)));
    --link: var(--yt-sys-color-baseline--call-to-action, var(--yt-spec-call-to-action, #065fd4)); }
  :host-context(html[dark]) :is(.bar, .veil, .corner) { --ink: var(--yt-sys-color-baseline--text-primary, var(--yt-spec-text-primary, #f1f1f1));
    --soft: var(--yt-sys-color-baseline--text-secondary, var(--yt-spec-text-secondary, #aaa));
    --paper: var(--yt-sys-color-baseline--base-background, var(--yt-spec-base-background, #0f0f0f));
    --wash: var(--yt-sys-color-baseline--additive-background, var(--yt-spec-badge-chip-background, rgb(255 255 255 / 10%)));
    --link: var(--yt-sys-color-baseline--call-to-action, var(--yt-spec-call-to-action, #3ea6ff)); }
  .bar { border-radius: 18px; background: var(--paper); }
  .card { transition: opacity .12s; }
  .card:is(.near, .focused, .rated) { opacity: 1; }
  .card.rated:not(.near, .focused) { background: none; }
  .card.rated:not(.near, .focused) button:not([aria-pressed=true]) { opacity: 0; }
  .row { width: fit-content; background: var(--wash); padding: 2px 6px 2px 14px; margin-block: 10px 0; }
  .row .name { font: 500 13px/18px Roboto, Arial, sans-serif; color: var(--soft); margin-inline-end: 6px; }
  .column { width: fit-content; flex-direction: column; padding: 4px; border-radius: 24px; background: var(--wash); }
  button { display: grid; place-items: center; border-radius: 50%; background: none; font: inherit; cursor: pointer; color: var(--soft); }
  .column button { width: 40px; height: 40px; }
  button:hover { background: var(--wash); color: var(--ink); }
  button:focus-visible { outline: 2px solid var(--ink); outline-offset: -2px; }
  svg { fill: none; stroke: currentColor; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
  button[aria-pressed=true] { color: var(--ink); }
  button[aria-pressed=true] svg { fill: currentColor; }
  button[data-action=not_interested][aria-pressed=true] svg { fill: none; stroke-width: 2.6; }
  .corner button { width: 44px; height: 44px; background: var(--paper); box-shadow: 0 1px 8px rgb(0 0 0 / 30%); }
  .corner button:hover { background: linear-gradient(var(--wash), var(--wash)), var(--paper); }
  .veil { display: flex; position: absolute; inset: 0; border-radius: 12px; align-items: center; justify-content: center; gap: 10px; pointer-events: auto;
    background: color-mix(in srgb, var(--paper) 84%, transparent); font: 500 14px/20px Roboto, Arial, sans-serif; color: var(--ink); }
  .veil button { width: auto; height: auto; padding: 6px 14px; border-radius: 18px; color: var(--link); }
  @media (hover: none) and (pointer: coarse) { .card { opacity: 1; } }
  @media (prefers-reduced-motion: reduce) { .card { transition: none; } }
  @media (forced-colors: active) { .bar { border: 1px solid; } button[aria-pressed=true] { outline: 2px solid; } }
`;

/** @param {string} rules @returns {() => CSSStyleSheet} makes the sheet that all share at the first use */
function shared(rules) {
  /** @type {CSSStyleSheet | undefined} */
  let sheet;
  return () => {
    if (!sheet) {
      sheet = new CSSStyleSheet();
      sheet.replaceSync(rules);
    }
    return sheet;
  };
}

export const quietStyle = shared(QUIET);
/** What is added where buttons can be seen. */
export const loudStyle = shared(LOUD);
