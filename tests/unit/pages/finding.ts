/* What tests ask of the catalogue's scripts, as functions of plain values. */

import type {BadgeIndex, Facet} from '../../../src/pages/badge-index.ts';
import {BadgeSearch, forEachFacet, type Sort} from '../../../src/pages/badge-search.ts';
import {credentialMeant} from '../../../src/pages/credential-meant.ts';
import {fold, wordsOf} from '../../../src/pages/folding.ts';
import {queryOf, wishOf} from '../../../src/pages/search-address.ts';

export {credentialMeant, fold, wordsOf};

interface Asked {
  readonly words?: string;
  readonly chosen?: Partial<Record<Facet, readonly string[]>>;
  readonly sort?: Sort;
}

/** The short names of the badges that are found, and the counts of each facet by the keys of its values. */
export function search(index: BadgeIndex, {words = '', chosen = {}, sort = 'relevance'}: Asked): unknown {
  const found = new BadgeSearch(index).find({words, sort, chosen: forEachFacet(facet => new Set(chosen[facet]))});
  return {
    badges: found.badges.map(badge => index.badges.slug[badge]),
    byWords: found.byWords,
    unknown: found.unknown,
    counts: forEachFacet(facet =>
      Object.fromEntries(index.facets[facet].map(([key], place) => [key, found.counts[facet][place]]))
    )
  };
}

/** What an address asks for, and the address that asks for that. */
export function asked(query: string): unknown {
  const wish = wishOf(query);
  return {...wish, chosen: forEachFacet(facet => [...wish.chosen[facet]]), query: queryOf(wish)};
}
