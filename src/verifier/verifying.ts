/** The whole verification: every check, in order, and what they add up to. */

import {BoundedResolver} from './bounded.ts';
import {issuerOf, textAt} from './claims.ts';
import {checksOn, DEEPEST, type Inside, inside, inspectInside, MOST_EMBEDDED, unchecked} from './embedded.ts';
import {EncodingError} from './errors.ts';
import {brokenOff, failed, unknown} from './findings.ts';
import {holderOf} from './holder.ts';
import {IssuerKeys} from './issuer.ts';
import {type Document, get} from './json.ts';
import {loaded, seldom} from './loading.ts';
import type {Kind} from './open-badges.ts';
import {IS_A_PAGE, looksLikePage} from './pages.ts';
import {type Presented, readPresented, type Source} from './presented.ts';
import {checkRegistered} from './registered.ts';
import {type Check, type CheckName, CHECKS, type Embedded, Report, type State} from './report.ts';
import {isPreview, type Resolver} from './resolving.ts';
import {checkSignature, Signature} from './signature.ts';
import {checkStatus} from './status.ts';
import {StatusLists} from './status-lists.ts';
import {type Instant, instantOf} from './timestamps.ts';
import {checkValidity, type Window, windowOf} from './validity.ts';
import {NOTES, stateStatement} from './words.ts';

const GRAVEST_FIRST: readonly State[] = [
  'altered',
  'malformed',
  'untrusted',
  'superseded',
  'revoked',
  'suspended',
  'withdrawn',
  'awarded to another',
  'expired',
  'not yet valid',
  'holds in part',
  'cannot be checked now',
  'valid'
];

const OPEN: Window = {begin: null, end: null};

/** What a verifier is made with. */
export interface Circumstances {
  readonly resolver: Resolver;
  /** The instant to answer for, by default now: a date, or microseconds since 1970. */
  readonly at?: Date | Instant;
  /** The person to ask about, if any: was it awarded to them? */
  readonly recipient?: string;
}

/** How one credential is to be looked at. */
export interface Wishes {
  /** The address that it was found at, where that must be its own. */
  readonly place?: string;
  /** Called with each check on the credential itself as soon as it is made, in the order of the report. */
  readonly onCheck?: (check: Check) => void;
}

/** Verifies credentials one after another as of one instant, and fetches what they share once. */
export class Verifier {
  readonly at: Instant;
  readonly recipient: string | null;
  readonly #resolver: BoundedResolver;
  readonly #keys: IssuerKeys;
  #lists: StatusLists | null = null;

  constructor({resolver, at = new Date(), recipient}: Circumstances) {
    this.at = typeof at === 'bigint' ? at : instantOf(at);
    this.recipient = recipient ?? null;
    this.#resolver = new BoundedResolver(resolver);
    this.#keys = new IssuerKeys(this.#resolver, this.at, () => this.#resolver.isSpent(), this.#resolver.effort);
  }

  /** Make every check on one credential.  Never rejects for what the credential is or says. */
  async inspect(source: Uint8Array | string, {place, onCheck}: Wishes = {}): Promise<Report> {
    this.#resolver.begin();
    return this.#inspect(source, new Budget(), new Checks(onCheck), place ?? null, this.recipient);
  }

  async #inspect(
    source: Source,
    budget: Budget,
    checks: Checks,
    place: string | null,
    recipient: string | null
  ): Promise<Report> {
    let presented: Presented;
    try {
      presented = await readPresented(source);
    } catch (error) {
      if (error instanceof EncodingError) {
        return this.#unreadable(looksLikePage(source) ? IS_A_PAGE : error.message, checks, recipient);
      }
      throw error;
    }
    const {document} = presented;
    // 1 format, 2 proof, 3 issuer_key: is it a credential, unaltered, from its issuer?
    // What a credential must hold is a file of its own, which is fetched meanwhile.
    const structure = loaded(import('./format.ts'));
    structure.catch(() => {}); // the check says so
    const signature = await this.#signature(presented);
    // A graph signature has failed by itself over what it cannot cover; other signatures cover the text.
    const unclear = signature.holds ? signature.unclear : null;
    await checks.make('format', async () => (await structure).checkFormat(document, unclear));
    checks.add(signature.proof, signature.issuerKey);
    const found = inside(document);
    let embedded: Embedded[] = [];
    // 4 status, 5 validity, 6 registered: does it hold?  Of an altered document nobody can say.
    if (signature.holds) {
      await checks.make('status', () => this.#status(document));
      await checks.make('validity', () => checkValidity(document, this.at));
      await checks.make('registered', () => this.#registered(presented, signature.claims, place));
      // 7 whose is it, and does what is inside hold, too?
      if (recipient !== null) {
        await checks.make('recipient', async () => (await seldom()).checkRecipient(document, recipient));
      }
      if (budget.admits(found)) {
        // Whoever makes a record may put the credentials of others into it; endorsements are awarded to nobody.
        embedded = await inspectInside(found, ({source, kind}) =>
          this.#inspect(source, budget.inside(), new Checks(), null, kind === 'credential' ? recipient : null)
        );
        checks.add(...checksOn(embedded));
      } else {
        checks.add(...unchecked(found, 'too_many'));
      }
    } else {
      for (const name of ['status', 'validity', 'registered'] as const) {
        checks.add(unknown(`${name}.not_authentic`));
      }
      if (recipient !== null) {
        checks.add(unknown('recipient.not_authentic'));
      }
      checks.add(...unchecked(found, 'not_authentic'));
    }
    const kind = checks.all[0]!.outcome === 'passed' ? (await structure).kindOf(document) : null;
    return this.#report(document, kind, checks.all, embedded);
  }

  async #signature(presented: Presented): Promise<Signature> {
    try {
      return await checkSignature(presented, this.#keys, this.at);
    } catch (error) {
      // A mistake of ours must not end in a yes.
      return new Signature(brokenOff('proof', error), brokenOff('issuer_key', error));
    }
  }

  #status(document: Document): Promise<Check> {
    this.#lists ??= new StatusLists(this.#resolver, this.#keys, this.at, {spent: () => this.#resolver.isSpent()});
    return checkStatus(document, this.#lists, this.at);
  }

  async #registered(
    presented: Presented,
    claims: string | null,
    place: string | null
  ): Promise<Check> {
    // A true copy at another's address would show the wrong page to whoever follows the link.
    if (place !== null && get(presented.document, 'id') !== place) {
      return failed('registered.misplaced', 'withdrawn', {url: place});
    }
    return checkRegistered(presented, claims, this.#resolver, published => this.#signature(published));
  }

  /** The report on something of which nothing can be read; `problem` is a clause that says why. */
  #unreadable(problem: string, checks: Checks, recipient: string | null): Report {
    checks.add(failed('format.unreadable', 'malformed', {problem}));
    const [, ...others] = CHECKS;
    checks.add(...others.map(name => unknown(`${name}.not_read`)));
    if (recipient !== null) {
      checks.add(unknown('recipient.not_read'));
    }
    const state = 'malformed';
    return new Report({
      credential: null,
      at: this.at,
      state,
      statement: stateStatement(state, {...OPEN, authentic: false}),
      checks: checks.all
    });
  }

  #report(document: Document, kind: Kind | null, checks: readonly Check[], embedded: readonly Embedded[]): Report {
    const state = GRAVEST_FIRST.find(each => checks.some(check => check.verdict === each))!;
    const proven = checks.slice(0, 3).every(check => check.outcome === 'passed');
    const window = proven ? windowIn(document) : OPEN;
    const authentic = checks.every(
      ({outcome, name}) => outcome === 'passed' || name === 'status' || name === 'validity'
    );
    return new Report({
      credential: textAt(document, 'id'),
      at: this.at,
      state,
      statement: stateStatement(state, {...window, authentic}),
      checks,
      kind: proven ? kind : null,
      issuer: proven ? issuerOf(document) : null,
      issuerName: proven ? textAt(document, 'issuer', 'name') : null,
      holder: proven ? holderOf(document) : null,
      achievement: proven ? achievementOf(document) : null,
      subject: proven ? textAt(document, 'credentialSubject', 'id') : null,
      validUntil: window.end,
      embedded,
      notes: this.#notes(document, checks)
    });
  }

  #notes(document: Document, checks: readonly Check[]): string[] {
    const keyFound = checks.find(check => check.name === 'issuer_key')!.outcome === 'passed';
    return [
      ...(keyFound && this.#resolver.note ? [this.#resolver.note] : []),
      ...(isPreview(issuerOf(document) ?? '') ? [NOTES.preview] : [])
    ];
  }
}

/** The checks on one document as they are made. */
class Checks {
  readonly all: Check[] = [];
  readonly #onCheck: (check: Check) => void;

  constructor(onCheck: (check: Check) => void = () => {}) {
    this.#onCheck = onCheck;
  }

  add(...checks: readonly Check[]): void {
    for (const check of checks) {
      this.all.push(check);
      this.#onCheck(check);
    }
  }

  /** Add what `check` finds; a mistake of ours must not end in a yes. */
  async make(name: CheckName, check: () => Check | Promise<Check>): Promise<void> {
    let made: Check;
    try {
      made = await check();
    } catch (error) {
      made = brokenOff(name, error);
    }
    this.add(made);
  }
}

/** How many documents may still be looked at inside of one, and how deep inside this one lies. */
class Budget {
  readonly #left: {count: number};
  readonly #depth: number;

  constructor(left: {count: number} = {count: MOST_EMBEDDED}, depth = 0) {
    this.#left = left;
    this.#depth = depth;
  }

  /** Whether all of `found` may be looked at; if so they are counted. */
  admits(found: readonly Inside[]): boolean {
    if (!found.length) {
      return true;
    }
    if (this.#depth >= DEEPEST || found.length > this.#left.count) {
      return false;
    }
    this.#left.count -= found.length;
    return true;
  }

  /** The same budget, one level further in. */
  inside(): Budget {
    return new Budget(this.#left, this.#depth + 1);
  }
}

function windowIn(document: Document): Window {
  try {
    return windowOf(document);
  } catch (error) {
    if (error instanceof EncodingError) {
      return OPEN;
    }
    throw error;
  }
}

function achievementOf(document: Document): string | null {
  return textAt(document, 'credentialSubject', 'achievement', 'name') || textAt(document, 'name');
}
