/*
 * Uses a site, mostly with the keyboard alone, as some visitors must, and says where that led.
 *
 * The request has `uses`: {name, does, site, width, height, scheme, ...}, where `does` is one of the functions below,
 * which say what else they need.
 */

import {answer, windowOf} from './site.mjs';

const TOO_MANY_TABS = 60;
const WAYS = {switchScheme, clickSwitch, skip};

await answer(async ({uses}, browser, bases) => {
  const found = {};
  for(const use of uses) {
    const context = await browser.newContext(windowOf(use));
    try {
      found[use.name] = await WAYS[use.does](await context.newPage(), bases[use.site], use);
    } finally {
      await context.close();
    }
  }
  return found;
});

/** Switch from light to dark on `path`, look at `then`, which has no switch, and at `path` again. */
async function switchScheme(page, base, {path, then}) {
  await page.goto(base + path);
  const grounds = [await ground(page)];
  const names = [];
  const reached = await tabTo(page, 'input[name=__palette]');
  for(let step = 0; reached && step < 3; step++) {
    names.push(await page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? ''));
    await page.keyboard.press('ArrowRight');
    await page.waitForTimeout(100);
    grounds.push(await ground(page));
    if(grounds.at(-1) !== grounds[0]) {
      break;
    }
  }
  await page.goto(base + then);
  grounds.push(await ground(page));
  await page.goto(base + path);
  grounds.push(await ground(page));
  return {reached, names, grounds};
}

/** Click the switch on `path` until it is back where it was: the background after each click. */
async function clickSwitch(page, base, {path}) {
  await page.goto(base + path);
  const grounds = [await ground(page)];
  for(let step = 0; step < 3; step++) {
    await page.locator('label[for^=__palette]:visible').click();
    await page.waitForTimeout(100);
    grounds.push(await ground(page));
  }
  return {grounds};
}

/** The first stop of the Tab key on `path`, and where Enter leads from there. */
async function skip(page, base, {path}) {
  await page.goto(base + path);
  await page.keyboard.press('Tab');
  const name = await page.evaluate(() => document.activeElement.innerText.trim());
  await page.keyboard.press('Enter');
  return {name, path: whereIn(base, page)};
}

async function tabTo(page, selector) {
  for(let stop = 0; stop < TOO_MANY_TABS; stop++) {
    await page.keyboard.press('Tab');
    if(await page.evaluate(wanted => document.activeElement?.matches(wanted), selector)) {
      return true;
    }
  }
  return false;
}

function ground(page) {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor);
}

function whereIn(base, page) {
  return page.url().startsWith(base) ? page.url().slice(base.length) : page.url();
}
