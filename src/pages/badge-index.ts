/** What the search of badges looks through: the file assets/search/<code>.json, as `conferral.site.indexes` writes it. */

/** What badges can be narrowed down by; each is also the name of its values in an address. */
export const FACETS = ['skill', 'field', 'issuer', 'level', 'type'] as const;
export type Facet = (typeof FACETS)[number];

/** A value of a facet: what it is called in addresses in every language, and on pages where that differs. */
type Value = readonly [key: string, label?: string];

/** Places in a table, lowest first: each but the first as how much more it is than the one before. */
export type Steps = readonly number[];

/** The file: tables of what badges share, and what each badge has, as one list for each kind of thing. */
export interface BadgeIndex {
  /** Words of descriptions and alignments that so many badges have that a search takes them as found in every one. */
  readonly common: readonly string[];
  /** The others, in small letters. */
  readonly words: readonly string[];
  readonly facets: Readonly<Record<Facet, readonly Value[]>>;
  readonly badges: {
    readonly slug: readonly string[];
    readonly name: readonly string[];
    /** Places in the table of each facet, -1 for none; of skills `Steps`. */
    readonly values: Readonly<Record<Exclude<Facet, 'skill'>, readonly number[]>> & {readonly skill: readonly Steps[]};
    /** Places in `words`. */
    readonly words: readonly Steps[];
    /** Which badges are no longer awarded. */
    readonly retired: readonly number[];
    readonly awarded: readonly number[];
    /** Days since 1970 on which a badge, or its present version, began; 0 where that is not known. */
    readonly since: readonly number[];
  };
}

/** The places that steps lead to. */
export function placesOf(steps: Steps): number[] {
  let place = 0;
  return steps.map(step => (place += step));
}

/** What a value of a facet is called on the page. */
export function labelOf([key, label]: Value): string {
  return label ?? key;
}

/** Fetch the index at an address. */
export async function fetchIndex(address: string): Promise<BadgeIndex> {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${response.url}: ${response.status}`);
  }
  return (await response.json()) as BadgeIndex;
}
