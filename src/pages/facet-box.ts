/** One facet on the page: a choice of values, each with how many badges there would be. */

import {labelOf, type BadgeIndex, type Facet} from './badge-index.ts';
import {element} from './elements.ts';
import {fold} from './folding.ts';
import {count, t} from './language.ts';

/* So many values are shown at first; all of them, up to MOST, when asked for. */
const FEW = 7;
const MOST = 60;

/* Among more values than this one is found by typing. */
const MANY = 20;

interface Option {
  readonly key: string;
  readonly label: string;
  readonly row: HTMLLabelElement;
  readonly box: HTMLInputElement;
  readonly number: HTMLElement;
}

export class FacetBox {
  readonly #fieldset: HTMLFieldSetElement;
  readonly #options: readonly Option[];
  readonly #labels: ReadonlyMap<string, string>;
  readonly #list = element('div', {class: 'cf-options'});
  readonly #more = element('button', {type: 'button', class: 'cf-clear'});
  readonly #clear = element('button', {type: 'button', class: 'cf-clear'}, t('Clear'));
  readonly #rest = element('p', {class: 'cf-muted'});
  readonly #find = element('input', {type: 'search', autocomplete: 'off', spellcheck: 'false'});
  readonly #levelled: boolean;
  #order: readonly number[] = [];
  #all = false;

  /** `changed` is called when somebody has chosen something else. */
  constructor(facet: Facet, fieldset: HTMLFieldSetElement, values: BadgeIndex['facets'][Facet], changed: () => void) {
    this.#fieldset = fieldset;
    this.#levelled = facet === 'level';
    this.#labels = new Map(values.map(value => [value[0], labelOf(value)]));
    this.#options = values.map(value => optionOf(facet, value[0], labelOf(value), changed));
    const legend = fieldset.querySelector('legend')?.textContent ?? '';
    this.#clear.setAttribute('aria-label', t('Clear: %(facet)s', {facet: legend}));
    this.#clear.onclick = () => {
      this.#options.forEach(({box}) => (box.checked = false));
      changed();
      this.#list.querySelector('input')?.focus();
    };
    this.#more.onclick = () => {
      this.#all = !this.#all;
      if (!this.#all) {
        this.#find.value = '';
      }
      this.#fill();
      (this.#all ? (values.length > MANY ? this.#find : this.#list.querySelector('input')) : this.#more)?.focus();
    };
    this.#find.setAttribute('aria-label', t('Find in: %(facet)s', {facet: legend}));
    this.#find.placeholder = t('Find');
    this.#find.oninput = () => this.#fill();
    this.#find.onkeydown = event => event.key === 'Enter' && event.preventDefault();
    fieldset.append(this.#find, this.#list, this.#rest, this.#more, this.#clear);
  }

  /** The keys of the values that are chosen on the page. */
  get chosen(): ReadonlySet<string> {
    return new Set(this.#options.filter(({box}) => box.checked).map(({key}) => key));
  }

  /** What a value is called on the page, which is its key where the badges have no such value. */
  labelOf(key: string): string {
    return this.#labels.get(key) ?? key;
  }

  /** Show what is chosen and how many badges each value has; its values stay in place unless `sorting`. */
  show(chosen: ReadonlySet<string>, counts: Uint32Array, sorting: boolean): void {
    this.#options.forEach(({key, box, row, number}, place) => {
      box.checked = chosen.has(key);
      number.textContent = String(counts[place]);
      row.classList.toggle('cf-option--none', counts[place] === 0);
    });
    if (sorting || this.#order.length === 0) {
      const places = this.#options.map((_, place) => place);
      this.#order = this.#levelled
        ? places
        : places.sort(
            (one, other) =>
              Number(this.#options[other]!.box.checked) - Number(this.#options[one]!.box.checked) ||
              counts[other]! - counts[one]! ||
              one - other
          );
    }
    this.#fieldset.hidden = this.#options.length < 2 && chosen.size === 0;
    this.#clear.hidden = chosen.size === 0;
    this.#fill();
  }

  #fill(): void {
    const typed = fold(this.#find.value.trim());
    const fitting = this.#order.filter(place => typed === '' || fold(this.#options[place]!.label).includes(typed));
    const few = this.#order.length <= FEW + 1 ? this.#order.length : FEW;
    const shown = fitting.slice(0, this.#all ? MOST : few);
    const rows = shown.map(place => this.#options[place]!.row);
    if (rows.length !== this.#list.children.length || rows.some((row, place) => this.#list.children[place] !== row)) {
      this.#list.replaceChildren(...rows);
    }
    const rest = fitting.length - shown.length;
    this.#find.hidden = !(this.#all && this.#order.length > MANY);
    this.#rest.hidden = !this.#all || (rest === 0 && fitting.length > 0);
    this.#rest.textContent =
      fitting.length === 0
        ? t('None is called so.')
        : count('%(num)s more: type to find it', '%(num)s more: type to find them', rest);
    this.#more.hidden = this.#order.length <= few && !this.#all;
    this.#more.setAttribute('aria-expanded', String(this.#all));
    this.#more.textContent = this.#all
      ? t('Show fewer')
      : count('Show all %(num)s', 'Show all %(num)s', this.#order.length);
  }
}

function optionOf(facet: Facet, key: string, label: string, changed: () => void): Option {
  const box = element('input', {type: 'checkbox', name: facet, value: key});
  box.onchange = changed;
  const number = element('span', {class: 'cf-option-number'});
  const row = element('label', {class: 'cf-option'}, box, element('span', {}, label), ' ', number);
  return {key, label, row, box, number};
}
