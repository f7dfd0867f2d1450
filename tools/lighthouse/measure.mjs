/*
 * What Lighthouse makes of pages of a site, as a telephone with a slow connection gets them.
 *
 * The request has `chromium`, in `sites` one `site` {folder, prefix}, and in `pages` paths by name.  The answer has by
 * name the scores of Lighthouse's categories, from 0 to 100, and in `lost` what took points from them.
 */

import {readFileSync} from 'node:fs';
import {launch} from 'chrome-launcher';
import lighthouse from 'lighthouse';
import {ARGUMENTS, serve} from '../../tests/browser/site.mjs';

const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];

const request = JSON.parse(readFileSync(0, 'utf8'));
const {server, base} = await serve(request.sites.site);
const chrome = await launch({
  chromePath: request.chromium,
  chromeFlags: [...ARGUMENTS, '--headless=new', '--disable-gpu', '--disable-quic', '--no-first-run'],
  logLevel: 'silent'
});
try {
  const found = {};
  for(const [name, path] of Object.entries(request.pages)) {
    const {lhr} = await lighthouse(base + path, {port: chrome.port, onlyCategories: CATEGORIES, logLevel: 'silent'});
    found[name] = {
      scores: Object.fromEntries(CATEGORIES.map(one => [one, Math.round(100 * lhr.categories[one].score)])),
      lost: CATEGORIES.flatMap(one => lhr.categories[one].auditRefs
        .filter(({id, weight}) => weight && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
        .map(({id}) => `${one}: ${lhr.audits[id].title} ${lhr.audits[id].displayValue ?? ''}`.trim()))
    };
  }
  process.stdout.write(JSON.stringify(found));
} finally {
  chrome.kill();
  server.closeAllConnections();
  server.close();
}
