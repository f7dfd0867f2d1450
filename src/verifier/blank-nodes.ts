/** Canonical labels for blank nodes (RDFC-1.0), with a bound on the work that a made-up graph can cause. */

import RDFC10, {type IdentifierIssuer, type Quad} from 'rdf-canonize/lib/RDFC10.js';
import {encodeHex, sha256, sha384} from './bytes.ts';
import {CanonicalizationError} from './errors.ts';
import {compareTexts} from './python.ts';
import type {Effort, Limits} from './safe-document.ts';

/** The hash function that tells blank nodes apart. */
export type Digest = 'sha256' | 'sha384';

/**
 * The sorted N-Quads of `dataset` under canonical labels.
 *
 * RDFC-1.0 section 7.1 warns of poison graphs: where many blank nodes look alike, telling them apart takes time that
 * grows with the factorial of their number.  The work is counted, not timed, so that a document is refused on every
 * machine or on none.  It is taken off `effort`, too.
 *
 * @throws {CanonicalizationError}
 */
export async function canonicalNquads(
  dataset: readonly Quad[],
  limits: Limits,
  digest: Digest = 'sha256',
  effort?: Effort
): Promise<string> {
  checkSize(dataset, limits);
  const text = await new BoundedAlgorithm(limits, digest, effort).main(dataset);
  if (/[\ud800-\udfff]/.test(text)) {
    checkOrder(text.split('\n').slice(0, -1));
  }
  return text;
}

function checkSize(dataset: readonly Quad[], limits: Limits): void {
  const size = dataset.reduce(
    (sum, {subject, predicate, object}) => sum + subject.value.length + predicate.value.length + object.value.length,
    0
  );
  if (size > limits.statements) {
    throw new CanonicalizationError(`the statements of the document take more than ${limits.statements} characters`);
  }
}

function checkOrder(lines: readonly string[]): void {
  // RDFC-1.0 sorts by code point; implementations in JavaScript sort by UTF-16 code unit, which puts U+10000 before
  // U+E000.  A document that the two sort differently would verify in half of the world.
  if ([...lines].sort(compareTexts).some((line, place) => line !== lines[place])) {
    throw new CanonicalizationError('two texts in one list differ in a character that processors sort differently', {
      hint:
        'One of them has an emoji (or another character above U+FFFF) where the other has a character from U+E000 ' +
        'to U+FFFF; change the beginning of one.'
    });
  }
}

class Hash {
  readonly #digest: Digest;
  #text = '';

  constructor(digest: Digest) {
    this.#digest = digest;
  }

  update(text: string): void {
    this.#text += text;
  }

  async digest(): Promise<string> {
    return encodeHex(await (this.#digest === 'sha256' ? sha256 : sha384)(this.#text));
  }
}

class BoundedAlgorithm extends RDFC10 {
  readonly #limits: Limits;
  readonly #effort: Effort | undefined;
  #work = 0;

  constructor(limits: Limits, digest: Digest, effort: Effort | undefined) {
    super({createMessageDigest: () => new Hash(digest), maxWorkFactor: Infinity});
    this.#limits = limits;
    this.#effort = effort;
  }

  override async hashFirstDegreeQuads(id: string): Promise<string> {
    if (this.blankNodeInfo.size > this.#limits.blankNodes) {
      throw new CanonicalizationError(
        `got ${this.blankNodeInfo.size} objects without id, expected at most ${this.#limits.blankNodes}`
      );
    }
    return super.hashFirstDegreeQuads(id);
  }

  override async createHashToRelated(id: string, issuer: IdentifierIssuer): Promise<Map<string, string[]>> {
    const related = await super.createHashToRelated(id, issuer);
    const before = this.#work;
    for (const alike of related.values()) {
      // Every order of the alike nodes is tried, each with a copy of all labels given so far.  One node that is
      // related several times, as each proof is to its graph, has one order.
      const orders = new Set(alike).size > 1 ? factorial(Math.min(alike.length, 12)) : 1;
      this.#work += orders * (alike.length + issuer.getOldIds().length);
    }
    if (this.#work > this.#limits.work) {
      throw new CanonicalizationError(
        'too many objects without id are alike: telling them apart would take too long',
        {hint: 'Give them ids, or different contents.'}
      );
    }
    this.#effort?.take(this.#work - before);
    return related;
  }

  /** Hashing pauses often enough. */
  override _yield(): void {}
}

function factorial(number: number): number {
  return number < 2 ? 1 : number * factorial(number - 1);
}
