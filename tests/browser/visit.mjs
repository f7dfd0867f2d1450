/*
 * Opens pages as a visitor does, and says what is to be seen there and what went wrong.
 *
 * The request has `visits`: {name, site, path, width, height, scheme, javascript, axe, look_for, screenshot}.  The
 * answer has by name what tests/browser/browsing.py calls `Seen`.
 */

import {answer, examine, listen, paint, windowOf} from './site.mjs';

const AT_ONCE = 3;

await answer(async ({visits}, browser, bases) => {
  const seen = {};
  const waiting = [...visits];
  const work = async () => {
    for(let visit = waiting.shift(); visit; visit = waiting.shift()) {
      seen[visit.name] = await open(visit, browser, bases[visit.site]);
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, work));
  return seen;
});

async function open(visit, browser, base) {
  const context = await browser.newContext(windowOf(visit));
  try {
    const page = await context.newPage();
    const faults = await listen(page, base);
    const response = await page.goto(base + visit.path, {waitUntil: 'load'});
    if(visit.javascript) {
      await page.evaluate(() => new Promise(resolve => requestIdleCallback(resolve, {timeout: 1000})));
    }
    const seen = {url: page.url(), status: response.status(), ...await page.evaluate(look, visit.look_for)};
    const violations = visit.javascript ? await page.evaluate(() => globalThis.conferralRefused) : [];
    // axe comes last, and works in the page: what it does there is no fault of the page
    const found = {...structuredClone(faults), refused_by_policy: violations};
    if(visit.screenshot) {
      await paint(page, visit.screenshot);
    }
    return {...seen, faults: found, axe: visit.axe ? await examine(page) : []};
  } finally {
    await context.close();
  }
}

/** Runs in the page: its words, and which of `wanted` are to be seen before anything is scrolled. */
function look(wanted) {
  const inFirstView = range => {
    const boxes = [...range.getClientRects()].filter(box => box.width && box.height);
    return boxes.length > 0 && boxes.every(box => {
      const inside = box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
      const top = inside && document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
      return top && (top.contains(range.startContainer) || range.startContainer.parentElement.contains(top));
    });
  };
  const isInFirstView = words => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for(let node = walker.nextNode(); node; node = walker.nextNode()) {
      const at = node.data.replaceAll('\u00a0', ' ').indexOf(words);
      if(at >= 0) {
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + words.length);
        if(inFirstView(range)) {
          return true;
        }
      }
    }
    return false;
  };
  const headings = [...document.querySelectorAll('h1')];
  const background = getComputedStyle(document.body).backgroundColor;
  return {
    title: document.title,
    language: document.documentElement.lang,
    headings: headings.map(heading => heading.innerText.trim()),
    robots: document.querySelector('meta[name=robots]')?.content ?? '',
    text: document.body.innerText,
    main: document.querySelector('main')?.innerText ?? '',
    in_first_view: wanted.filter(isInFirstView),
    overflow: document.documentElement.scrollWidth - innerWidth,
    background,
  };
}
