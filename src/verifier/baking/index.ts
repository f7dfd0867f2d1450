/**
 * Baked images: PNG and SVG files that carry a credential (Open Badges 3.0, section 5.3).
 *
 * A page fetches this when it has to do with an image.
 */

import type {Bytes} from '../bytes.ts';
import {EncodingError} from '../errors.ts';
import type {Baked} from './carried.ts';
import {isPng, looksLikeSvg, otherKind} from './kinds.ts';
import * as png from './png.ts';
import * as svg from './svg.ts';

export type {Baked, Kind} from './carried.ts';

/**
 * The PNG or SVG `image` with the credential `text`, JSON or a compact JWS, in place of any that it held.
 *
 * @throws {EncodingError} the image is neither, damaged or too large, or the text cannot be a credential
 */
export function bake(image: Uint8Array, text: string): Bytes {
  return kind(image).bake(image, text);
}

/**
 * The credential in a PNG or SVG image.
 *
 * @throws {EncodingError} the image is neither, damaged or too large, or holds no credential or several
 */
export function unbake(image: Uint8Array): Baked {
  const baked = kind(image).unbake(image);
  if (baked === null) {
    throw new EncodingError('the image holds no credential', {
      hint: 'Many programs leave it out when they copy or convert an image. Ask for the file as it was issued.'
    });
  }
  return baked;
}

function kind(data: Uint8Array): typeof png | typeof svg {
  if (isPng(data)) {
    return png;
  }
  if (looksLikeSvg(data)) {
    return svg;
  }
  const what = otherKind(data);
  throw new EncodingError(
    what === null ? 'the file is neither a PNG nor an SVG' : `got ${what}, expected a PNG or an SVG`
  );
}
