/*
 * What the programs of this folder share: a site in a folder, served on this machine alone, a Chromium that reaches
 * nothing else, what to look for in its pages, and one JSON request in for one JSON answer out.
 *
 * A request names the browser in `chromium`, and in `sites` by name a `folder` and the `prefix` it is served under,
 * such as "/some/registry/".
 */

import {createServer} from 'node:http';
import {readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {extname, join, normalize} from 'node:path';
import axe from 'axe-core';
import {chromium} from 'playwright-core';

const EVERY_RULE = {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']};

/** The rules that may be met in a light page and broken in a dark one. */
export const OF_COLOURS = {type: 'rule', values: ['color-contrast', 'link-in-text-block']};

/** What a static host says of files, by the ending of their names. */
export const TYPES = {
  '.atom': 'application/atom+xml',
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.xml': 'application/xml',
};
/*
 * For every window Chromium also loads the pages of which its address bar is made, which nobody sees here and which
 * cost more than one of ours.  It heeds the last list of such features alone: Playwright's, which is repeated, would
 * else be the one.
 */
const WITHOUT = [
  'WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'AimEnabled',
  'AvoidCorsURLLoaderRestartOnRedirect', 'AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose',
  'HttpsFirstBalancedModeAutoEnable', 'HttpsUpgrades', 'LensOverlay', 'MediaRouter', 'NetworkTimeServiceQuerying',
  'OptimizationHints', 'PaintHolding', 'PreconnectToSearch', 'ThirdPartyStoragePartitioning',
];
export const ARGUMENTS = [
  '--no-sandbox',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${WITHOUT}`,
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** Serve a folder under a prefix as a plain static host does: what it does not have is 404.html with status 404. */
export function serve({folder, prefix}) {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, 'http://localhost').pathname);
    const inside = path.startsWith(prefix) ? normalize(path.slice(prefix.length)) : '..';
    const file = inside === '.' || inside.endsWith('/') ? join(inside, 'index.html') : inside;
    const answer = async (status, name) => {
      const content = await readFile(join(folder, name));
      response.writeHead(status, {'Content-Type': TYPES[extname(name)] ?? 'application/octet-stream'}).end(content);
    };
    try {
      if(inside.startsWith('..')) {
        throw new Error('outside');
      }
      await answer(200, file);
    } catch {
      await (path.startsWith(prefix) ? answer(404, '404.html') : response.writeHead(404).end());
    }
  });
  return new Promise(resolve => server.listen(0, '127.0.0.1', () => resolve({
    server, base: `http://127.0.0.1:${server.address().port}${prefix}`
  })));
}

/** Answer the request on standard input: `work(request, browser, bases)`, where `bases` has the address of each site. */
export async function answer(work) {
  const request = JSON.parse(readFileSync(0, 'utf8'));
  const served = {};
  for(const [name, site] of Object.entries(request.sites)) {
    served[name] = await serve(site);
  }
  const bases = Object.fromEntries(Object.entries(served).map(([name, {base}]) => [name, base]));
  const browser = await chromium.launch({executablePath: request.chromium, args: ARGUMENTS});
  try {
    process.stdout.write(JSON.stringify(await work(request, browser, bases)));
  } finally {
    await browser.close();
    Object.values(served).forEach(({server}) => server.closeAllConnections() ?? server.close());
  }
}

/**
 * What came of each task, by its name: `work(task, kept)`, so many of them at once.  `kept` is an object that the tasks
 * which are done one after another have in common.
 */
export async function each(tasks, atOnce, work) {
  const found = {};
  const waiting = [...tasks];
  const inTurn = async () => {
    const kept = {};
    for(let task = waiting.shift(); task; task = waiting.shift()) {
      try {
        found[task.name] = await work(task, kept);
      } catch(error) {
        error.message = `${task.name}: ${error.message}`;
        throw error;
      }
    }
  };
  await Promise.all(Array.from({length: atOnce}, inTurn));
  return found;
}

/** What `work(page)` makes of a page of its own, in a window of these settings. */
export async function inNewWindow(browser, settings, work) {
  const context = await browser.newContext(settings);
  try {
    return await work(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

/**
 * The page that `kept` has for such settings, empty and as if new: what sites have stored is gone.
 *
 * One page that goes from address to address takes half of what a new one takes for each of them: its process has the
 * programs at hand, axe above all.
 */
export async function usedPage(kept, browser, {viewport, colorScheme, ...settings}) {
  const kind = JSON.stringify(settings);
  const page = kept[kind] ??= await (await browser.newContext(settings)).newPage();
  await page.evaluate(() => {
    if(location.protocol !== 'about:') {
      localStorage.clear();
      sessionStorage.clear();
    }
  });
  await page.context().clearCookies();
  await page.goto('about:blank');
  await page.setViewportSize(viewport);
  await page.emulateMedia({media: null, colorScheme});
  return page;
}

/** The settings of a browser window; the same words and days wherever the tests run. */
export function windowOf({width, height, scheme, javascript = true}) {
  return {
    viewport: {width, height},
    colorScheme: scheme,
    javaScriptEnabled: javascript,
    locale: 'en-GB',
    timezoneId: 'UTC',
    reducedMotion: 'reduce',
  };
}

const heard = new WeakMap();

/** Gather what goes wrong in a page from now on, and no longer where that was gathered before. */
export async function listen(page, base) {
  const faults = {console: [], thrown: [], elsewhere: [], broken: []};
  const isNew = !heard.has(page);
  heard.set(page, {base, faults});
  if(isNew) {
    await attend(page);
  }
  return faults;
}

async function attend(page) {
  const now = () => heard.get(page).faults;
  const asking = new WeakMap(); // what a page that was left had asked for is no fault of the next
  await page.addInitScript(() => {
    globalThis.conferralRefused = [];
    document.addEventListener('securitypolicyviolation', event =>
      globalThis.conferralRefused.push(`${event.violatedDirective}: ${event.blockedURI}`));
  });
  page.on('console', message => ['error', 'warning'].includes(message.type()) &&
    now().console.push(`${message.text()} (${message.location().url})`));
  page.on('pageerror', error => now().thrown.push(error.message));
  page.on('request', request => {
    asking.set(request, now());
    return request.url().startsWith(heard.get(page).base) || /^(?:data|blob):/.test(request.url()) ||
      now().elsewhere.push(request.url());
  });
  page.on('requestfailed', request =>
    asking.get(request)?.broken.push(`${request.url()}: ${request.failure()?.errorText}`));
  page.on('response', response => response.status() >= 400 && !response.request().isNavigationRequest() &&
    asking.get(response.request())?.broken.push(`${response.url()}: ${response.status()}`));
}

/** A picture of the whole page; what loads only when it is reached is reached first. */
export async function paint(page, file) {
  await page.evaluate(async () => {
    for(let top = 0; top < document.documentElement.scrollHeight; top += innerHeight) {
      scrollTo(0, top);
      await new Promise(requestAnimationFrame);
    }
    scrollTo(0, 0);
    await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
  });
  await page.screenshot({path: file, fullPage: true});
}

/** What axe-core finds against WCAG 2.2 at level AA and what it takes for good practice, a line for each element. */
export async function examine(page, runOnly = EVERY_RULE) {
  if(!await page.evaluate(() => Boolean(globalThis.axe))) {
    await page.evaluate(axe.source);
  }
  const {violations} = await page.evaluate(
    rules => globalThis.axe.run({runOnly: rules, preload: false, resultTypes: ['violations']}), runOnly);
  return violations.flatMap(({id, help, nodes}) => nodes.map(node =>
    `${id} (${help}): ${node.target.join(' ')}: ${node.html.slice(0, 160)}`));
}
