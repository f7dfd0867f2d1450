/*
 * Every case of the corpus in one page of a real browser.
 *
 * The request has `cases` as look.mjs describes them, beside what tests/browser/site.mjs asks for.  The site `page`
 * holds the bundle, and look.mjs as look.js.  The answer has by name the report, or what went wrong instead.
 */

import {answer} from '../browser/site.mjs';

await answer(async ({cases}, browser, {page: base}) => {
  const page = await browser.newPage();
  await page.goto(base);
  const found = {};
  for(const one of cases) {
    found[one.name] = await page.evaluate(inPage, one).catch(error => ({broken: String(error)}));
  }
  return found;
});

/** Runs in the page. */
async function inPage(one) {
  const [{look}, verifier] = await Promise.all([import('./look.js'), import('./verify.js')]);
  return look(verifier, one);
}
