/** What the catalogue's pages do with scripts: the search of badges, the look-up of credentials, the filter of a list. */

import {searchBadges} from './badge-list.ts';
import {lookUp} from './look-up.ts';
import {filterWithdrawn} from './withdrawn-list.ts';

/* This file is in assets/scripts/. */
const top = new URL('../../', import.meta.url);

const form = (id: string): HTMLFormElement | null => document.querySelector(`form#${id}`);

const search = form('search');
const lookup = form('lookup');
const withdrawn = form('withdrawn-filter');
if (lookup) {
  lookUp(lookup, top);
}
if (withdrawn) {
  filterWithdrawn(withdrawn);
}
if (search) {
  await searchBadges(search);
}
