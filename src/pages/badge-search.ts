/** Finds badges by words and facets, and counts what else there would be. */

import {FACETS, labelOf, placesOf, type BadgeIndex, type Facet} from './badge-index.ts';
import {formsOf, wordsOf} from './folding.ts';

export const SORTS = ['relevance', 'name', 'newest', 'awarded'] as const;
export type Sort = (typeof SORTS)[number];

/** What somebody looks for: all of the words, and of each facet one of the chosen values, if any is. */
export interface Wish {
  readonly words: string;
  readonly chosen: Readonly<Record<Facet, ReadonlySet<string>>>;
  readonly sort: Sort;
}

/** Positions of badges in the index, best first, and how many there are for each value of each facet.
    A facet's counts are of what the words and the other facets leave.  `byWords` is how many the words alone find.
    Words that stand in no badge are `unknown`; badges with a word much like each of them are found instead. */
export interface Found {
  readonly badges: readonly number[];
  readonly counts: Readonly<Record<Facet, Uint32Array>>;
  readonly byWords: number;
  readonly unknown: readonly string[];
}

/* How much it says about a badge that a word stands in this part of it. */
const NAME = 16;
const SKILL = 9;
const SHARED = 5;
const TEXT = 3;
const LEAST = 1;

/* More than any of these. */
const PLACES = 32;

/* How much of that counts when only the beginning of a word, or a part within it, is what was typed. */
const PREFIX = 0.75;
const WITHIN = 0.35;
const MISTYPED = 0.2;

/* A shorter word is like too many others. */
const LETTERS_MISTYPED = 4;

/* So many letters of a word in the middle of another say something: "analyse" in "Datenanalyse". */
const LETTERS_WITHIN = 4;

/* So many words say what somebody looks for; an address that holds thousands is made to keep the browser busy. */
const MOST_WORDS = 24;

/* A name that begins with what was typed is what was meant. */
const BEGINS = 20;

export class BadgeSearch {
  readonly index: BadgeIndex;
  readonly #size: number;
  /* For every form of a word the badges that have it, each times PLACES and with what that weighs, in their order. */
  readonly #postings = new Map<string, number[]>();
  readonly #positions: Readonly<Record<Facet, ReadonlyMap<string, number>>>;
  readonly #values: Readonly<Record<Facet, readonly (readonly number[])[]>>;
  readonly #common: readonly string[];
  readonly #names: readonly string[];
  readonly #retired: ReadonlySet<number>;

  constructor(index: BadgeIndex) {
    this.index = index;
    const {badges, facets} = index;
    this.#size = badges.slug.length;
    this.#retired = new Set(badges.retired);
    this.#names = badges.name.map(name => wordsOf(name).join(' '));
    this.#positions = forEachFacet(facet => new Map(facets[facet].map(([key], position) => [key, position])));
    this.#values = forEachFacet(facet =>
      facet === 'skill'
        ? badges.values.skill.map(placesOf)
        : badges.values[facet].map(place => (place < 0 ? [] : [place]))
    );
    this.#common = index.common.flatMap(formsOf);
    const forms = index.words.map(formsOf);
    const shared = forEachFacet(facet => facets[facet].map(value => formsOf(labelOf(value))));
    for (let badge = 0; badge < this.#size; badge++) {
      this.#add(badge, formsOf(badges.name[badge]!), NAME);
      for (const facet of FACETS) {
        for (const value of this.#of(badge, facet)) {
          this.#add(badge, shared[facet][value]!, facet === 'skill' ? SKILL : SHARED);
        }
      }
      for (const word of placesOf(badges.words[badge]!)) {
        this.#add(badge, forms[word]!, TEXT);
      }
    }
  }

  find(wish: Wish): Found {
    const unknown: string[] = [];
    const scores = this.#scores(wish.words, unknown);
    const chosen = FACETS.filter(facet => wish.chosen[facet].size > 0).map(facet => {
      const positions = [...wish.chosen[facet]].map(key => this.#positions[facet].get(key));
      return {facet, wanted: new Set(positions.filter(position => position !== undefined))};
    });
    const counts = forEachFacet(facet => new Uint32Array(this.index.facets[facet].length));
    const badges: number[] = [];
    let byWords = 0;
    for (let badge = 0; badge < this.#size; badge++) {
      if (scores && scores[badge] === 0) {
        continue;
      }
      byWords++;
      const against = chosen.filter(({facet, wanted}) => !this.#of(badge, facet).some(value => wanted.has(value)));
      if (against.length === 0) {
        badges.push(badge);
      }
      if (against.length < 2) {
        for (const facet of against.length ? [against[0]!.facet] : FACETS) {
          for (const value of this.#of(badge, facet)) {
            counts[facet][value]!++;
          }
        }
      }
    }
    return {badges: this.#sorted(badges, wish.sort, scores), counts, byWords, unknown};
  }

  /** How well each badge fits the words, 0 where one of them is not in it; null where there are no words.
      What stands in no badge as it was typed joins `unknown`. */
  #scores(text: string, unknown: string[]): Float64Array | null {
    const words = [...new Set(wordsOf(text))].slice(0, MOST_WORDS);
    if (words.length === 0) {
      return text.trim() === '' ? null : new Float64Array(this.#size);
    }
    const totals = new Float64Array(this.#size);
    const phrase = wordsOf(text).join(' ');
    words.forEach((word, turn) => {
      const best = new Float64Array(this.#size).fill(this.#common.some(one => one.startsWith(word)) ? LEAST : 0);
      if (!this.#weigh(best, form => howMuch(form, word)) && best[0] !== LEAST) {
        unknown.push(word);
        this.#weigh(best, form => (isMistyped(form, word) ? MISTYPED : 0));
      }
      for (let badge = 0; badge < this.#size; badge++) {
        totals[badge] = best[badge]! > 0 && (turn === 0 || totals[badge]! > 0) ? totals[badge]! + best[badge]! : 0;
      }
    });
    return totals.map((total, badge) => total && total + (this.#names[badge]!.startsWith(phrase) ? BEGINS : 0));
  }

  /** Raise `best` to what the fitting words of each badge weigh; says whether any word fits. */
  #weigh(best: Float64Array, fits: (form: string) => number): boolean {
    let any = false;
    for (const [form, badges] of this.#postings) {
      const part = fits(form);
      if (part > 0) {
        any = true;
        for (const posting of badges) {
          const badge = Math.floor(posting / PLACES);
          best[badge] = Math.max(best[badge]!, (posting % PLACES) * part);
        }
      }
    }
    return any;
  }

  /** In the order that is asked for; what is no longer awarded comes last, what is equal in the order of the index. */
  #sorted(badges: number[], sort: Sort, scores: Float64Array | null): number[] {
    const {awarded, since} = this.index.badges;
    const by: Record<Sort, (badge: number) => number> = {
      relevance: badge => scores?.[badge] ?? 0,
      name: () => 0,
      newest: badge => since[badge]!,
      awarded: badge => awarded[badge]!
    };
    const worth = by[sort];
    return badges.sort(
      (one, other) =>
        Number(this.#retired.has(one)) - Number(this.#retired.has(other)) || worth(other) - worth(one) || one - other
    );
  }

  #of(badge: number, facet: Facet): readonly number[] {
    return this.#values[facet][badge]!;
  }

  /** Badges are added one after the other, and of each what weighs most first. */
  #add(badge: number, forms: readonly string[], weight: number): void {
    for (const form of forms) {
      const badges = this.#postings.get(form);
      if (!badges) {
        this.#postings.set(form, [badge * PLACES + weight]);
      } else if (Math.floor(badges.at(-1)! / PLACES) !== badge) {
        badges.push(badge * PLACES + weight);
      }
    }
  }
}

/** A record with a value for each facet. */
export function forEachFacet<Made>(make: (facet: Facet) => Made): Record<Facet, Made> {
  return Object.fromEntries(FACETS.map(facet => [facet, make(facet)])) as Record<Facet, Made>;
}

/** Which part of a word's weight counts when `typed` is what was typed. */
function howMuch(form: string, typed: string): number {
  if (form.startsWith(typed)) {
    return form.length === typed.length ? 1 : PREFIX;
  }
  return typed.length >= LETTERS_WITHIN && form.includes(typed) ? WITHIN : 0;
}

/** Whether a word begins with what was typed but for one letter: another one, one too many or too few, or two in the
    wrong order.  The first letter is right. */
function isMistyped(form: string, typed: string): boolean {
  if (typed.length < LETTERS_MISTYPED || form[0] !== typed[0]) {
    return false;
  }
  let same = 1;
  while (same < typed.length && form[same] === typed[same]) {
    same++;
  }
  const rest = (from: number, of: number): boolean => form.startsWith(typed.slice(from), of);
  const turned = form[same] === typed[same + 1] && form[same + 1] === typed[same];
  return rest(same + 1, same + 1) || rest(same + 1, same) || rest(same, same + 1) || (turned && rest(same + 2, same + 2));
}
