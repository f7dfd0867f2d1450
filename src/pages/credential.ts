/** What the buttons on a credential's page do.  Loaded when one of them is pressed, and not before. */

import {inspect, SiteResolver} from '../verifier/index.ts';
import {byId, element} from './elements.ts';
import {Showing} from './showing.ts';
import {resolverFor} from './sources.ts';

const DOCUMENT = /credentials\/[^/]+\/credential\.json$/;

/** Check the signed document beside this page, and show every check in the page's live region. */
export async function check(): Promise<void> {
  const region = byId('found', HTMLElement);
  const showing = new Showing(region);
  const {url, base, root} = here(region);
  try {
    const content = await new SiteResolver(base, root).fetch(url);
    const report = await inspect(content, {
      resolver: resolverFor(base, root),
      place: url,
      onCheck: found => showing.add(found)
    });
    showing.end(report, copy());
  } catch (error) {
    showing.fail(`The signed document beside this page could not be read: ${words(error)}.`);
  }
}

/** Save the badge's picture with the signed credential inside; `kind` is what to save. */
export async function save(kind: 'svg' | 'png'): Promise<void> {
  const {bakedPicture} = await import('./saving.ts');
  await bakedPicture(kind);
}

/** The address of the credential, which the page names, and the site that it belongs to. */
function here(region: HTMLElement): {url: string; base: string; root: URL} {
  const url = region.dataset.of ?? '';
  return {url, base: url.replace(DOCUMENT, ''), root: new URL('../../', location.href)};
}

function copy(): HTMLAnchorElement {
  const {href} = new URL('credential.json', location.href);
  return element('a', {href}, 'the copy beside this page');
}

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
