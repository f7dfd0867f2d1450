/** The page of what was revoked or suspended: its filter works over the rows that are there. */

import {byId} from './elements.ts';
import {wordsOf} from './folding.ts';
import {count} from './language.ts';

/** What rows may be chosen by, each the name of a select, of a data attribute of a row, and of a value in the address. */
const CHOICES = ['badge', 'issuer', 'state', 'year'] as const;

const PAUSE = 300;

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
  let pause = 0;
  let typing = false;

  read();
  form.hidden = false;
  form.addEventListener('submit', event => {
    event.preventDefault();
    settle();
  });
  typed.addEventListener('input', () => {
    show();
    clearTimeout(pause);
    pause = setTimeout(note, PAUSE);
  });
  typed.addEventListener('change', settle);
  for (const select of selects) {
    select.addEventListener('change', () => {
      show();
      settle();
    });
  }
  clear.addEventListener('click', () => {
    typed.value = '';
    selects.forEach(select => (select.value = ''));
    show();
    settle();
    typed.focus();
  });
  addEventListener('popstate', () => {
    clearTimeout(pause);
    typing = false;
    read();
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
    clear.hidden = query() === '';
  }

  function query(): string {
    const asked = new URLSearchParams();
    if (typed.value.trim()) {
      asked.set('q', typed.value.trim());
    }
    for (const {name, value} of selects) {
      if (value) {
        asked.set(name, value);
      }
    }
    const text = asked.toString();
    return text && `?${text}`;
  }

  /** Put what is asked for into the address; the first letter typed makes an entry in the history, the next change it. */
  function note(): void {
    if (query() !== location.search) {
      history[typing ? 'replaceState' : 'pushState'](null, '', query() || location.pathname);
      typing = true;
    }
  }

  function settle(): void {
    clearTimeout(pause);
    note();
    typing = false;
  }
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
