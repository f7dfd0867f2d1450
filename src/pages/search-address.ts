/** What somebody looks for, as the end of an address that others can open: ?q=…&skill=…&sort=…. */

import {FACETS} from './badge-index.ts';
import {forEachFacet, SORTS, type Sort, type Wish} from './badge-search.ts';

/** The order in which badges stand where nobody asked for another. */
export function usualSort(words: string): Sort {
  return words.trim() === '' ? 'name' : 'relevance';
}

/** What an address asks for; what it cannot mean is left out. */
export function wishOf(query: string): Wish {
  const given = new URLSearchParams(query);
  const words = given.get('q') ?? '';
  const sort = SORTS.find(one => one === given.get('sort'));
  return {
    words,
    chosen: forEachFacet(facet => new Set(given.getAll(facet).filter(key => key !== ''))),
    // Without words nothing is more relevant than anything else.
    sort: sort && !(sort === 'relevance' && words.trim() === '') ? sort : usualSort(words)
  };
}

/** The end of the address that asks for this, empty where it asks for nothing. */
export function queryOf({words, chosen, sort}: Wish): string {
  const query = new URLSearchParams();
  if (words.trim() !== '') {
    query.set('q', words.trim());
  }
  for (const facet of FACETS) {
    for (const key of chosen[facet]) {
      query.append(facet, key);
    }
  }
  if (sort !== usualSort(words)) {
    query.set('sort', sort);
  }
  const text = query.toString();
  return text && `?${text}`;
}
