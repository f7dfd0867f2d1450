/** Check `recipient`: it was awarded to the person who is asked about (Open Badges 3.0, section 9.1, step 5). */

import {encodeHex, sha256, utf8} from './bytes.ts';
import {textAt} from './claims.ts';
import {failed, passed, unknown} from './findings.ts';
import {type Document, get, isObject} from './json.ts';
import {md5} from './md5.ts';
import {strip} from './python.ts';
import type {Check} from './report.ts';

/** Identifiers of one holder that are looked at. */
export const MOST_IDENTIFIERS = 50;

/** An identifier of the holder: its kind, and what tells whether a text is that identifier. */
interface Identifier {
  readonly kind: string;
  matches(writing: string): Promise<boolean>;
}

/**
 * Whether one of the holder's identifiers is `asked`: an e-mail address, a DID, a name, a number.
 *
 * Open Badges 3.0 says how identifiers are hashed and not how they are written before that; as is, without spaces
 * around it, and in lower case are tried.  The answer does not repeat what was asked.
 */
export async function checkRecipient(document: Document, asked: string): Promise<Check> {
  const writings = new Set([asked, strip(asked), strip(asked).toLowerCase()]);
  const identifiers = identifiersOf(document);
  for (const {kind, matches} of identifiers) {
    for (const writing of writings) {
      if (await matches(writing)) {
        return passed('recipient.passed', {kind});
      }
    }
  }
  return identifiers.length ? failed('recipient.somebody_else', 'somebody else’s') : unknown('recipient.nobody_named');
}

function identifiersOf(document: Document): Identifier[] {
  const subject = get(document, 'credentialSubject');
  const found = isObject(subject) ? get(subject, 'identifier') : null;
  const identifiers: Identifier[] = [];
  for (const item of (Array.isArray(found) ? found : [found]).slice(0, MOST_IDENTIFIERS)) {
    const [value, kind] = [textAt(item, 'identityHash'), textAt(item, 'identityType')];
    if (isObject(item) && value !== null && kind !== null) {
      const salt = textAt(item, 'salt') ?? '';
      const matches = get(item, 'hashed') === false ? written(value) : hashed(value, salt);
      identifiers.push({kind, matches});
    }
  }
  const own = textAt(document, 'credentialSubject', 'id');
  if (own !== null && !own.toLowerCase().startsWith('urn:')) {
    identifiers.push({kind: 'id', matches: written(own.replace(/^mailto:/, ''))});
  }
  return identifiers;
}

function written(value: string): Identifier['matches'] {
  return async writing => writing === value || writing === strip(value).toLowerCase();
}

function hashed(value: string, salt: string): Identifier['matches'] {
  const cut = value.indexOf('$');
  const [name, digest] = cut < 0 ? [value, ''] : [value.slice(0, cut), value.slice(cut + 1).toLowerCase()];
  return async writing => {
    const data = utf8(writing + salt);
    if (name === 'sha256') {
      return encodeHex(await sha256(data)) === digest;
    }
    return name === 'md5' && encodeHex(md5(data)) === digest;
  };
}
