/**
 * Unpacking gzip with what browsers have, where that leaves no doubt; `inflate.ts` knows all cases, and why one fails.
 *
 * What a DecompressionStream makes of damage is not told, and some ignore what follows the end.  So the packed data must
 * end exactly where it should: with one byte less it is cut short.
 */

import {type Bytes, concat} from './bytes.ts';

const HEADER = 10;
const TRAILER = 8;

/** The content of a gzip member with the plainest of headers that nothing follows; null for all else. */
export async function gunzip(data: Bytes, maximum: number): Promise<Bytes | null> {
  const [one, two, method, flags] = data;
  if (one !== 0x1f || two !== 0x8b || method !== 8 || flags !== 0) {
    return null;
  }
  const packed = data.subarray(HEADER, -TRAILER);
  const [content, shorter, whole] = await Promise.all([
    unpacked('deflate-raw', packed, maximum),
    unpacked('deflate-raw', packed.subarray(0, -1), maximum),
    unpacked('gzip', data, maximum)
  ]);
  // The whole tells that length and checksum are right.
  return shorter === null && whole?.length === content?.length ? content : null;
}

async function unpacked(format: CompressionFormat, data: Bytes, maximum: number): Promise<Bytes | null> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const reader = new Blob([data]).stream().pipeThrough(new DecompressionStream(format)).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      parts.push(part.value);
      length += part.value.length;
      if (length > maximum) {
        await reader.cancel();
        return null;
      }
    }
  } catch {
    return null;
  }
  return concat(...parts);
}
