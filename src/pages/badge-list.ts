/** The page of all badges: search, facets, order and address.  Without it, the list is there in full. */

import {FACETS, fetchIndex, type BadgeIndex, type Facet} from './badge-index.ts';
import {BadgeSearch, forEachFacet, SORTS, type Found, type Sort, type Wish} from './badge-search.ts';
import {byId, element, icon} from './elements.ts';
import {FacetBox} from './facet-box.ts';
import {keepingFocus} from './focus.ts';
import {KeptAddress} from './kept-address.ts';
import {queryOf, usualSort, wishOf} from './search-address.ts';
import {count, t} from './language.ts';

const CROSS = 'M6 4.6 4.6 6l6 6-6 6L6 19.4l6-6 6 6 1.4-1.4-6-6 6-6L18 4.6l-6 6z';

/* So many cards are shown at once, and then more of them whenever the browser has nothing else to do. */
const AT_ONCE = 24;
const MORE = 120;

const later: (work: () => void) => void = globalThis.requestIdleCallback ?? (work => setTimeout(work, 50));

/** Bring the search to life; the form's data-index is where the index in the language of the page is. */
export async function searchBadges(form: HTMLFormElement): Promise<void> {
  new BadgeList(await fetchIndex(form.dataset.index ?? '')).start();
}

class BadgeList {
  readonly #search: BadgeSearch;
  readonly #cards: readonly (HTMLElement | undefined)[];
  readonly #list = byId('badges', HTMLUListElement);
  readonly #form = byId('search', HTMLFormElement);
  readonly #words = byId('search-words', HTMLInputElement);
  readonly #sort = byId('search-sort', HTMLSelectElement);
  readonly #chosen = byId('search-chosen', HTMLElement);
  readonly #status = byId('search-found', HTMLElement);
  readonly #nothing = byId('search-nothing', HTMLElement);
  readonly #panel = byId('facets', HTMLElement);
  readonly #opener = byId('facets-open', HTMLButtonElement);
  readonly #closer = byId('facets-close', HTMLButtonElement);
  readonly #boxes: Readonly<Record<Facet, FacetBox>>;
  readonly #address: KeptAddress;
  #wish: Wish;
  #shown: readonly number[];
  #turn = 0;

  constructor(index: BadgeIndex) {
    this.#search = new BadgeSearch(index);
    const cards = new Map([...this.#list.children].map(card => [slugOf(card), card as HTMLElement]));
    this.#cards = index.badges.slug.map(slug => cards.get(slug));
    this.#boxes = forEachFacet(
      facet =>
        new FacetBox(facet, byId(`facet-${facet}`, HTMLFieldSetElement), index.facets[facet], () =>
          this.#change({chosen: {...this.#wish.chosen, [facet]: this.#boxes[facet].chosen}}, facet)
        )
    );
    this.#shown = index.badges.slug.map((_, badge) => badge);
    this.#wish = wishOf(location.search);
    this.#address = new KeptAddress(
      () => queryOf(this.#wish),
      query => queryOf(wishOf(query)),
      () => this.#read()
    );
  }

  start(): void {
    this.#form.addEventListener('submit', event => {
      event.preventDefault();
      this.#address.settled();
    });
    this.#words.addEventListener('input', () => {
      this.#wish = resorted(this.#wish, {words: this.#words.value});
      this.#show(null, {alsoWords: false});
      this.#address.typed();
    });
    this.#words.addEventListener('change', () => this.#address.settled());
    this.#sort.addEventListener('change', () => this.#change({sort: this.#sort.value as Sort}));
    this.#opener.addEventListener('click', () => this.#open(this.#opener.getAttribute('aria-expanded') !== 'true'));
    this.#closer.addEventListener('click', () => {
      this.#open(false);
      this.#opener.focus({preventScroll: true});
      this.#status.scrollIntoView({block: 'center'});
    });
    this.#form.hidden = false;
    this.#panel.hidden = false;
    this.#read();
  }

  /** Show what the address asks for. */
  #read(): void {
    this.#wish = wishOf(location.search);
    this.#show(null, {alsoWords: true, atOnce: true});
  }

  /** Where there is no room for the filters beside the list: show or hide them. */
  #open(open: boolean): void {
    this.#opener.setAttribute('aria-expanded', String(open));
    this.#panel.classList.toggle('cf-facets--open', open);
  }

  /** Another wish, as a new entry in the browser's history; `from` is the facet in which somebody just chose. */
  #change(part: Partial<Wish>, from: Facet | null = null): void {
    this.#address.settled();
    this.#wish = resorted(this.#wish, part);
    this.#show(from, {alsoWords: 'words' in part});
    this.#address.settled();
  }

  /** Show what is there for the wish: the words too if they are not those in the box, all cards `atOnce` or not. */
  #show(from: Facet | null, {alsoWords, atOnce = false}: {alsoWords: boolean; atOnce?: boolean}): void {
    const found = this.#search.find(this.#wish);
    keepingFocus(() => {
      if (alsoWords) {
        this.#words.value = this.#wish.words;
      }
      this.#showSort();
      this.#showCards(found.badges, atOnce);
      for (const facet of FACETS) {
        this.#boxes[facet].show(this.#wish.chosen[facet], found.counts[facet], facet !== from);
      }
      this.#showChosen();
      this.#showNumbers(found);
    });
  }

  #showSort(): void {
    for (const option of this.#sort.options) {
      option.disabled = option.value === 'relevance' && this.#wish.words.trim() === '';
    }
    this.#sort.value = SORTS.includes(this.#wish.sort) ? this.#wish.sort : 'name';
  }

  /** Put the cards of these badges on the page: all `atOnce`, or first those that are seen first. */
  #showCards(badges: readonly number[], atOnce: boolean): void {
    if (badges.length === this.#shown.length && badges.every((badge, place) => badge === this.#shown[place])) {
      return;
    }
    this.#shown = badges;
    const turn = ++this.#turn;
    const cards = badges.map(badge => this.#cards[badge]).filter(card => card !== undefined);
    let end = atOnce ? cards.length : AT_ONCE;
    this.#list.replaceChildren(...cards.slice(0, end));
    const append = (): void => {
      if (turn === this.#turn && end < cards.length) {
        this.#list.append(...cards.slice(end, end + MORE));
        end += MORE;
        later(append);
      }
    };
    later(append);
  }

  #showNumbers({badges, byWords, unknown}: Found): void {
    const all = this.#cards.length;
    this.#status.textContent =
      unknown.length && badges.length
        ? count(
            'No badge has “%(words)s”; %(num)s has something like it.',
            'No badge has “%(words)s”; %(num)s have something like it.',
            badges.length,
            {words: unknown.join(' ')}
          )
        : badges.length === all
        ? count('%(num)s badge', '%(num)s badges', all)
        : count('%(num)s of %(all)s badges', '%(num)s of %(all)s badges', badges.length, {all: numbered(all)});
    this.#closer.textContent = count('Show %(num)s badge', 'Show %(num)s badges', badges.length);
    this.#nothing.hidden = badges.length > 0;
    if (badges.length === 0) {
      const words = this.#wish.words.trim();
      const filtered = FACETS.some(facet => this.#wish.chosen[facet].size > 0);
      this.#nothing.replaceChildren(
        element(
          'p',
          {},
          byWords === 0
            ? t('No badge has “%(words)s” in its name, description, skills, issuer or field.', {words})
            : words === ''
              ? t('No badge has all of what is chosen.')
              : count(
                  '%(num)s badge has “%(words)s” in it, but not what else is chosen.',
                  '%(num)s badges have “%(words)s” in them, but not what else is chosen.',
                  byWords,
                  {words}
                )
        ),
        element(
          'p',
          {class: 'cf-buttons'},
          filtered && byWords > 0 && this.#button(t('Clear the filters'), {chosen: forEachFacet(() => new Set())}),
          this.#button(t('Show all badges'), {words: '', chosen: forEachFacet(() => new Set())})
        )
      );
    }
  }

  #button(label: string, part: Partial<Wish>): HTMLButtonElement {
    const button = element('button', {type: 'button', class: 'cf-button cf-button--quiet'}, label);
    button.onclick = () => {
      this.#change(part);
      this.#words.focus();
    };
    return button;
  }

  /** What narrows the list down, each as a button that takes it away. */
  #showChosen(): void {
    const buttons: HTMLElement[] = [];
    if (this.#wish.words.trim() !== '') {
      const words = this.#wish.words.trim();
      buttons.push(this.#taken(words, element('q', {}, words), () => this.#change({words: ''})));
    }
    for (const facet of FACETS) {
      for (const key of this.#wish.chosen[facet]) {
        const rest = new Set([...this.#wish.chosen[facet]].filter(other => other !== key));
        const label = this.#boxes[facet].labelOf(key);
        buttons.push(this.#taken(label, label, () => this.#change({chosen: {...this.#wish.chosen, [facet]: rest}})));
      }
    }
    if (buttons.length > 1) {
      const all = element('button', {type: 'button', class: 'cf-clear'}, t('Clear all'));
      all.onclick = () => {
        this.#change({words: '', chosen: forEachFacet(() => new Set())});
        this.#words.focus();
      };
      buttons.push(all);
    }
    this.#chosen.replaceChildren(...buttons.map(button => element('li', {}, button)));
    this.#chosen.hidden = buttons.length === 0;
    const chosen = FACETS.reduce((sum, facet) => sum + this.#wish.chosen[facet].size, 0);
    this.#opener.textContent = chosen ? count('Filters (%(num)s)', 'Filters (%(num)s)', chosen) : t('Filters');
  }

  #taken(label: string, shown: Node | string, take: () => void): HTMLButtonElement {
    const button = element(
      'button',
      {type: 'button', class: 'cf-take', 'aria-label': t('Remove %(what)s', {what: label})},
      element('span', {}, shown),
      icon(CROSS)
    );
    button.onclick = () => {
      const place = [...this.#chosen.children].indexOf(button.parentElement!);
      take();
      const next = this.#chosen.children[place] ?? this.#chosen.lastElementChild;
      (next?.querySelector('button') ?? this.#words).focus();
    };
    return button;
  }
}

function numbered(num: number): string {
  return num.toLocaleString(document.documentElement.lang);
}

/** A wish that differs in a part, in the usual order unless another was asked for. */
function resorted(wish: Wish, part: Partial<Wish>): Wish {
  const next = {...wish, ...part};
  const wasUsual = wish.sort === usualSort(wish.words) && !('sort' in part);
  return wasUsual || next.words.trim() === '' && next.sort === 'relevance' ? {...next, sort: usualSort(next.words)} : next;
}

/** The short name of the badge on a card: the folder that its link leads to. */
function slugOf(card: Element): string {
  return card.querySelector('a')?.getAttribute('href')?.split('/').at(-2) ?? '';
}
