/** Whom a credential names as its holder, as far as the signature covers it. */

import {textAt} from './claims.ts';
import {type Document, get, isObject} from './json.ts';
import type {Holder} from './report.ts';

/** The holder that `document` names; it is believed only where format, proof and issuer's key are in order. */
export function holderOf(document: Document): Holder {
  const subject = get(document, 'credentialSubject');
  const found = isObject(subject) ? get(subject, 'identifier') : null;
  const readable: string[] = [];
  const hashed: string[] = [];
  for (const item of Array.isArray(found) ? found : []) {
    const [kind, value] = [textAt(item, 'identityType'), textAt(item, 'identityHash')];
    if (!isObject(item) || kind === null || value === null) {
      continue;
    }
    if (get(item, 'hashed') !== false) {
      hashed.push(kind);
    } else {
      readable.push(kind === 'name' ? value : `${kind} ${value}`);
    }
  }
  const identifier = textAt(document, 'credentialSubject', 'id');
  if (identifier !== null && !identifier.toLowerCase().startsWith('urn:')) {
    readable.push(identifier);
  }
  return {name: readable.join(', ') || null, hashed};
}
