/** The did:web method: where the document of an identifier is. */

import {DIDError} from './errors.ts';
import {lengthOf, repr} from './python.ts';

const MAXIMUM_CHARACTERS = 1_000;
const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOST = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);
const PORT = /^[1-9][0-9]{0,4}$/;
// DID Core allows these characters, and percent signs with two digits, in a method-specific id.
const SEGMENT = /^(?:[A-Za-z0-9._-]|%[0-9A-F]{2})+$/;

/**
 * Where the document of a did:web identifier is fetched.
 *
 * `did:web:example.org` gives `https://example.org/.well-known/did.json`, and `did:web:example.org%3A8443:a` gives
 * `https://example.org:8443/a/did.json`.  Only a port is percent-decoded; a path segment keeps its escapes, so that
 * none can smuggle in a slash.
 *
 * @throws {DIDError}
 */
export function documentUrl(did: string): string {
  const length = lengthOf(did);
  if (length > MAXIMUM_CHARACTERS) {
    throw new DIDError(`got a DID of ${length} characters, expected at most ${MAXIMUM_CHARACTERS}`);
  }
  const wrong = `got DID ${repr(did)}, expected `;
  if (!did.startsWith('did:web:')) {
    throw new DIDError(`${wrong}one that starts with 'did:web:'`);
  }
  const [place, ...segments] = did.slice('did:web:'.length).split(':') as [string, ...string[]];
  const cut = place.indexOf('%3A');
  const [host, port] = cut < 0 ? [place, null] : [place.slice(0, cut), place.slice(cut + 3)];
  checkHost(host, wrong);
  if (port !== null && (!PORT.test(port) || Number(port) > 65_535)) {
    throw new DIDError(`${wrong}a port from 1 to 65535 after '%3A'`);
  }
  for (const segment of segments) {
    const decoded = segment.replaceAll('%2E', '.');
    const hidesASlash = ['%2F', '%5C', '%00'].some(escape => segment.includes(escape));
    if (!SEGMENT.test(segment) || decoded === '.' || decoded === '..' || hidesASlash) {
      throw new DIDError(`${wrong}path segments of letters, digits, '-', '.' and '_'`);
    }
  }
  const authority = port === null ? host : `${host}:${port}`;
  return `https://${authority}/${(segments.length ? segments : ['.well-known']).join('/')}/did.json`;
}

function checkHost(host: string, wrong: string): void {
  if (!HOST.test(host) || host.length > 253) {
    throw new DIDError(`${wrong}a lower-case host name`);
  }
  // The last label of an address of the Internet Protocol, in any of its spellings, begins with a digit.
  if (/^[0-9]/.test(host.split('.').at(-1)!)) {
    throw new DIDError(`${wrong}a host name and no IP address`);
  }
}
