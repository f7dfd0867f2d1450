/*
 * Uses a site, mostly with the keyboard alone, as some visitors must, and says where that led.
 *
 * The request has `uses`: {name, does, site, width, height, scheme, ...}, where `does` is one of the functions below,
 * which say what else they need.
 */

import {answer, each, inNewWindow, windowOf} from './site.mjs';

const AT_ONCE = 3;
const TOO_MANY_TABS = 60;
const WAYS = {switchScheme, clickSwitch, skip, openMenu, search};

await answer(({uses}, browser, bases) => each(uses, AT_ONCE, use =>
  inNewWindow(browser, windowOf(use), page => WAYS[use.does](page, bases[use.site], use))));

/** Press the switch on `path` three times, and look at `then` and at `path` again after the second. */
async function switchScheme(page, base, {path, then}) {
  await page.goto(base + path);
  const reached = await tabTo(page, '#scheme');
  const looks = [await look(page)];
  for(let step = 0; reached && step < 3; step++) {
    await page.keyboard.press(step === 1 ? 'Space' : 'Enter');
    looks.push(await look(page));
    if(step === 1) {
      await page.goto(base + then);
      looks.push(await look(page));
      await page.goto(base + path);
      looks.push(await look(page));
      await tabTo(page, '#scheme');
    }
  }
  return {reached, looks};
}

/** Click the switch on `path`, out of the menu where that is closed, until it is back where it was. */
async function clickSwitch(page, base, {path}) {
  await page.goto(base + path);
  const opens = page.locator('.cf-open');
  if(await opens.isVisible()) {
    await opens.click();
  }
  const looks = [await look(page)];
  for(let step = 0; step < 3; step++) {
    await page.locator('#scheme').click();
    looks.push(await look(page));
  }
  return {looks};
}

/** Open the menu of a small window, go on with the Tab key, and leave it with Escape. */
async function openMenu(page, base, {path, javascript = true}) {
  await page.goto(base + path);
  const states = [await page.locator('#menu a').first().isVisible()];
  const reached = await tabTo(page, '.cf-open');
  await page.keyboard.press('Enter');
  states.push(await page.locator('#menu a').first().isVisible());
  await page.keyboard.press('Tab');
  const inside = await page.locator('#menu').evaluate(menu => menu.contains(document.activeElement));
  await page.keyboard.press('Escape');
  states.push(await page.locator('#menu a').first().isVisible());
  const back = await page.evaluate(() => document.activeElement.className);
  return {javascript, reached, states, inside, back};
}

/** Type words into the box of the header and press Enter. */
async function search(page, base, {path, words}) {
  await page.goto(base + path);
  await tabTo(page, '.cf-search input');
  await page.keyboard.type(words);
  await Promise.all([page.waitForURL(url => url.search !== ''), page.keyboard.press('Enter')]);
  return {path: whereIn(base, page)};
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

/** How a page looks, and what its switch says where it has one. */
function look(page) {
  return page.evaluate(() => ({
    ground: getComputedStyle(document.body).backgroundColor,
    says: document.getElementById('scheme')?.innerText.trim() ?? ''
  }));
}

function whereIn(base, page) {
  return page.url().startsWith(base) ? page.url().slice(base.length) : page.url();
}
