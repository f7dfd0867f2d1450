/*
 * Uses the share block of credential pages, by mouse or by keyboard alone, and says what it offers.
 *
 * The request has `shares`: {name, site, path, width, height, scheme, timezone, clipboard, keyboard, brief, axe,
 * screenshot}.  A brief one opens everything, and neither copies nor saves.  `clipboard` is "given", "missing" (the page may not use it, and copies what is selected) or "refused" (neither).
 */

import {readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {answer, each, examine, inNewWindow, listen, paint, windowOf} from './site.mjs';

const AT_ONCE = 2;
const TOO_MANY_TABS = 40;
const SIDE = 420;
const DECODER = createRequire(import.meta.url).resolve('jsqr');
let decoder; // the page that has it

await answer(async ({shares}, browser, bases) => {
  const share = (atOnce, some) => each(some, atOnce, one => {
    const settings = {...windowOf(one), timezoneId: one.timezone ?? 'UTC', acceptDownloads: true};
    return inNewWindow(browser, settings, page => run(one, page, bases[one.site]));
  });
  // whoever copies needs the clipboard to themselves
  const [copied, looked] = await Promise.all([
    share(1, shares.filter(({brief}) => !brief)),
    share(AT_ONCE, shares.filter(({brief}) => brief)),
  ]);
  return {...copied, ...looked};
});

async function run(share, page, base) {
  if(share.clipboard === 'given') {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], {origin: new URL(base).origin});
  }
  const faults = await listen(page, base);
  await page.addInitScript(limit, share.clipboard);
  const asked = [];
  page.on('request', request => asked.push(request.url().replace(base, '')));
  await page.goto(base + share.path, {waitUntil: 'networkidle'});
  const before = asked.splice(0);
  const button = page.locator('button[name=share]');
  if(await button.count() === 0) {
    return {offered: false, text: await page.locator('body').innerText()};
  }
  const stops = share.keyboard ? await byKeyboard(page) : await button.click();
  const panel = page.locator('#share');
  await panel.waitFor();
  const isPreview = await panel.locator('details').count() === 0;
  if(isPreview) {
    return {offered: true, panel: await panel.innerText(), asked: {before, after: asked}};
  }
  const groups = await panel.locator('summary').allInnerTexts();
  const open = await panel.locator('details[open] > summary').allInnerTexts();
  await panel.evaluate(element => element.querySelectorAll('details').forEach(one => (one.open = true)));
  const fields = {};
  const copies = {};
  for(const field of await panel.locator('.cf-field').all()) {
    const label = (await field.locator('label').innerText()).trim();
    const input = field.locator('input, textarea');
    fields[label] = {text: await input.inputValue(), readonly: await input.evaluate(one => one.readOnly)};
    if(share.brief) {
      continue;
    }
    await field.locator('button').click();
    await page.waitForFunction(() => document.querySelector('#shared').textContent);
    copies[label] = {
      said: await page.locator('#shared').innerText(),
      text: share.clipboard === 'given' ? await page.evaluate(() => navigator.clipboard.readText()) : await selected(page)
    };
    await page.evaluate(() => (document.querySelector('#shared').textContent = ''));
  }
  const codes = [];
  for(const code of await panel.locator('.cf-code').all()) {
    await code.getByRole('button').click();
    const image = code.locator('img');
    await image.waitFor();
    const downloads = [];
    for(const saving of share.brief ? [] : await code.getByRole('button').all()) {
      downloads.push(await saved(page, saving));
    }
    if(share.brief) {
      continue;
    }
    codes.push({
      alt: await image.getAttribute('alt'),
      shown: await read(page, await image.getAttribute('src')),
      saved: await Promise.all(downloads.map(async ({name, url}) => [name, await read(page, url)]))
    });
  }
  const add = panel.locator('a[target=_blank]');
  const files = [];
  const last = panel.locator('details').last();
  for(const saving of await last.getByRole('button').all()) {
    if(!share.brief && /^Save/.test(await saving.innerText())) {
      files.push(await saved(page, saving));
    }
  }
  const seen = {
    offered: true,
    stops,
    groups,
    open,
    fields,
    copies,
    codes,
    files,
    add: {href: await add.getAttribute('href'), rel: await add.getAttribute('rel')},
    printing: await last.getByRole('button').last().innerText(),
    live: await page.locator('#shared').getAttribute('role'),
    expanded: await button.getAttribute('aria-expanded'),
    overflow: await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
    asked: {before, after: asked}
  };
  if(share.screenshot) {
    await paint(page, share.screenshot);
  }
  const refused = await page.evaluate(() => globalThis.conferralRefused);
  const faultsNow = {...structuredClone(faults), refused_by_policy: refused};
  const axe = share.axe ? await examine(page) : [];
  await button.click();
  await panel.waitFor({state: 'hidden'});
  return {...seen, faults: faultsNow, axe};
}

/** Runs in the page, before its own scripts: takes away what a browser may not give. */
function limit(clipboard) {
  if(clipboard !== 'given') {
    Object.defineProperty(navigator, 'clipboard', {value: undefined});
  }
  if(clipboard === 'refused') {
    document.execCommand = () => false;
  }
}

/** Tab to the button and press it: how many stops that took. */
async function byKeyboard(page) {
  for(let stop = 1; stop <= TOO_MANY_TABS; stop++) {
    await page.keyboard.press('Tab');
    if(await page.evaluate(() => document.activeElement?.name === 'share')) {
      await page.keyboard.press('Enter');
      await page.locator('#share').waitFor();
      await page.keyboard.press('Tab');
      const first = await page.evaluate(() => document.activeElement.tagName);
      return {stop, first};
    }
  }
  return null;
}

function selected(page) {
  return page.evaluate(() => {
    const field = document.activeElement.closest('.cf-field')?.querySelector('input, textarea');
    return field?.value.slice(field.selectionStart, field.selectionEnd) ?? '';
  });
}

/** Press a button that saves a file: its name, and its content as a data address. */
async function saved(page, button) {
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
  const name = download.suggestedFilename();
  const content = await readFile(await download.path());
  const type = name.endsWith('.svg') ? 'image/svg+xml' : 'image/png';
  return {name, base64: content.toString('base64'), url: `data:${type};base64,${content.toString('base64')}`};
}

/** What the QR code in a picture says, by a decoder that has nothing to do with the encoder. */
async function read(page, url) {
  // Only the page itself can look at what it has made; a page without a policy may run the decoder.
  const source = url.startsWith('data:') ? url : await page.evaluate(asData, {url, side: SIDE});
  decoder ??= page.context().browser().newPage().then(async elsewhere => {
    await elsewhere.addScriptTag({path: DECODER});
    return elsewhere;
  });
  return (await decoder).evaluate(decode, {source, side: SIDE});
}

/** Runs in the page: a picture that it shows, as a data address. */
function asData({url, side}) {
  const image = [...document.images].find(one => one.src === url);
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  canvas.getContext('2d').drawImage(image, 0, 0, side, side);
  return canvas.toDataURL('image/png');
}

/** Runs in a page that has the decoder. */
async function decode({source, side}) {
  const image = new Image(side, side);
  image.src = source;
  await image.decode();
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  const drawing = canvas.getContext('2d');
  drawing.drawImage(image, 0, 0, side, side);
  return globalThis.jsQR(drawing.getImageData(0, 0, side, side).data, side, side)?.data ?? null;
}
