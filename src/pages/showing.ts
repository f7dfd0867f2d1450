/** A verification on a page: its checks one by one as they are made, then what they add up to. */

import {names, notes, outcomes} from '../conferral/verify/sentences.json';
import type {Check, CheckData, EmbeddedData, Report, ReportData, State} from '../verifier/report.ts';
import {harmless} from '../verifier/words.ts';
import {element, icon, type Child} from './elements.ts';
import {instantWords, parts, t} from './language.ts';
import {LOOKS, OUTCOME_LOOKS, WAITING, type Look} from './looks.ts';
import {tell} from './telling.ts';

/** Characters of an address that are shown, which is whole but for one made to flood the page. */
const LONGEST_PLACE = 2_000;

/** States whose statement leaves open why; the check that decided says it. */
const UNEXPLAINED: ReadonlySet<State> = new Set([
  'superseded',
  'withdrawn',
  'holds in part',
  'untrusted',
  'malformed',
  'cannot be checked now'
]);

/** States in which a last day of validity would say what no longer holds. */
const WITHHELD: ReadonlySet<State> = new Set(['revoked', 'suspended', 'superseded', 'withdrawn']);

/** One verification; `region` is a live region of the page, whose content it replaces. */
export class Showing {
  readonly #verdict = element('div');
  readonly #facts = element('dl', {class: 'cf-defs'});
  readonly #checks = element('ol', {class: 'cf-checks'});
  readonly #rest = element('div');

  constructor(region: HTMLElement) {
    this.#say(WAITING, element('p', {}, element('b', {}, t('Checking…'))));
    region.replaceChildren(this.#verdict, this.#facts, this.#checks, this.#rest);
  }

  /** One more check was made. */
  add(check: Check | CheckData): void {
    this.#checks.append(checkItem(check));
  }

  /** All were made; `copy` says what was checked, as in "the file “badge.png”". */
  end(found: Report, copy: Child): void {
    const report = found.toJSON();
    const why = UNEXPLAINED.has(found.state) ? found.checks.find(check => check.verdict === found.state) : undefined;
    this.#say(
      LOOKS[report.state],
      element('p', {}, element('b', {}, ...tell(report.statement))),
      why ? element('p', {}, ...tell(why.sentence)) : null,
      element('p', {}, ...parts('Checked on %(time)s in this browser: %(copy)s.', {time: instant(report.at), copy}))
    );
    this.#facts.append(...factsOf(report));
    if (this.#checks.childElementCount !== report.checks.length) {
      this.#checks.replaceChildren(...report.checks.map(checkItem));
    }
    this.#rest.append(...embedded(report.embedded), ...report.notes.map(note => element('p', {class: 'cf-note'}, ...tell(note))));
  }

  /** It came to nothing; `words` are whole sentences. */
  fail(...words: readonly Child[]): void {
    this.#say(LOOKS['cannot be checked now'], element('p', {}, ...words));
  }

  #say(look: Look, ...words: readonly Child[]): void {
    this.#verdict.className = `cf-state cf-state--${look.tone}`;
    this.#verdict.replaceChildren(icon(look.path), element('div', {}, ...words));
  }
}

function checkItem({name, outcome, sentence}: Check | CheckData): HTMLLIElement {
  const look = OUTCOME_LOOKS[outcome];
  return element(
    'li',
    {class: `cf-state--${look.tone}`},
    icon(look.path),
    element('p', {}, element('b', {}, t(names[name]))),
    element('p', {}, ...tell(sentence)),
    element('p', {}, t(outcomes[outcome]))
  );
}

/** What the signed document says; nothing unless its signature held. */
function factsOf(report: ReportData): HTMLElement[] {
  const facts: [string, Child[]][] = [];
  if (report.achievement) {
    facts.push([t('Badge'), [told(report.achievement)]]);
  }
  if (report.issuer) {
    facts.push([t('Issuer'), issuer(report.issuer, report.issuerName, report.notes.includes(notes.folder))]);
  }
  if (report.holder) {
    facts.push([t('Holder'), [told(report.holder)]]);
  }
  if (report.validUntil) {
    facts.push([WITHHELD.has(report.state) ? t('Original end date') : t('Valid until'), [instant(report.validUntil)]]);
  }
  return facts.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, ...value)]);
}

/** The address that an issuer's name stands for, before what it calls itself, which anybody can. */
function issuer(id: string, name: string | null, fromFolder: boolean): Child[] {
  const place = placeOf(id);
  const muted = (words: Child[]) => element('p', {class: 'cf-muted'}, ...words);
  if (place === null) {
    return [
      t('a key alone'),
      muted(
        name === null
          ? [t('no address stands behind it')]
          : parts('calls itself “%(name)s”; no address stands behind it', {name: told(name)})
      )
    ];
  }
  if (name === null) {
    return [
      place,
      muted([
        fromFolder
          ? t('checked against this copy alone')
          : t('checked at the address that the issuer’s name stands for')
      ])
    ];
  }
  return [
    place,
    muted(
      fromFolder
        ? parts('calls itself “%(name)s”; checked against this copy alone', {name: told(name)})
        : parts('calls itself “%(name)s”; checked at the address that the issuer’s name stands for', {name: told(name)})
    )
  ];
}

/** Host, port and path of an issuer, all of it, as others share the host; null for one that stands under no address. */
function placeOf(id: string): HTMLElement | null {
  const [, method, place] = /^(did:web:|https:\/\/)(.+)/s.exec(id) ?? [];
  if (!place) {
    return null;
  }
  const path = method === 'https://' ? place : place.replaceAll(':', '/').replace(/^([^/]*)%3A/, '$1:');
  return told(path, LONGEST_PLACE);
}

/** A text of a stranger, which turns no direction but its own. */
function told(text: string, longest?: number): HTMLElement {
  return element('bdi', {}, harmless(text, longest));
}

const KINDS = {endorsement: () => t('Endorsements'), credential: () => t('Credentials inside')} as const;

function embedded(all: readonly EmbeddedData[]): HTMLElement[] {
  return (Object.keys(KINDS) as (keyof typeof KINDS)[]).flatMap(kind => {
    const some = all.filter(each => each.kind === kind);
    return some.length
      ? [element('h3', {}, KINDS[kind]()), element('ul', {class: 'cf-embedded'}, ...some.map(embeddedItem))]
      : [];
  });
}

function embeddedItem({report, fits}: EmbeddedData): HTMLLIElement {
  const look = fits ? LOOKS[report.state] : LOOKS['awarded to another'];
  const by = report.issuerName ? parts('By %(issuer)s', {issuer: told(report.issuerName)}) : [t('By an unknown issuer')];
  return element(
    'li',
    {class: `cf-state--${look.tone}`},
    icon(look.path),
    element(
      'div',
      {},
      element('p', {}, element('b', {}, ...(report.achievement ? [told(report.achievement)] : by))),
      report.issuer !== null && element('p', {class: 'cf-muted'}, ...parts('issuer: %(issuer)s', {issuer: placeOf(report.issuer) ?? t('a key alone')})),
      element('p', {}, ...tell(report.statement), !fits && ` ${t('It is about something else.')}`),
      element(
        'details',
        {},
        element('summary', {}, t('Its checks')),
        element('ol', {class: 'cf-checks'}, ...report.checks.map(checkItem)),
        ...embedded(report.embedded)
      )
    )
  );
}

/** An instant as the verifier's sentences write it, as in "30 June 2026, 21:59 UTC". */
function instant(timestamp: string): HTMLTimeElement {
  return element('time', {datetime: timestamp}, instantWords(new Date(timestamp)));
}
