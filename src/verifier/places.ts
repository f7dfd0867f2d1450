/** Whose hands an address is in: what can be said of two addresses without asking anybody. */

import {documentUrl} from './did-web.ts';
import {DIDError} from './errors.ts';

const REGISTRY = /^(https:\/\/[^\n]+\/)issuers\/[^/]+\/did\.json$/;

/**
 * Where the document that lists an issuer's keys is fetched: for did:web its method says so, and an https address is
 * the place itself (Controlled Identifiers 1.0, section 3.3), unless it has a query: what a host answers to those is
 * often what the asking wrote.
 *
 * @throws {DIDError}
 */
export function documentPlace(issuer: string): string {
  if (!issuer.startsWith('https://')) {
    return documentUrl(issuer);
  }
  if (/[#?]/.test(issuer)) {
    throw new DIDError(`it is an address with a ${issuer.includes('#') ? 'fragment' : 'query'}`);
  }
  return issuer;
}

/** `documentPlace` of an issuer, or null where it has no place of its own on the web. */
export function placeOf(issuer: string | null): string | null {
  try {
    return issuer === null ? null : documentPlace(issuer);
  } catch (error) {
    if (error instanceof DIDError) {
      return null;
    }
    throw error;
  }
}

/** Whether the document with an issuer's keys lies where a registry of conferral puts it. */
export function isRegistry(place: string): boolean {
  return REGISTRY.test(place);
}

/**
 * The folder that an issuer's documents lie in.
 *
 * That is its registry's, or else the one of its did.json; for an issuer with an https address, what lies below that
 * address.  A host may belong to many; only what lies there is surely in the same hands.
 */
export function folderOf(place: string): string {
  const registry = REGISTRY.exec(place);
  if (registry !== null) {
    return registry[1]!;
  }
  if (place.endsWith('/did.json')) {
    return place.replace(/(?:\.well-known\/)?did\.json$/, '');
  }
  return place.endsWith('/') ? place : `${place}/`;
}

/** Whether `url` is surely an address inside `folder`; one with a query or a fragment never is. */
export function liesUnder(url: string, folder: string): boolean {
  const [ours, theirs] = [partsOf(url), partsOf(folder)];
  if (ours === null || theirs === null || ours.host !== theirs.host) {
    return false;
  }
  if (ours.user || ours.query || theirs.query || !PLAIN.test(url) || !ours.path.startsWith(theirs.path)) {
    return false;
  }
  const inside = ours.path.slice(theirs.path.length);
  // What a server might decode and resolve could lead out of the folder again.
  return !inside.includes('%') && !inside.split('/').some(segment => segment === '..' || segment === '.');
}

/** Whether `url` surely lies below `address`, taken as a folder. */
export function liesBelow(url: string, address: string): boolean {
  return liesUnder(url, address.endsWith('/') ? address : `${address}/`);
}

/** Whether two addresses are of one host and port. */
export function sameHost(url: string, other: string): boolean {
  const [ours, theirs] = [partsOf(url), partsOf(other)];
  return ours !== null && theirs !== null && ours.host === theirs.host;
}

const ADDRESS = /^https:\/\/([^/?#@]*@)?([A-Za-z0-9.-]+)(?::([0-9]{1,5}))?((?:\/[^?#]*)?)(\?[^#]*)?$/;
// Nothing that is not printed, and no backslash, which some readers take for a slash.
const PLAIN = /^[^\x00-\x20\x7f-\uffff\\]*$/;

/** The parts of an https address, or null; the port belongs to the host. */
function partsOf(address: string): {user: boolean; host: string; path: string; query: boolean} | null {
  const match = ADDRESS.exec(address);
  return (
    match && {
      user: match[1] !== undefined,
      host: `${match[2]!.toLowerCase()}:${Number(match[3] || 443)}`,
      path: match[4]!,
      query: match[5] !== undefined
    }
  );
}
