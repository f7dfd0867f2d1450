/** What kind of image a file is, by its first bytes. */

const PNG = [0x89, 0x50, 0x4e, 0x47];
const OTHERS: readonly (readonly [string, readonly number[]])[] = [
  ['a JPEG', [0xff, 0xd8, 0xff]],
  ['a GIF', [0x47, 0x49, 0x46, 0x38]],
  ['a WebP', [0x52, 0x49, 0x46, 0x46]],
  ['a PDF', [0x25, 0x50, 0x44, 0x46, 0x2d]]
];

/** Whether a file looks like an image, even a damaged one, or one of a kind that carries no credentials. */
export function isImage(data: Uint8Array): boolean {
  return isPng(data) || looksLikeSvg(data) || otherKind(data) !== null;
}

/** Whether it begins like a PNG. */
export function isPng(data: Uint8Array): boolean {
  return begins(data, PNG);
}

/** A kind of image that carries no credentials, or null. */
export function otherKind(data: Uint8Array): string | null {
  return OTHERS.find(([, mark]) => begins(data, mark))?.[0] ?? null;
}

/** Whether it begins like an SVG, after white space, comments and the like. */
export function looksLikeSvg(data: Uint8Array): boolean {
  let place = begins(data, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  for (;;) {
    const byte = data[place]!;
    if (byte === 0x20 || (byte >= 9 && byte <= 13)) {
      place++;
      continue;
    }
    const start = ascii(data, place, 4);
    const closing = start.startsWith('<?') ? '?>' : start === '<!--' ? '-->' : null;
    const end = closing === null ? -1 : find(data, closing, place + (closing === '?>' ? 2 : 4));
    if (end < 0) {
      break;
    }
    place = end + closing!.length;
  }
  return /^(?:<!DOCTYPE\s+svg\b|<(?:[\w.-]+:)?svg[\s/>])/.test(ascii(data, place, 4000));
}

function begins(data: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, place) => data[place] === byte);
}

function ascii(data: Uint8Array, place: number, count: number): string {
  // What is not ASCII must not look like white space or letters.
  return Array.from(data.subarray(place, place + count), byte => (byte < 0x80 ? String.fromCharCode(byte) : '\0')).join(
    ''
  );
}

function find(data: Uint8Array, text: string, from: number): number {
  for (let place = data.indexOf(text.charCodeAt(0), from); place >= 0; place = data.indexOf(text.charCodeAt(0), place + 1)) {
    if (ascii(data, place, text.length) === text) {
      return place;
    }
  }
  return -1;
}
