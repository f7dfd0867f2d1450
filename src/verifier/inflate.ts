/**
 * Unpacking what gzip and zlib packed (RFC 1950, 1951, 1952), within a bound.
 *
 * The browsers' DecompressionStream tells neither what is cut short from what is damaged, nor whether something
 * follows, and some ignore what follows.
 */

import type {Bytes} from './bytes.ts';

/** Why something could not be unpacked. */
export type Trouble = 'damaged' | 'too large' | 'cut short' | 'followed';

/** It could not be unpacked. */
export class UnpackingError extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

const LENGTH_BASES = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258];
const LENGTH_BITS = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

/** The content of exactly one gzip member that nothing follows.  @throws {UnpackingError} */
export function gunzip(data: Uint8Array, maximum: number): Bytes {
  const input = new Input(data);
  if (input.bits(16) !== 0x8b1f) {
    throw new UnpackingError('damaged');
  }
  const [method, flags] = [input.bits(8), input.bits(8)];
  if (method !== 8 || flags & 0xe0) {
    throw new UnpackingError('damaged');
  }
  input.skip(6);
  if (flags & 4) {
    input.skip(input.bits(16));
  }
  for (const flag of [8, 16]) {
    if (flags & flag) {
      while (input.bits(8)) {
        // to the zero that ends a name or a comment
      }
    }
  }
  if (flags & 2) {
    const expected = crc32(data.subarray(0, input.place)) & 0xffff;
    if (input.bits(16) !== expected) {
      throw new UnpackingError('damaged');
    }
  }
  const content = new Inflater(input, maximum).all();
  if (input.word() !== crc32(content) || input.word() !== content.length) {
    throw new UnpackingError('damaged');
  }
  return ended(input, content);
}

/** The content of exactly one zlib stream that nothing follows.  @throws {UnpackingError} */
export function unzlib(data: Uint8Array, maximum: number): Bytes {
  const input = new Input(data);
  const [method, flags] = [input.bits(8), input.bits(8)];
  if (((method << 8) | flags) % 31 || (method & 15) !== 8 || method >> 4 > 7 || flags & 32) {
    throw new UnpackingError('damaged');
  }
  const content = new Inflater(input, maximum).all();
  const [high, low] = [input.bits(8) * 256 + input.bits(8), input.bits(8) * 256 + input.bits(8)];
  let [a, b] = [1, 0];
  for (const byte of content) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  if (high !== b || low !== a) {
    throw new UnpackingError('damaged');
  }
  return ended(input, content);
}

/** The CRC-32 of gzip and PNG. */
export function crc32(...pieces: readonly Uint8Array[]): number {
  let value = 0xffffffff;
  for (const piece of pieces) {
    for (const byte of piece) {
      value = (value >>> 8) ^ TABLE[(value ^ byte) & 255]!;
    }
  }
  return (value ^ 0xffffffff) >>> 0;
}

const TABLE = Int32Array.from({length: 256}, (_, start) => {
  let value = start;
  for (let bit = 0; bit < 8; bit++) {
    value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return value;
});

function ended(input: Input, content: Bytes): Bytes {
  if (input.place < input.data.length) {
    throw new UnpackingError('followed');
  }
  return content;
}

class Input {
  readonly data: Uint8Array;
  place = 0;
  #held = 0;
  #count = 0;

  constructor(data: Uint8Array) {
    this.data = data;
  }

  /** The next bits, the first one lowest; at most 16. */
  bits(count: number): number {
    while (this.#count < count) {
      if (this.place >= this.data.length) {
        throw new UnpackingError('cut short');
      }
      this.#held |= this.data[this.place++]! << this.#count;
      this.#count += 8;
    }
    const found = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#count -= count;
    return found;
  }

  word(): number {
    return this.bits(16) + this.bits(16) * 0x10000;
  }

  skip(bytes: number): void {
    for (let count = 0; count < bytes; count++) {
      this.bits(8);
    }
  }

  /** Go on at the next whole byte. */
  align(): void {
    this.#held = 0;
    this.#count = 0;
  }
}

/** A prefix code, as the number of codes of each length and the symbols in their order. */
class Code {
  readonly #counts = new Uint16Array(16);
  readonly #symbols: Uint16Array;
  readonly #alone: boolean;

  constructor(lengths: ArrayLike<number>, mayBeIncomplete: boolean) {
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      this.#counts[lengths[symbol]!]!++;
    }
    this.#counts[0] = 0;
    let left = 1;
    for (let length = 1; length < 16; length++) {
      left = 2 * left - this.#counts[length]!;
      if (left < 0) {
        throw new UnpackingError('damaged');
      }
    }
    const longest = this.#counts.reduce((found, count, length) => (count ? length : found), -1);
    if (left > 0 && longest > -1 && (!mayBeIncomplete || longest !== 1)) {
      throw new UnpackingError('damaged');
    }
    this.#alone = left > 0;
    const offsets = new Uint16Array(16);
    for (let length = 1; length < 15; length++) {
      offsets[length + 1] = offsets[length]! + this.#counts[length]!;
    }
    this.#symbols = new Uint16Array(lengths.length);
    for (let symbol = 0; symbol < lengths.length; symbol++) {
      const length = lengths[symbol]!;
      if (length) {
        this.#symbols[offsets[length]!++] = symbol;
      }
    }
  }

  next(input: Input): number {
    let code = 0;
    let firstCode = 0;
    let index = 0;
    for (let length = 1; length < 16; length++) {
      code |= input.bits(1);
      const count = this.#counts[length]!;
      if (code - firstCode < count) {
        return this.#symbols[index + code - firstCode]!;
      }
      if (this.#alone) {
        break;
      }
      index += count;
      firstCode = 2 * (firstCode + count);
      code *= 2;
    }
    throw new UnpackingError('damaged');
  }
}

class Inflater {
  readonly #input: Input;
  readonly #maximum: number;
  #content: Bytes;
  #length = 0;

  constructor(input: Input, maximum: number) {
    this.#input = input;
    this.#maximum = maximum;
    this.#content = new Uint8Array(Math.min(maximum, 1 << 17));
  }

  all(): Bytes {
    let last: number;
    do {
      last = this.#input.bits(1);
      const kind = this.#input.bits(2);
      if (kind === 0) {
        this.#stored();
      } else if (kind === 1) {
        const lengths = Uint8Array.from({length: 288}, (_, symbol) =>
          symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8
        );
        this.#compressed(new Code(lengths, false), new Code(new Uint8Array(32).fill(5), false));
      } else if (kind === 2) {
        this.#compressed(...this.#codes());
      } else {
        throw new UnpackingError('damaged');
      }
    } while (!last);
    this.#input.align();
    return this.#content.slice(0, this.#length);
  }

  #put(byte: number): void {
    if (this.#length >= this.#maximum) {
      throw new UnpackingError('too large');
    }
    if (this.#length === this.#content.length) {
      const larger = new Uint8Array(Math.min(this.#maximum, 4 * this.#length));
      larger.set(this.#content);
      this.#content = larger;
    }
    this.#content[this.#length++] = byte;
  }

  #stored(): void {
    this.#input.align();
    const length = this.#input.bits(16);
    if (this.#input.bits(16) !== (length ^ 0xffff)) {
      throw new UnpackingError('damaged');
    }
    for (let count = 0; count < length; count++) {
      this.#put(this.#input.bits(8));
    }
  }

  #codes(): [Code, Code] {
    const literals = this.#input.bits(5) + 257;
    const distances = this.#input.bits(5) + 1;
    const count = this.#input.bits(4) + 4;
    if (literals > 286 || distances > 30) {
      throw new UnpackingError('damaged');
    }
    const ordered = new Uint8Array(19);
    for (let place = 0; place < count; place++) {
      ordered[ORDER[place]!] = this.#input.bits(3);
    }
    const code = ordered.some(length => length > 0) ? new Code(ordered, false) : null;
    const lengths = new Uint8Array(literals + distances);
    let place = 0;
    while (place < lengths.length) {
      // Of a code without symbols zlib takes every bit for a zero, and sees later that nothing comes of it.
      const symbol = code === null ? 0 * this.#input.bits(1) : code.next(this.#input);
      if (symbol < 16) {
        lengths[place++] = symbol;
        continue;
      }
      if (symbol === 16 && place === 0) {
        this.#input.bits(2);
        throw new UnpackingError('damaged');
      }
      const repeated = symbol === 16 ? lengths[place - 1]! : 0;
      const times = symbol === 16 ? 3 + this.#input.bits(2) : symbol === 17 ? 3 + this.#input.bits(3) : 11 + this.#input.bits(7);
      if (place + times > lengths.length) {
        throw new UnpackingError('damaged');
      }
      lengths.fill(repeated, place, (place += times));
    }
    if (lengths[256] === 0) {
      throw new UnpackingError('damaged');
    }
    return [new Code(lengths.subarray(0, literals), true), new Code(lengths.subarray(literals), true)];
  }

  #compressed(literals: Code, distances: Code): void {
    const input = this.#input;
    for (;;) {
      const symbol = literals.next(input);
      if (symbol < 256) {
        this.#put(symbol);
        continue;
      }
      if (symbol === 256) {
        return;
      }
      if (symbol > 285) {
        throw new UnpackingError('damaged');
      }
      const length = LENGTH_BASES[symbol - 257]! + input.bits(LENGTH_BITS[symbol - 257]!);
      const code = distances.next(input);
      if (code > 29) {
        throw new UnpackingError('damaged');
      }
      const extra = code < 2 ? 0 : (code >> 1) - 1;
      const distance = (code < 2 ? code : (2 | (code & 1)) << extra) + 1 + input.bits(extra);
      if (distance > this.#length) {
        throw new UnpackingError('damaged');
      }
      for (let count = 0; count < length; count++) {
        this.#put(this.#content[this.#length - distance]!);
      }
    }
  }
}
