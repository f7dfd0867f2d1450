/* Times the page of all badges in Chromium: until its search works, and each key that is typed into it.

   Standard input: {"site": folder of a built site, "chromium": the browser, "words": [texts to type]}.
   Standard output: {"ready": milliseconds from the navigation until the search is there, "loaded": until the page is,
   "keys": [{"typed", "work", "painted", "tasks"}, ...], "chosen": {"work", "painted", "tasks"}}: of every key, and of
   one box that is ticked, how long the page works on it, how long it is until the answer is painted, and what the tasks
   until then take of the processor, which is the same on a machine that has other things to do. */

import {createServer} from 'node:http';
import {readFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import {extname, join, normalize} from 'node:path';
import {gzipSync} from 'node:zlib';
import {chromium} from 'playwright-core';

const TYPES = {'.css': 'text/css', '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.svg': 'image/svg+xml'};

const request = JSON.parse(readFileSync(0, 'utf8'));
const server = createServer(async ({url}, response) => {
  const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname));
  try {
    const file = path.endsWith('/') ? `${path}index.html` : path;
    const content = gzipSync(await readFile(join(request.site, file)));
    response.writeHead(200, {'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream', 'Content-Encoding': 'gzip'});
    response.end(content);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
const browser = await chromium.launch({executablePath: request.chromium, args: ['--no-sandbox']});
try {
  const page = await browser.newPage({viewport: {width: 1280, height: 800}});
  const address = `http://127.0.0.1:${server.address().port}/badges/`;
  await page.goto(address); // the first visit warms the browser and the server
  await page.waitForSelector('#search:not([hidden])');
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      globalThis.loaded = performance.now();
      const form = document.querySelector('#search');
      new MutationObserver(() => (globalThis.ready ??= form.hidden ? undefined : performance.now())).observe(form, {
        attributes: true
      });
    });
  });
  await page.reload();
  await page.waitForSelector('#search:not([hidden])');
  const {ready, loaded} = await page.evaluate(() => ({ready: globalThis.ready, loaded: globalThis.loaded}));
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', {timeDomain: 'threadTicks'});
  const ticks = async () => {
    const {metrics} = await session.send('Performance.getMetrics');
    return 1000 * metrics.find(({name}) => name === 'TaskDuration').value;
  };
  const measure = async (selector, value) => {
    const before = await ticks();
    const taken = await page.evaluate(change, [selector, value]);
    return {...taken, tasks: (await ticks()) - before};
  };
  const keys = [];
  for (const text of request.words) {
    for (let length = 1; length <= text.length; length++) {
      keys.push({typed: text.slice(0, length), ...(await measure('#search-words', text.slice(0, length)))});
    }
    await page.evaluate(change, ['#search-words', '']);
  }
  const chosen = await measure('#facet-level input[type=checkbox]', true);
  process.stdout.write(JSON.stringify({ready, loaded, keys, chosen}));
} finally {
  await browser.close();
  server.closeAllConnections();
  server.close();
}

/** Runs in the page: type or tick, and wait for what it does to be painted. */
async function change([selector, value]) {
  const field = document.querySelector(selector);
  const start = performance.now();
  if (value === true) {
    field.click();
  } else {
    field.value = value;
    field.dispatchEvent(new Event('input', {bubbles: true}));
  }
  document.querySelector('#badges').getBoundingClientRect(); // lays out the page
  const work = performance.now() - start;
  await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  return {work, painted: performance.now() - start};
}
