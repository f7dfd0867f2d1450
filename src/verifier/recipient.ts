/** Check `recipient`: it was awarded to the person who is asked about (Open Badges 3.0, section 9.1, step 5). */

import {encodeHex, sha256, utf8} from './bytes.ts';
import {textAt} from './claims.ts';
import {failed, passed, unknown} from './findings.ts';
import {type Document, get, isObject, type Json} from './json.ts';
import {md5} from './md5.ts';
import {strip} from './python.ts';
import type {Check} from './report.ts';

/** Identifiers of one holder that are looked at. */
export const MOST_IDENTIFIERS = 50;

type Sort = 'e-mail' | 'DID' | 'other';
type Matches = (writing: string) => Promise<boolean>;

const EMAIL_TYPES: readonly string[] = ['emailAddress', 'email'];

/** An identifier of the holder, and what tells whether a text is it, unless nothing can. */
interface Identifier {
  readonly kind: string;
  readonly sort: Sort;
  readonly matches: Matches | null;
}

/**
 * Whether one of the holder's identifiers is `asked`: an e-mail address, a DID, a name, a number.
 *
 * Open Badges 3.0 says how identifiers are hashed and not how they are written before that; as is, without spaces
 * around it, and in lower case are tried.  The answer does not repeat what was asked.
 *
 * It fails only if an identifier of the same sort was compared and is another one: whoever is known by a number, or by
 * a hash of an unknown kind, may well have the address that was asked about.
 */
export async function checkRecipient(document: Document, asked: string): Promise<Check> {
  const [bare, address] = [strip(asked), withoutMailto(strip(asked))];
  const writings = new Set([asked, bare, bare.toLowerCase(), address, address.toLowerCase()]);
  const found = foundIn(document);
  const identifiers = identifiersOf(document, found.slice(0, MOST_IDENTIFIERS));
  const known = identifiers.filter(({matches}) => matches !== null);
  for (const {kind, matches} of known) {
    for (const writing of writings) {
      if (await matches!(writing)) {
        return passed('recipient.passed', {kind});
      }
    }
  }
  if (found.length > MOST_IDENTIFIERS) {
    return unknown('recipient.too_many', {count: found.length});
  }
  if (!identifiers.length) {
    return unknown('recipient.nobody_named');
  }
  if (known.some(({sort}) => sort === sortOf(asked))) {
    return failed('recipient.somebody_else', 'awarded to another');
  }
  const kinds = new Set(identifiers.map(({kind}) => kind));
  return unknown('recipient.not_comparable', {kinds: [...kinds].join(', ')});
}

function sortOf(value: string): Sort {
  const text = strip(value).toLowerCase();
  if (text.startsWith('did:')) {
    return 'DID';
  }
  return text.includes('@') && !text.includes('did:') ? 'e-mail' : 'other';
}

function foundIn(document: Document): Json[] {
  const subject = get(document, 'credentialSubject');
  const found = isObject(subject) ? get(subject, 'identifier') : null;
  return Array.isArray(found) ? found : [found];
}

function identifiersOf(document: Document, found: readonly Json[]): Identifier[] {
  const identifiers: Identifier[] = [];
  for (const item of found) {
    const [value, kind] = [textAt(item, 'identityHash'), textAt(item, 'identityType')];
    if (isObject(item) && value !== null && kind !== null) {
      const isHashed = get(item, 'hashed') !== false;
      const sort = EMAIL_TYPES.includes(kind) ? 'e-mail' : 'other';
      identifiers.push({
        kind,
        sort: !isHashed && sortOf(value) === 'DID' ? 'DID' : sort,
        matches: isHashed ? hashed(value, textAt(item, 'salt') ?? '') : written(value)
      });
    }
  }
  const own = textAt(document, 'credentialSubject', 'id');
  if (own !== null && !own.toLowerCase().startsWith('urn:')) {
    const address = withoutMailto(own);
    const sort = address !== own ? 'e-mail' : sortOf(own) === 'DID' ? 'DID' : 'other';
    identifiers.push({kind: 'id', sort, matches: written(address)});
  }
  return identifiers;
}

function withoutMailto(text: string): string {
  return text.slice(0, 7).toLowerCase() === 'mailto:' ? text.slice(7) : text;
}

function written(value: string): Matches {
  return async writing => writing === value || writing === strip(value).toLowerCase();
}

/** What tells whether a text has the hash `value`, such as `sha256$` and a digest; null for no known hash. */
function hashed(value: string, salt: string): Matches | null {
  const cut = value.indexOf('$');
  const [name, digest] = cut < 0 ? [value, ''] : [value.slice(0, cut), value.slice(cut + 1).toLowerCase()];
  if (name === 'sha256' && /^[0-9a-f]{64}$/.test(digest)) {
    return async writing => encodeHex(await sha256(utf8(writing + salt))) === digest;
  }
  if (name === 'md5' && /^[0-9a-f]{32}$/.test(digest)) {
    return async writing => encodeHex(md5(utf8(writing + salt))) === digest;
  }
  return null;
}
