/*
 * Opens pages as a visitor does, and says what is to be seen there and what goes wrong.
 *
 * The request has `visits`: {name, site, path, windows, javascript, opened, media, look_for, screenshot, glimpse,
 * keep}.  The page is loaded once, in the first of its `windows` {width, height, scheme, axe}, and looked at in each of
 * them one after another.  The answer has by name what tests/browser/browsing.py calls `Visited`.
 */

import {writeFile} from 'node:fs/promises';
import {look, openEverything} from './looking.mjs';
import {inOtherMedia} from './media.mjs';
import {answer, each, examine, listen, OF_COLOURS, paint, usedPage, windowOf} from './site.mjs';

const AT_ONCE = 3;

await answer(({visits}, browser, bases) =>
  each(visits, AT_ONCE, (visit, kept) => open(visit, kept, browser, bases[visit.site])));

async function open(visit, kept, browser, base) {
  const {windows, javascript} = visit;
  const page = await usedPage(kept, browser, windowOf({...windows[0], javascript}));
  const faults = await listen(page, base);
  // what an address asks for is got by scripts
  const asks = visit.path.includes('?');
  const response = await page.goto(base + visit.path, {waitUntil: asks ? 'networkidle' : 'load'});
  const seen = [];
  for(const window of windows) {
    await show(page, window, javascript);
    if(visit.opened && !seen.length) {
      await openEverything(page, true);
      await show(page, window, javascript);
    }
    seen.push({url: page.url(), status: response.status(), ...await page.evaluate(look, visit.look_for)});
  }
  await show(page, windows[0], javascript);
  const media = visit.media ? await inOtherMedia(page) : {};
  if(visit.keep) {
    await writeFile(visit.keep, await page.content());
  }
  if(visit.glimpse) {
    await page.screenshot({path: visit.glimpse});
  }
  if(visit.screenshot) {
    await paint(page, visit.screenshot);
  }
  const refused = javascript ? await page.evaluate(() => globalThis.conferralRefused) : [];
  // axe comes last, and works in the page: what it does there is no fault of the page
  const found = {...structuredClone(faults), refused_by_policy: refused};
  const sizes = new Set();
  for(const [index, window] of windows.entries()) {
    seen[index].axe = [];
    if(window.axe) {
      await show(page, window, javascript);
      seen[index].axe = await examine(page, sizes.has(window.width) ? OF_COLOURS : undefined);
      sizes.add(window.width);
    }
  }
  return {faults: found, media, windows: seen};
}

/** Make the window so large, and its owner like it light or dark; then wait until the page has come to rest. */
async function show(page, {width, height, scheme}, javascript) {
  await page.setViewportSize({width, height});
  await page.emulateMedia({colorScheme: scheme});
  if(javascript) {
    await page.evaluate(() => new Promise(resolve => {
      scrollTo(0, 0);
      requestAnimationFrame(() => requestIdleCallback(resolve, {timeout: 1000}));
    }));
  }
}
