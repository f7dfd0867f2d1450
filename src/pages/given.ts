/** What somebody hands to the page to verify: a file, pasted text, or a link to either. */

import {looksLikePage} from '../verifier/pages.ts';
import {FetchError, NetworkResolver, NotFoundError, RefusedError, SiteResolver} from '../verifier/resolving.ts';
import {credentialMeant} from './credential-meant.ts';
import {element, type Child} from './elements.ts';
import {t} from './language.ts';

/** Bytes or text, and what they are called on the page, as in "the file “badge.png”". */
export interface Given {
  readonly content: Uint8Array | string;
  readonly copy: Child;
}

/** What was handed over is of no use; the message is whole sentences. */
export class Problem extends Error {}

/** Bytes of a file that are read at most: a picture may be that large. */
const MOST_BYTES = 10 << 20;
/** Bytes of a page in which the link to its credential must stand. */
const LONGEST_HEAD = 1 << 18;
const ALTERNATE = ['application/ld+json', 'application/vc', 'application/vc+jwt']
  .map(type => `link[rel~="alternate"][type="${type}"]`)
  .join();
const namesNone = () =>
  t('This link leads to a web page that names no credential. Look there for a link to its file, often called JSON.');

/** A file that was dropped, chosen or pasted. */
export async function fromFile(file: File): Promise<Given> {
  if (file.size > MOST_BYTES) {
    throw new Problem(t('This file is larger than any credential.'));
  }
  try {
    return {content: new Uint8Array(await file.arrayBuffer()), copy: t('the file “%(name)s”', {name: file.name})};
  } catch {
    throw new Problem(t('This file cannot be read. If it is a folder, choose a file in it.'));
  }
}

/** What was typed or pasted: the id of a credential of this site, a link if it looks like one, else the credential. */
export async function fromText(text: string, site: Site): Promise<Given> {
  const words = text.trim();
  if (words === '') {
    throw new Problem(t('Nothing was given yet: drop a file, or paste a link or the text of a credential.'));
  }
  const meant = words.includes('/') ? null : credentialMeant(words, [], []);
  if (meant && 'id' in meant) {
    return fromLink(`${site.base}credentials/${meant.id}/`, site);
  }
  if (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(words)) {
    return fromLink(words, site);
  }
  if (/^[a-z0-9-]+(?:\.[a-z0-9-]+)+\/\S*$/i.test(words)) {
    return fromLink(`https://${words}`, site); // as address bars show it
  }
  // A drawing may come as text, too.
  const content = words.startsWith('<') ? new TextEncoder().encode(words) : words;
  return {content, copy: t('the text that you gave')};
}

/** The site that the page belongs to: its address, where it is served, and how to read it if it is a preview. */
export interface Site {
  readonly base: string;
  readonly root: URL;
  readonly preview: boolean;
}

/** What a link leads to; a web page is asked for the credential that it is about. */
async function fromLink(link: string, site: Site): Promise<Given> {
  const url = link.startsWith(site.root.href) ? site.base + link.slice(site.root.href.length) : link;
  const given = (content: Uint8Array, at: string, href = at): Given => ({
    content,
    copy: element('a', {href, rel: 'noopener'}, at)
  });
  try {
    if (site.preview && url.startsWith(site.base)) {
      const [address = ''] = url.split(/[?#]/);
      const document = address.endsWith('/') ? `${address}credential.json` : address;
      const here = new URL(document.slice(site.base.length), site.root).href;
      return given(await new SiteResolver(site.base, site.root).fetch(document), document, here);
    }
    const found = await located(url, new NetworkResolver());
    return given(found.body, found.url);
  } catch (error) {
    throw new Problem(sentence(error as FetchError));
  }
}

/** What stands at `url`, or, where that is a page, the credential beside it or the one that it links to. */
async function located(url: string, network: NetworkResolver): Promise<{body: Uint8Array; url: string}> {
  const [address = ''] = url.split(/[?#]/);
  if (address.endsWith('/')) {
    try {
      const beside = await network.get(`${address}credential.json`);
      if (beside.body.length && !looksLikePage(beside.body)) {
        return beside;
      }
    } catch (error) {
      // A browser cannot tell a file that is not there from one that it may not read.
      if (!(error instanceof FetchError) || error instanceof RefusedError) {
        throw error;
      }
    }
  }
  const found = await network.get(url);
  if (!looksLikePage(found.body)) {
    return found;
  }
  const linked = await network.get(linkIn(found.body, found.url));
  if (looksLikePage(linked.body)) {
    throw new Problem(namesNone());
  }
  return linked;
}

/** The address of the credential that the page at `url` names as the same for programs. */
function linkIn(body: Uint8Array, url: string): string {
  const text = new TextDecoder().decode(body.subarray(0, LONGEST_HEAD));
  const page = new DOMParser().parseFromString(text, 'text/html'); // runs and loads nothing
  const [link] = Array.from(page.querySelectorAll(ALTERNATE), found => found.getAttribute('href')?.trim()).filter(Boolean);
  if (!link) {
    throw new Problem(namesNone());
  }
  try {
    return new URL(link, url).href;
  } catch {
    throw new RefusedError('it is a web page whose link to a credential is no address', url);
  }
}

function sentence(error: FetchError | Problem): string {
  if (error instanceof Problem) {
    return error.message;
  }
  const values = {problem: error.message};
  return error instanceof RefusedError || error instanceof NotFoundError
    ? t('The link cannot be read: %(problem)s. Compare it with the one that you were given.', values)
    : t('The link cannot be read: %(problem)s. Download the file and drop it here.', values);
}
