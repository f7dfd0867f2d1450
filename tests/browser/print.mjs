/*
 * Prints credential pages, and says what is on the paper.
 *
 * The request has `prints`: {name, site, path, code}; with `code` the QR code is opened before.  The answer has by name
 * how many `pages` that takes by the size of the paper, and the `words` and the number of `pictures` on it.
 */

import {answer, each, usedPage, windowOf} from './site.mjs';

const AT_ONCE = 2;

await answer(({prints}, browser, bases) => each(prints, AT_ONCE, async ({site, path, code}, kept) => {
  const page = await usedPage(kept, browser, windowOf({width: 1280, height: 800, scheme: 'dark'}));
  await page.goto(bases[site] + path, {waitUntil: 'networkidle'});
  if(code) {
    await page.locator('button[name=share]').click();
    await page.locator('.cf-code button').first().click();
    await page.locator('.cf-code img').first().waitFor();
  }
  const pages = {};
  for(const format of ['A4', 'Letter']) {
    const paper = await page.pdf({format});
    pages[format] = paper.toString('latin1').match(/\/Type\s*\/Page\b/g).length;
  }
  await page.emulateMedia({media: 'print'});
  return {pages, ...await page.evaluate(look)};
}));

/** Runs in the page: what of it can be seen; letters without a size cannot. */
function look() {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const words = [];
  for(let node = walker.nextNode(); node; node = walker.nextNode()) {
    const holder = node.parentElement;
    if(node.data.trim() && holder.checkVisibility() && parseFloat(getComputedStyle(holder).fontSize) > 0) {
      words.push(node.data.replaceAll('\u00a0', ' '));
    }
  }
  return {
    words: words.join('').replace(/\s+/g, ' ').trim(),
    pictures: [...document.images].filter(image => image.checkVisibility()).length
  };
}
