/** What the button that checks a credential on its page does.  Loaded when it is pressed, and not before. */

import {inspect, SiteResolver} from '../verifier/index.ts';
import {element} from './elements.ts';
import {t} from './language.ts';
import {Showing} from './showing.ts';
import {resolverFor} from './sources.ts';

const DOCUMENT = /credentials\/[^/]+\/credential\.json$/;

/** Check the signed document beside this page, whose address is `url`, and show every check in a live region. */
export async function check(region: HTMLElement, url: string): Promise<void> {
  region.className = 'cf-found';
  const showing = new Showing(region);
  const base = url.replace(DOCUMENT, '');
  const root = new URL('../../', location.href);
  try {
    const content = await new SiteResolver(base, root).fetch(url);
    const report = await inspect(content, {
      resolver: resolverFor(base, root),
      place: url,
      onCheck: found => showing.add(found)
    });
    showing.end(report, copy());
  } catch (error) {
    showing.fail(t('The signed document beside this page could not be read: %(problem)s.', {problem: words(error)}));
  }
}

function copy(): HTMLAnchorElement {
  const {href} = new URL('credential.json', location.href);
  return element('a', {href}, t('the copy beside this page'));
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
