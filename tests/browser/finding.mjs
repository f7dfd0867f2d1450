/*
 * Does what a visitor does to find something, step by step, and says after each step what is to be seen.
 *
 * The request has `journeys`: {name, site, path, width, height, scheme, javascript, steps}, where a step is
 * [what, ...] and `what` one of STEPS below.  The answer has by name a list of what `look` saw: after the page has come,
 * and after each step.
 */

import {answer, each, usedPage, windowOf} from './site.mjs';

const AT_ONCE = 6; // they wait more than they do

const TOO_MANY_TABS = 120;
const PAUSE = 450; // longer than a page waits before it puts what is typed into its address
const REST = 50; // where only the focus moves

const STEPS = {
  /* The Tab key until the focus is on what the selector names. */
  tab: async (page, selector) => {
    for(let stop = 0; stop < TOO_MANY_TABS; stop++) {
      if(await page.evaluate(wanted => document.activeElement?.matches(wanted), selector)) {
        return;
      }
      await page.keyboard.press('Tab');
    }
    throw new Error(`the Tab key never comes to ${selector}`);
  },
  type: (page, text) => page.keyboard.type(text, {delay: 5}),
  press: (page, key) => page.keyboard.press(key),
  /* A key that leads to another page, or to none. */
  follow: async (page, key) => {
    await Promise.all([page.waitForNavigation({timeout: 10_000}), page.keyboard.press(key)]);
  },
  choose: (page, selector, value) => page.selectOption(selector, value),
  back: page => page.goBack(),
  forward: page => page.goForward(),
};

await answer(({journeys}, browser, bases) => each(journeys, AT_ONCE, async ({site, path, steps, ...window}, kept) => {
  const page = await usedPage(kept, browser, windowOf(window));
  await page.goto(bases[site] + path, {waitUntil: 'networkidle'});
  const seen = [await look(page, bases[site])];
  for(const [step, ...given] of steps) {
    await STEPS[step](page, ...given);
    await page.waitForTimeout(step === 'tab' ? REST : PAUSE);
    seen.push(await look(page, bases[site]));
  }
  return seen;
}));

async function look(page, base) {
  const seen = await page.evaluate(() => {
    const all = (selector, of = document) => [...of.querySelectorAll(selector)].filter(one => one.checkVisibility());
    const text = selector => document.querySelector(selector)?.innerText.trim() ?? '';
    const focused = document.activeElement;
    return {
      heading: text('h1'),
      status: text('[role=status]'),
      alert: text('[role=alert]'),
      words: document.querySelector('#search-words, #withdrawn-words')?.value ?? '',
      sort: document.querySelector('#search-sort')?.value ?? '',
      names: all('#badges > li h2').map(one => one.textContent),
      rows: all('#withdrawn li').map(one => one.querySelector('code').textContent.slice(0, 8)),
      years: all('#withdrawn h2').map(one => one.firstChild.textContent.trim()),
      selected: Object.fromEntries(all('#withdrawn-filter select').map(one => [one.name, one.value])),
      taken: all('#search-chosen button').map(one => one.innerText.trim()),
      facets: Object.fromEntries(all('#facets fieldset').map(one => [
        one.id.replace('facet-', ''),
        Object.fromEntries(all('label', one).map(row => [row.querySelector('input').value, {
          label: row.children[1].textContent,
          number: Number(row.children[2].textContent),
          ticked: row.querySelector('input').checked,
        }])),
      ])),
      nothing: all('#search-nothing, #withdrawn-nothing').map(one => one.innerText.trim()).join(''),
      focus: focused === document.body ? '' : focused.id || focused.value || focused.getAttribute('aria-label') ||
        focused.innerText.trim(),
      form: all('#search, #facets, #withdrawn-filter').map(one => one.id),
    };
  });
  const {href} = new URL(page.url());
  return {...seen, path: href.startsWith(base) ? href.slice(base.length) : href};
}
