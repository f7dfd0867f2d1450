/*
 * Goes through pages with the Tab key alone, and says what that comes to and what it looks like there.
 *
 * The request has `walks`: {name, site, path, width, height, scheme, opened}.  The answer has by name what
 * tests/browser/browsing.py calls `Walk`.
 */

import {openEverything} from './looking.mjs';
import {answer, each, usedPage, windowOf} from './site.mjs';

const AT_ONCE = 4;
const MOST_STOPS = 400;

await answer(({walks}, browser, bases) => each(walks, AT_ONCE, (one, kept) => walk(one, kept, browser, bases[one.site])));

async function walk(given, kept, browser, base) {
  const page = await usedPage(kept, browser, windowOf(given));
  await page.goto(base + given.path, {waitUntil: 'networkidle'});
  if(given.opened) {
    await openEverything(page, false);
    await page.evaluate(startAtTop);
  }
  const controls = await page.evaluate(count);
  const stops = [];
  for(let stop = 0; stop < MOST_STOPS; stop++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(describeStop);
    const isTrap = found && found.number === stops.at(-1)?.number;
    if(!found || isTrap || found.number === stops[0]?.number) {
      break;
    }
    stops.push(found);
  }
  const reached = new Set(stops.map(({number}) => number));
  const missed = controls.filter((_, number) => !reached.has(number));
  return {stops, missed};
}

/** Runs in the page: whatever was clicked before, the Tab key begins at the top. */
function startAtTop() {
  document.body.tabIndex = -1;
  document.body.focus({preventScroll: true});
  document.body.removeAttribute('tabindex');
  scrollTo(0, 0);
}

/** Runs in the page: numbers whatever a keyboard should come to, in the order of the document; what each is called. */
function count() {
  const controls = 'a[href], area[href], button, input, select, textarea, summary, iframe, [tabindex], [contenteditable]';
  const found = [...document.querySelectorAll(controls)].filter(one => {
    const isOneOfMany = one.matches('input[type=radio]') &&
      one !== (document.querySelector(`input[name="${CSS.escape(one.name)}"]:checked`) ?? one);
    return one.tabIndex >= 0 && !one.disabled && !isOneOfMany && !one.closest('[inert]') &&
      one.checkVisibility({visibilityProperty: true});
  });
  globalThis.conferralControls = found;
  return found.map(one => (one.innerText?.trim() || one.getAttribute('aria-label') || one.outerHTML).slice(0, 120));
}

/** Runs in the page: what has the focus, whether a mark shows that, and whether something lies over it. */
async function describeStop() {
  const focused = document.activeElement;
  if(!focused || focused === document.body) {
    return null;
  }
  await new Promise(requestAnimationFrame);
  // a choice or a file may be chosen by a label that is shown in its place, before or behind it or around it
  const labels = focused.matches('input[type=radio], input[type=checkbox], input[type=file]') ?
    [...focused.labels ?? [], focused.nextElementSibling, focused.parentElement].filter(Boolean) : [];
  const shown = [focused, ...labels].filter(isShown);
  const name = (focused.innerText?.trim() || focused.getAttribute('aria-label') || focused.outerHTML).slice(0, 120);
  return {
    number: globalThis.conferralControls.indexOf(focused),
    name,
    marked: shown.some(isMarked),
    uncovered: shown.some(isUncovered),
  };

  function isShown(element) {
    const {width, height} = element.getBoundingClientRect();
    return width > 8 && height > 8 && element.checkVisibility({opacityProperty: true, visibilityProperty: true});
  }

  function isMarked(element) {
    const {outlineStyle, outlineWidth} = getComputedStyle(element);
    return outlineStyle === 'auto' || (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2);
  }

  /** Whether what is in the window of an element is on top there: in its middle, or in the middle of its first line. */
  function isUncovered(element) {
    return [element.getBoundingClientRect(), element.getClientRects()[0]].some(box => {
      const [left, right] = [Math.max(box.left, 0), Math.min(box.right, innerWidth)];
      const [above, below] = [Math.max(box.top, 0), Math.min(box.bottom, innerHeight)];
      const top = left < right && above < below && document.elementFromPoint((left + right) / 2, (above + below) / 2);
      return Boolean(top) && (element.contains(top) || top.contains(element));
    });
  }
}
