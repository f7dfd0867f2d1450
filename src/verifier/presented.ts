/**
 * What was handed in: a credential as JSON, as a compact JWT, or inside a picture.
 *
 * Open Badges 3.0, section 5.3, lets a PNG or SVG carry the credential; VC-JWT (section 8.2, and Securing Verifiable
 * Credentials using JOSE) puts it into the payload of a token.  Whatever the wrapping, the rest of the verifier sees a
 * document, and the token where there is one.
 */

import {isImage} from './baking/kinds.ts';
import {isVersion1, issuerOf, textAt, typesOf} from './claims.ts';
import {EncodingError, ProofError} from './errors.ts';
import type {Jws} from './jose.ts';
import {type Document, extended, get, has, isObject, type Json, without} from './json.ts';
import {loaded, seldom} from './loading.ts';
import {asciiJsonLength, equal, lengthOf, strip} from './python.ts';
import {checkSize, MAX_BYTES, readDocument} from './reading.ts';
import {formatTimestamp, type Instant, parseTimestamp} from './timestamps.ts';

const WHITE_SPACE = /[ \t\r\n]/; // around a token as around JSON (RFC 8259, section 2)
const LATIN_1 = new TextDecoder('latin1');
const TOKEN = /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*$/;
const ENVELOPE = /^data:application\/vc(?:-ld)?\+jwt,(.*)$/s;
const ENVELOPE_MEMBERS = ['@context', 'id', 'type'];
const ENVELOPE_TYPES: readonly Json[] = ['EnvelopedVerifiableCredential', 'VerifiableCredential'];
const REGISTERED_CLAIMS = ['iss', 'sub', 'aud', 'exp', 'nbf', 'iat', 'jti'];
const LATEST = Date.UTC(9999, 11, 31) / 1000;

/**
 * A credential and how it came: `token` is the compact JWS that secures it, null for plain JSON.
 *
 * `disagreement` names the claim of the token that says something else than the credential in it, if there is one.
 */
export interface Presented {
  readonly document: Document;
  readonly token: Jws | null;
  readonly disagreement: string | null;
}

/** What may be read: bytes or text as handed in, or a document that was read already. */
export type Source = Uint8Array | string | Document;

/**
 * The credential in `source`.
 *
 * @throws {EncodingError} it is none, larger than `maxBytes` (pictures have a limit of their own), or damaged
 */
export async function readPresented(source: Source, maxBytes: number = MAX_BYTES): Promise<Presented> {
  if (source instanceof Uint8Array && isImage(source.subarray(0, MAX_BYTES))) {
    return fromPicture(source, maxBytes);
  }
  if (typeof source !== 'string' && !(source instanceof Uint8Array)) {
    // Python's verifier writes it out once more before it reads it, and so limits it.
    checkSize(asciiJsonLength(source), maxBytes);
    return unwrapped(source);
  }
  return fromText(source, maxBytes);
}

async function fromPicture(image: Uint8Array, maxBytes: number): Promise<Presented> {
  const {unbake} = await loaded(import('./baking/index.ts'));
  const baked = unbake(image);
  if (baked.kind === 'ob2' && /^https?:\/\//.test(baked.text)) {
    throw new EncodingError('it is a picture that holds only the address of an Open Badges 2.0 assertion');
  }
  return fromText(baked.text, maxBytes);
}

async function fromText(source: Uint8Array | string, maxBytes: number): Promise<Presented> {
  // A token is ASCII and has no other characters than these, so a short look tells it from JSON.
  const head = typeof source === 'string' ? source : LATIN_1.decode(source.subarray(0, maxBytes + 1));
  const text = strip(head, WHITE_SPACE);
  if (!TOKEN.test(text)) {
    return unwrapped(readDocument(source, maxBytes));
  }
  checkSize(typeof source === 'string' ? lengthOf(source) : source.length, maxBytes);
  return fromToken(text, maxBytes);
}

/** VCDM 2.0, section 4.13: an enveloped credential is a token in a data URL. */
async function unwrapped(document: Document): Promise<Presented> {
  if (!typesOf(document).includes('EnvelopedVerifiableCredential')) {
    return {document, token: null, disagreement: null};
  }
  const envelope = ENVELOPE.exec(textAt(document, 'id') ?? '');
  if (envelope === null) {
    throw new EncodingError('it is an envelope around something that is no JWT');
  }
  const types = listed(document['type']!);
  if (Object.keys(without(document, ...ENVELOPE_MEMBERS)).length || !types.every(each => ENVELOPE_TYPES.includes(each))) {
    // The signature of the token says nothing about it.
    throw new EncodingError('it is an envelope with something else written on it');
  }
  return fromToken(envelope[1]!, MAX_BYTES);
}

function listed(value: Json): Json[] {
  return Array.isArray(value) ? value : [value];
}

async function fromToken(text: string, maxBytes: number): Promise<Presented> {
  const {readJws} = await seldom();
  let token: Jws;
  try {
    token = readJws(text);
  } catch (error) {
    if (error instanceof EncodingError || error instanceof ProofError) {
      throw new EncodingError(`it is no proper JWT: ${error.message}`);
    }
    throw error;
  }
  const payload = readDocument(token.payload, maxBytes);
  const inner = get(payload, 'vc');
  const document = !has(payload, '@context') && isObject(inner) ? inner : without(payload, ...REGISTERED_CLAIMS);
  return {...withClaims(document, payload), token};
}

/**
 * `document` with what only the token's own claims say, and the first claim that contradicts it.
 *
 * Open Badges 3.0, section 8.2.3, and VCDM 1.1, section 6.3.1: iss is the issuer, jti the id, sub the subject's id, nbf
 * and exp the begin and the end.
 */
function withClaims(given: Document, payload: Document): {document: Document; disagreement: string | null} {
  let document = given;
  const subject = get(document, 'credentialSubject');
  const [begin, end] = isVersion1(document) ? ['issuanceDate', 'expirationDate'] : ['validFrom', 'validUntil'];
  let disagreement: string | null = null;
  const claims: readonly (readonly [string, Json, string])[] = [
    ['iss', issuerOf(document), 'issuer'],
    ['jti', get(document, 'id'), 'id'],
    ['nbf', get(document, begin!), begin!],
    ['exp', get(document, end!), end!]
  ];
  for (const [claim, found, name] of claims) {
    if (!has(payload, claim)) {
      continue;
    }
    const isTime = claim === 'nbf' || claim === 'exp';
    const claimed = payload[claim]!;
    if (found === null && !has(document, name)) {
      document = extended(document, {[name]: isTime ? time(claimed) : plain(claimed)});
    } else if (!(isTime ? isSameTime(claimed, found) : equal(claimed, found))) {
      disagreement ??= claim;
    }
  }
  if (has(payload, 'sub') && isObject(subject)) {
    if (!has(subject, 'id')) {
      document = extended(document, {credentialSubject: extended(subject, {id: plain(payload['sub']!)})});
    } else if (!equal(subject['id'], payload['sub'])) {
      disagreement ??= 'sub';
    }
  }
  return {document, disagreement};
}

function plain(value: Json): string {
  if (typeof value !== 'string') {
    throw new EncodingError('it is no proper JWT: a claim that should be text is not');
  }
  return value;
}

function seconds(value: Json): Instant {
  if (typeof value !== 'number' || !(value >= 0 && value < LATEST)) {
    throw new EncodingError('it is no proper JWT: a time in it is no number of seconds');
  }
  return BigInt(Math.trunc(value)) * 1_000_000n;
}

function time(value: Json): string {
  return formatTimestamp(seconds(value));
}

function isSameTime(claimed: Json, found: Json): boolean {
  try {
    const difference = seconds(claimed) - parseTimestamp(plain(found));
    return difference < 1_000_000n && difference > -1_000_000n;
  } catch (error) {
    if (error instanceof EncodingError) {
      return false;
    }
    throw error;
  }
}
