/*
 * Reads pages as people do who read other languages than they are written in.
 *
 * The request has `readers`: {name, site, path, locale, width, javascript, steps}.  A reader's browser asks for
 * `locale`; after the page at `path` each of `steps` is taken: {choose} a language in the menu of a credential's page,
 * {follow} the link of a language, {go} to another page, or {check} the credential.  The answer has by name what was
 * seen at first and after each step, and what went wrong.
 */

import {answer, each, inNewWindow, listen, windowOf} from './site.mjs';

const AT_ONCE = 4;
const PATIENCE = 20_000;

await answer(({readers}, browser, bases) => each(readers, AT_ONCE, reader => read(reader, browser, bases[reader.site])));

function read({path, locale, width = 1280, javascript = true, steps = []}, browser, base) {
  const settings = {...windowOf({width, height: 800, scheme: 'light', javascript}), locale};
  return inNewWindow(browser, settings, async page => {
    const faults = await listen(page, base);
    await page.goto(base + path, {waitUntil: 'networkidle'});
    const seen = [await look(page, base)];
    for(const step of steps) {
      await take(step, page, base);
      seen.push(await look(page, base));
    }
    // what a page had not loaded yet when it was left is no fault
    return {seen, faults: Object.values(faults).flat().filter(fault => !fault.endsWith('net::ERR_ABORTED'))};
  });
}

async function take({choose, follow, go, check}, page, base) {
  if(choose) {
    await Promise.all([page.waitForEvent('load'), page.locator('select.cf-language').selectOption(choose)]);
  } else if(follow) {
    await page.locator('.cf-languages summary').click();
    await page.locator(`.cf-languages a[hreflang=${follow}]`).click();
  } else if(check) {
    await page.locator('button[name=check]').click();
    await page.locator('#found .cf-checks ~ div p').first().waitFor({timeout: PATIENCE});
  } else {
    await page.goto(base + go);
  }
  await page.waitForLoadState('networkidle');
}

function look(page, base) {
  return page.evaluate(base => {
    const words = node => (node.innerText ?? '').replace(/\s+/g, ' ').trim();
    const all = selector => [...document.querySelectorAll(selector)];
    const root = document.documentElement;
    return {
      path: location.href.slice(base.length),
      language: root.lang,
      direction: getComputedStyle(document.body).direction,
      title: document.title,
      headings: all('h2').map(words),
      facts: all('.cf-facts dd').map(words),
      state: all('.cf-state b').map(words).join(' '),
      found: all('#found').map(words).join(' '),
      menu: all('select.cf-language option').map(words),
      links: all('.cf-languages a[hreflang]').map(link => link.hreflang),
      offer: all('.cf-offer a').map(words).join(' '),
      status: all('#search-found').map(words).join(' '),
      foreign: all('main [lang]').filter(node => node.lang !== root.lang).map(words),
      untranslated: all('[data-t]').filter(node => node.lang && node.lang !== root.lang).map(words),
      overflow: root.scrollWidth - innerWidth
    };
  }, base);
}
