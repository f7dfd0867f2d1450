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

/** A value on the page, made when it is first shown: a registry has many skills, and few are looked at. */
interface Row {
  readonly whole: HTMLLabelElement;
  readonly box: HTMLInputElement;
  readonly number: HTMLElement;
}

export class FacetBox {
  readonly #facet: Facet;
  readonly #fieldset: HTMLFieldSetElement;
  readonly #keys: readonly string[];
  readonly #labels: ReadonlyMap<string, string>;
  readonly #changed: () => void;
  readonly #rows = new Map<number, Row>();
  readonly #list = element('div');
  readonly #more = element('button', {type: 'button', class: 'cf-clear'});
  readonly #clear = element('button', {type: 'button', class: 'cf-clear'}, t('Clear'));
  readonly #rest = element('p', {class: 'cf-muted'});
  readonly #find = element('input', {type: 'search', autocomplete: 'off', spellcheck: 'false'});
  #chosen: ReadonlySet<string> = new Set();
  #counts: Uint32Array = new Uint32Array();
  #order: readonly number[] = [];
  #all = false;

  /** `changed` is called when somebody has chosen something else. */
  constructor(facet: Facet, fieldset: HTMLFieldSetElement, values: BadgeIndex['facets'][Facet], changed: () => void) {
    this.#facet = facet;
    this.#fieldset = fieldset;
    this.#changed = changed;
    this.#keys = values.map(([key]) => key);
    this.#labels = new Map(values.map(value => [value[0], labelOf(value)]));
    const legend = fieldset.querySelector('legend')?.textContent ?? '';
    this.#clear.setAttribute('aria-label', t('Clear: %(facet)s', {facet: legend}));
    this.#clear.onclick = () => {
      this.#chosen = new Set();
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

  /** The keys of the values that are chosen. */
  get chosen(): ReadonlySet<string> {
    return this.#chosen;
  }

  /** What a value is called on the page, which is its key where the badges have no such value. */
  labelOf(key: string): string {
    return this.#labels.get(key) ?? key;
  }

  /** Show what is chosen and how many badges each value has; its values stay in place unless `sorting`. */
  show(chosen: ReadonlySet<string>, counts: Uint32Array, sorting: boolean): void {
    this.#chosen = chosen;
    this.#counts = counts;
    if (sorting || this.#order.length === 0) {
      const first = (place: number): number => Number(chosen.has(this.#keys[place]!));
      const places = this.#keys.map((_, place) => place);
      this.#order =
        this.#facet === 'level'
          ? places
          : places.sort((one, other) => first(other) - first(one) || counts[other]! - counts[one]! || one - other);
    }
    this.#fieldset.hidden = this.#keys.length < 2 && chosen.size === 0;
    this.#clear.hidden = chosen.size === 0;
    this.#fill();
  }

  #fill(): void {
    const typed = fold(this.#find.value.trim());
    const fitting =
      typed === '' ? this.#order : this.#order.filter(place => fold(this.labelOf(this.#keys[place]!)).includes(typed));
    const few = this.#order.length <= FEW + 1 ? this.#order.length : FEW;
    const shown = fitting.slice(0, this.#all ? MOST : few);
    const rows = shown.map(place => this.#row(place));
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

  /** The row of a value, as things are now. */
  #row(place: number): HTMLLabelElement {
    const key = this.#keys[place]!;
    const row = this.#rows.get(place) ?? this.#made(place, key);
    row.box.checked = this.#chosen.has(key);
    row.number.textContent = String(this.#counts[place]);
    row.whole.classList.toggle('cf-option--none', this.#counts[place] === 0);
    return row.whole;
  }

  #made(place: number, key: string): Row {
    const box = element('input', {type: 'checkbox', name: this.#facet, value: key});
    box.onchange = () => {
      const others = [...this.#chosen].filter(other => other !== key);
      this.#chosen = new Set(box.checked ? [...others, key] : others);
      this.#changed();
    };
    const number = element('span', {class: 'cf-option-number'});
    const whole = element('label', {class: 'cf-option'}, box, element('span', {}, this.labelOf(key)), ' ', number);
    const row = {whole, box, number};
    this.#rows.set(place, row);
    return row;
  }
}
