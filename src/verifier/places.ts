/** Whose hands an address is in: what can be said of two addresses without asking anybody. */

import {documentUrl} from './did-web.ts';
import {DIDError} from './errors.ts';

const REGISTRY = /^(https:\/\/[^\n]+\/)issuers\/[^/]+\/did\.json$/;

/**
 * Where the document that lists an issuer's keys is fetched: for did:web its method says so, and an https address is
 * the place itself (Controlled Identifiers 1.0, section 3.3).
 *
 * @throws {DIDError}
 */
export function documentPlace(issuer: string): string {
  return issuer.startsWith('https://') ? issuer : documentUrl(issuer);
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
 * The folder that an issuer's documents lie in: its registry's, or else that of the document with its keys.
 *
 * A host may belong to many; only what lies with that document is surely in the same hands.
 */
export function folderOf(place: string): string {
  const registry = REGISTRY.exec(place);
  if (registry !== null) {
    return registry[1]!;
  }
  const whole = place.replace(/\.well-known\/did\.json$/, '');
  const cut = whole.lastIndexOf('/');
  const folder = whole.slice(0, Math.max(0, cut));
  // An issuer may be named by its host alone.
  return folder === 'https:/' ? `https://${whole.slice(cut + 1)}/` : `${folder}/`;
}

/** Whether `url` is surely an address inside `folder`. */
export function liesUnder(url: string, folder: string): boolean {
  const [ours, theirs] = [split(url), split(folder)];
  if (ours === null || theirs === null || !areOfOneHost(ours, theirs)) {
    return false;
  }
  const within = ours.path.startsWith(theirs.path);
  const inside = within ? ours.path.slice(theirs.path.length) : ours.path;
  // What a server might decode and resolve could lead out of the folder again.
  const plain =
    !ours.netloc.includes('@') &&
    !inside.includes('%') &&
    !inside.split('/').some(segment => segment === '..' || segment === '.');
  return plain && within;
}

/** Whether two addresses are of one host and port. */
export function sameHost(url: string, other: string): boolean {
  const [ours, theirs] = [split(url), split(other)];
  return ours !== null && theirs !== null && areOfOneHost(ours, theirs);
}

interface Parts {
  readonly netloc: string;
  readonly path: string;
  readonly host: string | null;
  readonly port: number | null;
}

function areOfOneHost(ours: Parts, theirs: Parts): boolean {
  return ours.host === theirs.host && (ours.port || 443) === (theirs.port || 443);
}

/** The parts of an address as Python's `urlsplit` finds them, which decodes and completes nothing; null for none. */
function split(address: string): Parts | null {
  let rest = address.replace(/^[\0- ]+/, '').replace(/[\t\r\n]/g, '');
  rest = rest.replace(/^[A-Za-z][A-Za-z0-9+.-]*:/, '');
  let netloc = '';
  if (rest.startsWith('//')) {
    netloc = /^[^/?#]*/.exec(rest.slice(2))![0];
    rest = rest.slice(2 + netloc.length);
  }
  const written = netloc.replace(/[@:#?]/g, '');
  const normal = written.normalize('NFKC');
  if (netloc.includes('[') !== netloc.includes(']') || (written !== normal && /[/?#@:]/.test(normal))) {
    return null;
  }
  const authority = netloc.slice(netloc.lastIndexOf('@') + 1);
  const match = /^[^[]*\[([^\]]*)\][^:]*(?::(.*))?$/s.exec(authority) ?? /^([^:]*)(?::(.*))?$/s.exec(authority);
  if (match === null || (match[2] && (!/^[0-9]+$/.test(match[2]) || Number(match[2]) > 65_535))) {
    return null;
  }
  const host = match[1]!.replace(/^[^%]*/, name => name.toLowerCase());
  return {
    netloc,
    path: rest.split('#', 1)[0]!.split('?', 1)[0]!,
    host: host || null,
    port: match[2] ? Number(match[2]) : null
  };
}
