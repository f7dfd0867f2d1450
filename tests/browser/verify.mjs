/*
 * Verifies credentials on the site's pages as visitors do, and says what they are shown.
 *
 * The request has `checks`: {name, site or address, path, width, height, scheme, at, world, steps, axe, screenshot}.
 * `address` is a page outside of this machine.  `world` is the rest of the internet: `folders` has by address a folder
 * that is served there, `answers` by address {base64, type, status} or one of "unreachable" and "unreadable", the
 * latter for what a host keeps from web pages.  What is in neither does not exist.  `steps` are arrays of the name of
 * a function of STEPS and what it is given.
 */

import {readFile} from 'node:fs/promises';
import {extname, join} from 'node:path';
import {answer, each, examine, listen, paint, TYPES, usedPage, windowOf} from './site.mjs';

const AT_ONCE = 2;
const PATIENCE = 60_000; // the machine may have much else to do
const TOO_MANY_TABS = 60;

async function run(check, kept, browser, bases) {
  const base = check.address ?? bases[check.site];
  // a clock that was stopped cannot be started again
  const clock = kept[`at ${Boolean(check.at)}`] ??= {};
  const page = await usedPage(clock, browser, {...windowOf(check), acceptDownloads: true});
  await page.unrouteAll();
  await page.route('**/*', route => fulfil(route, Object.values(bases), check.world ?? {}));
  if(check.at) {
    await page.clock.setFixedTime(new Date(check.at));
  }
  const faults = await listen(page, base);
  const asked = [];
  const methods = new Set();
  const note = request => {
    asked.push(request.url().replace(base, ''));
    methods.add(request.method());
  };
  page.on('request', note);
  await page.goto(base + check.path, {waitUntil: 'networkidle'});
  await page.evaluate(watch);
  const before = asked.splice(0);
  const downloads = [];
  const results = [];
  for(const [step, ...given] of check.steps) {
    results.push(await STEPS[step](page, downloads, ...given) ?? null);
  }
  const seen = await page.evaluate(look);
  const refused = await page.evaluate(() => globalThis.conferralRefused);
  page.off('request', note);
  if(check.screenshot) {
    await paint(page, check.screenshot);
  }
  return {
    ...seen, base, results, downloads, asked: {before, after: asked}, methods: [...methods],
    faults: {...structuredClone(faults), refused_by_policy: refused}, axe: check.axe ? await examine(page) : []
  };
}

/** Answer for the rest of the world; only what is served on this machine is let through. */
async function fulfil(route, bases, {folders = {}, answers = {}}) {
  const [url] = route.request().url().split('#');
  if(bases.some(base => url.startsWith(new URL(base).origin)) || url.startsWith('data:') || url.startsWith('blob:')) {
    return route.continue();
  }
  const found = answers[url] ?? await inFolder(url, folders);
  if(found === null || found === 'unreachable') {
    return route.abort(found ? 'connectionfailed' : 'namenotresolved');
  }
  const {base64 = '', type = 'application/json', status = 200} = found === 'unreadable' ? {} : found;
  return route.fulfill({
    status,
    body: Buffer.from(base64, 'base64'),
    headers: {
      'Content-Type': type,
      'Access-Control-Allow-Origin': found === 'unreadable' ? 'https://nobody.example' : '*'
    }
  });
}

async function inFolder(url, folders) {
  const address = Object.keys(folders).find(one => url.startsWith(one));
  if(!address) {
    return null;
  }
  const path = url.slice(address.length).replace(/[?].*/, '');
  const name = path === '' || path.endsWith('/') ? `${path}index.html` : path;
  try {
    const content = await readFile(join(folders[address], name));
    return {base64: content.toString('base64'), type: TYPES[extname(name)]};
  } catch {
    return {status: 404, type: 'text/html'};
  }
}

const STEPS = {
  /** Click what is named `name`. */
  async press(page, _downloads, name) {
    await page.getByRole('button', {name, exact: true}).click();
    await settle(page);
  },

  /** Click what is named `name`, which saves a file. */
  async save(page, downloads, name) {
    const [download] = await Promise.all([
      page.waitForEvent('download', {timeout: PATIENCE}),
      page.getByRole('button', {name, exact: true}).click()
    ]);
    const content = await readFile(await download.path());
    downloads.push({name: download.suggestedFilename(), base64: content.toString('base64')});
  },

  /** Drop a file, or text where there is no name, somewhere on the page. */
  async drop(page, _downloads, file) {
    await page.evaluate(hand, {file, kind: 'drop'});
    await settle(page);
  },

  /** Paste a file, or text where there is no name, with nothing focused. */
  async paste(page, _downloads, file) {
    await page.evaluate(hand, {file, kind: 'paste'});
    await settle(page);
  },

  /** Paste the address of a page of this very site. */
  async pasteHere(page, downloads, path) {
    const text = await page.evaluate(inside => new URL(`../${inside}`, location.href).href, path);
    await STEPS.paste(page, downloads, {text});
  },

  /** Choose a file in the file dialogue. */
  async choose(page, _downloads, {name, base64}) {
    await page.locator('#file').setInputFiles({name, mimeType: '', buffer: Buffer.from(base64, 'base64')});
    await settle(page);
  },

  /** Write into a field. */
  async fill(page, _downloads, field, words) {
    await page.locator(field).fill(words);
  },

  /** Go to another fragment of the page. */
  async fragment(page, _downloads, words) {
    await page.evaluate(fragment => {
      location.hash = fragment;
    }, words);
    await settle(page);
  },

  /** Tab until the focus is on `selector`; how many stops that took, or null. */
  async tabTo(page, _downloads, selector) {
    for(let stop = 1; stop <= TOO_MANY_TABS; stop++) {
      await page.keyboard.press('Tab');
      if(await page.evaluate(wanted => document.activeElement?.matches(wanted), selector)) {
        return stop;
      }
    }
    return null;
  },

  /** Type on the keyboard. */
  async type(page, _downloads, words) {
    await page.keyboard.insertText(words);
  },

  /** Press a key that starts a check. */
  async key(page, _downloads, name) {
    await page.keyboard.press(name);
    await settle(page);
  },

  /** What the page shows now. */
  look(page) {
    return page.evaluate(look);
  }
};

/** Wait until a check that was begun has come to an end. */
async function settle(page) {
  await page.waitForFunction(() => {
    const words = document.querySelector('#found > div b')?.textContent ?? '';
    const problem = document.querySelector('#problem')?.textContent ?? '';
    const busy = document.querySelector('[aria-busy=true]');
    return !busy && (problem || (document.querySelector('#found').innerText && words !== 'Checking…'));
  }, null, {timeout: PATIENCE});
}

/** Runs in the page: gives it a file or text as the browser would. */
function hand({file: {name, base64, type = '', text}, kind}) {
  const transfer = new DataTransfer();
  if(name) {
    const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, {type}));
  } else {
    transfer.setData('text/plain', text);
  }
  const details = {bubbles: true, cancelable: true};
  const event = kind === 'drop' ?
    new DragEvent('drop', {...details, dataTransfer: transfer}) :
    new ClipboardEvent('paste', {...details, clipboardData: transfer});
  document.body.dispatchEvent(event);
}

/** Runs in the page: writes down what a screen reader would say of the live region, in order. */
function watch() {
  globalThis.conferralSaid = [];
  const region = document.querySelector('#found');
  if(region) {
    new MutationObserver(changes => changes.forEach(({addedNodes}) => addedNodes.forEach(node =>
      node.textContent && globalThis.conferralSaid.push(node.innerText ?? node.textContent)))
    ).observe(region, {childList: true, subtree: true});
  }
}

/** Runs in the page: what it shows of a verification. */
function look() {
  const words = (selector, within = document) => within.querySelector(selector)?.innerText.trim() ?? '';
  const region = document.querySelector('#found');
  const terms = [...region?.querySelectorAll('.cf-defs > dt') ?? []];
  return {
    title: document.title,
    problem: words('#problem'),
    statement: words('#found > div b'),
    verdict: words('#found > div:first-child'),
    shape: region?.querySelector('#found > div:first-child path')?.getAttribute('d') ?? '',
    facts: Object.fromEntries(terms.map(term => [term.innerText, term.nextElementSibling.innerText])),
    checks: [...region?.querySelectorAll('#found > .cf-checks > li') ?? []].map(item =>
      [...item.querySelectorAll('p')].map(part => part.innerText)),
    pictures: [...region?.querySelectorAll('#found > .cf-checks > li path') ?? []].map(path => path.getAttribute('d')),
    inside: [...region?.querySelectorAll('.cf-embedded > li') ?? []].map(item =>
      [...item.querySelectorAll(':scope > div > p')].map(part => part.innerText)),
    notes: [...region?.querySelectorAll('.cf-note') ?? []].map(note => note.innerText),
    json: document.querySelector('#programs pre')?.textContent ?? '',
    said: globalThis.conferralSaid ?? [],
    live: region ? [region.getAttribute('role'), region.ariaAtomic] : [],
    focus: document.activeElement?.id || document.activeElement?.name || '',
    overflow: document.documentElement.scrollWidth - innerWidth,
    buttons: [...document.querySelectorAll('button')].filter(one => one.checkVisibility()).map(one => one.innerText),
    text: document.body.innerText
  };
}

await answer(({checks}, browser, bases) => each(checks, AT_ONCE, (check, kept) => run(check, kept, browser, bases)));
