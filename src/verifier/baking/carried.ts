/** What a baked image carries: one credential as text, and how large either may be. */

import {utf8} from '../bytes.ts';
import {EncodingError} from '../errors.ts';
import {strip} from '../python.ts';
import {LONE_SURROGATE} from '../reading.ts';

/** A credential of Open Badges 3.0, an assertion of Open Badges 2.0 or a comprehensive learner record (CLR 2.0). */
export type Kind = 'ob3' | 'ob2' | 'clr';

/** Largest image that is read or made, in bytes. */
export const MAX_IMAGE_BYTES = 10 << 20;

/** Largest credential that is read out of an image or put into one, in bytes of UTF-8. */
export const MAX_TEXT_BYTES = 1 << 20;

const CONTROLS = /[\0-\x08\x0b\x0c\x0e-\x1f]/;

/**
 * What an image carries.
 *
 * `text` is what was baked, unread: JSON, a compact JWS, or with Open Badges 2.0 also the address of an assertion.
 */
export interface Baked {
  readonly kind: Kind;
  readonly text: string;
}

/** Whether a text looks like a JSON Web Signature in its compact form (RFC 7515, section 7.1). */
export function isCompactJws(text: string): boolean {
  return /^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$/.test(text);
}

/** `text` as it goes into an image: a compact JWS without white space around it, all else as it is. */
export function textToBake(text: string): string {
  if (LONE_SURROGATE.test(text)) {
    throw new EncodingError('the credential holds half of a surrogate pair, which is no character');
  }
  const stripped = strip(text);
  return checked(isCompactJws(stripped) ? stripped : text, 'the credential');
}

/** `text` if it can be a credential, which a message calls `what`.  @throws {EncodingError} */
export function checked(text: string, what: string): string {
  if (utf8(text).length > MAX_TEXT_BYTES) {
    throw tooLarge(what);
  }
  if (!strip(text)) {
    throw new EncodingError(`${what} is empty`);
  }
  const found = CONTROLS.exec(text);
  if (found) {
    const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
    throw new EncodingError(`${what} holds the control character U+${code}, which JSON writes escaped`);
  }
  return text;
}

/** The error for a text that is too large, whose size may not be known. */
export function tooLarge(what: string): EncodingError {
  return new EncodingError(`${what} is larger than ${MAX_TEXT_BYTES} bytes`);
}

/** That the image is small enough to be read.  @throws {EncodingError} */
export function checkImageSize(image: Uint8Array): void {
  if (image.length > MAX_IMAGE_BYTES) {
    throw new EncodingError(`the image has ${image.length} bytes, expected at most ${MAX_IMAGE_BYTES}`);
  }
}
