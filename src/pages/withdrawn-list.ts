/** The page of what was revoked or suspended: its filter works over the rows that are there. */

import {byId} from './elements.ts';
import {wordsOf} from './folding.ts';
import {KeptAddress} from './kept-address.ts';
import {count} from './language.ts';

/** What rows may be chosen by, each the name of a select, of a data attribute of a row, and of a value in the address. */
const CHOICES = ['badge', 'issuer', 'state', 'year'] as const;

interface Row {
  readonly item: HTMLElement;
  readonly section: HTMLElement;
  words: string | null;
}

/** Bring the filter to life. */
export function filterWithdrawn(form: HTMLFormElement): void {
  const typed = form.elements.namedItem('q') as HTMLInputElement;
  const selects = CHOICES.flatMap(name => {
    const found = form.elements.namedItem(name);
    return found instanceof HTMLSelectElement ? [found] : [];
  });
  const clear = form.elements.namedItem('clear') as HTMLButtonElement;
  const status = byId('withdrawn-found', HTMLElement);
  const nothing = byId('withdrawn-nothing', HTMLElement);
  const sections = [...document.querySelectorAll<HTMLElement>('#withdrawn > section')];
  const rows = sections.flatMap(section =>
    [...section.querySelectorAll<HTMLElement>('li')].map((item): Row => ({item, section, words: null}))
  );
  const address = new KeptAddress(
    () => queryOf(name => (name === 'q' ? typed.value : (selects.find(select => select.name === name)?.value ?? ''))),
    query => {
      const given = new URLSearchParams(query);
      return queryOf(name => given.get(name) ?? '');
    },
    read
  );

  read();
  form.hidden = false;
  form.addEventListener('submit', event => {
    event.preventDefault();
    address.settled();
  });
  typed.addEventListener('input', () => {
    show();
    address.typed();
  });
  typed.addEventListener('change', () => address.settled());
  for (const select of selects) {
    select.addEventListener('change', () => {
      show();
      address.settled();
    });
  }
  clear.addEventListener('click', () => {
    typed.value = '';
    selects.forEach(select => (select.value = ''));
    show();
    address.settled();
    typed.focus();
  });

  /** Ask for what the address asks for. */
  function read(): void {
    const given = new URLSearchParams(location.search);
    typed.value = given.get('q') ?? '';
    for (const select of selects) {
      select.value = given.get(select.name) ?? '';
      if (select.selectedIndex < 0) {
        select.value = '';
      }
    }
    show();
  }

  function show(): void {
    const words = wordsOf(typed.value);
    const asked = selects.filter(select => select.value !== '');
    const left = new Set<HTMLElement>();
    let number = 0;
    for (const row of rows) {
      const fits =
        asked.every(({name, value}) => (name === 'year' ? row.section : row.item).dataset[name] === value) &&
        words.every(word => textOf(row).includes(` ${word}`));
      if (row.item.hidden === fits) {
        row.item.hidden = !fits;
      }
      if (fits) {
        number++;
        left.add(row.section);
      }
    }
    sections.forEach(section => (section.hidden = !left.has(section)));
    const all = rows.length;
    status.textContent =
      number === all
        ? count('%(num)s credential', '%(num)s credentials', all)
        : count('%(num)s of %(all)s credentials', '%(num)s of %(all)s credentials', number, {
            all: all.toLocaleString(document.documentElement.lang)
          });
    nothing.hidden = number > 0;
    clear.hidden = typed.value.trim() === '' && asked.length === 0;
  }
}

/** The end of the address that asks for these values. */
function queryOf(valueOf: (name: string) => string): string {
  const asked = new URLSearchParams();
  for (const name of ['q', ...CHOICES]) {
    const value = valueOf(name).trim();
    if (value) {
      asked.set(name, value);
    }
  }
  const text = asked.toString();
  return text && `?${text}`;
}

/** The words of a row, each after a space; its whole id is among them. */
function textOf(row: Row): string {
  if (row.words === null) {
    const {children} = row.item;
    const address = row.item.querySelector(':scope > :last-child a')?.getAttribute('href') ?? '';
    row.words = ` ${wordsOf([...[...children].map(child => child.textContent), address].join(' ')).join(' ')}`;
  }
  return row.words;
}
