/** The whole verification: every check, in order, and what they add up to. */

import {BoundedResolver} from './bounded.ts';
import {issuerOf, textAt} from './claims.ts';
import {checksOn, DEEPEST, type Inside, inside, inspectInside, MOST_EMBEDDED, unchecked} from './embedded.ts';
import {EncodingError} from './errors.ts';
import {brokenOff, failed, unknown} from './findings.ts';
import {checkFormat} from './format.ts';
import {holderOf} from './holder.ts';
import {IssuerKeys} from './issuer.ts';
import {type Document, get} from './json.ts';
import {type Presented, readPresented, type Source} from './presented.ts';
import {checkRecipient} from './recipient.ts';
import {checkRegistered} from './registered.ts';
import {type Check, type CheckName, type Embedded, Report, type State} from './report.ts';
import {isPreview, type Resolver} from './resolving.ts';
import {checkSignature, Signature} from './signature.ts';
import {StatusLists} from './status-lists.ts';
import {checkStatus} from './status.ts';
import type {Instant} from './timestamps.ts';
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
  'somebody else’s',
  'expired',
  'not yet valid',
  'holds in part',
  'cannot be checked now',
  'valid'
];
const NO_WINDOW: Window = {begin: null, end: null};

/** What a verification is about, beside the credential. */
export interface Question {
  readonly resolver: Resolver;
  readonly at: Instant;
  /** The person who is asked about, if any. */
  readonly recipient: string | null;
  /** The address that the credential was found at, where that must be its own. */
  readonly place: string | null;
  /** Told of each check on the credential itself, in the order of the report. */
  readonly onCheck: (check: Check) => void;
}

/** Make every check on one credential.  Never rejects for what the credential is or says. */
export async function inspectPresented(source: Source, question: Question): Promise<Report> {
  return new Verifier(question).inspect(source, new Budget(), question);
}

/** What differs between a credential and what is inside it. */
type Asked = Pick<Question, 'recipient' | 'place' | 'onCheck'>;

const NOTHING_ASKED: Asked = {recipient: null, place: null, onCheck: () => {}};

class Verifier {
  readonly #resolver: Resolver;
  readonly #at: Instant;
  readonly #recipient: string | null;
  readonly #keys: IssuerKeys;
  readonly #lists: StatusLists;

  constructor({resolver, at, recipient}: Question) {
    this.#resolver = new BoundedResolver(resolver);
    this.#at = at;
    this.#recipient = recipient;
    this.#keys = new IssuerKeys(this.#resolver, at);
    this.#lists = new StatusLists(this.#resolver, this.#keys, at);
  }

  async inspect(source: Source, budget: Budget, {recipient, place, onCheck}: Asked): Promise<Report> {
    let presented: Presented;
    try {
      presented = await readPresented(source);
    } catch (error) {
      if (error instanceof EncodingError) {
        return this.#unreadable(error.message, onCheck);
      }
      throw error;
    }
    const {document} = presented;
    const checks: Check[] = [];
    const add = (...found: readonly Check[]): void => {
      checks.push(...found);
      found.forEach(onCheck);
    };
    // 1 format, 2 proof, 3 issuer_key: is it a credential, unaltered, from its issuer?
    const signature = await this.#signature(presented);
    // A graph signature has failed by itself over what it cannot cover; other signatures cover the text.
    const unclear = signature.holds ? signature.unclear : null;
    add(await guarded('format', () => checkFormat(document, unclear)));
    add(signature.proof, signature.issuerKey);
    let embedded: Embedded[] = [];
    const found = inside(document);
    // 4 status, 5 validity, 6 registered: does it hold?  Of an altered document nobody can say.
    if (signature.holds) {
      add(await guarded('status', () => checkStatus(document, this.#lists, this.#at)));
      add(await guarded('validity', () => checkValidity(document, this.#at)));
      add(await guarded('registered', () => this.#registered(presented, signature.claims, place)));
      // 7 whose is it, and does what is inside hold, too?
      if (recipient !== null) {
        add(await guarded('recipient', () => checkRecipient(document, recipient)));
      }
      if (budget.admits(found)) {
        embedded = await inspectInside(found, inner => this.inspect(inner, budget.inside(), NOTHING_ASKED));
        add(...checksOn(embedded));
      } else {
        add(...unchecked(found, 'too_many'));
      }
    } else {
      add(
        unknown('status.not_authentic'),
        unknown('validity.not_authentic'),
        unknown('registered.not_authentic'),
        ...(recipient === null ? [] : [unknown('recipient.not_authentic')]),
        ...unchecked(found, 'not_authentic')
      );
    }
    return this.#report(document, checks, embedded);
  }

  async #signature(presented: Presented): Promise<Signature> {
    try {
      return await checkSignature(presented, this.#keys, this.#at);
    } catch (error) {
      // A mistake of ours must not end in a yes.
      return new Signature(brokenOff('proof', error), brokenOff('issuer_key', error));
    }
  }

  #registered(presented: Presented, claims: string | null, place: string | null): Promise<Check> | Check {
    // A true copy at another's address would show the wrong page to whoever follows the link.
    if (place !== null && get(presented.document, 'id') !== place) {
      return failed('registered.misplaced', 'withdrawn', {url: place});
    }
    return checkRegistered(presented, claims, this.#resolver, published => this.#signature(published));
  }

  /** The report on something of which nothing can be read; `problem` is a clause that says why. */
  #unreadable(problem: string, onCheck: (check: Check) => void): Report {
    const checks = [failed('format.unreadable', 'malformed', {problem})];
    for (const name of ['proof', 'issuer_key', 'status', 'validity', 'registered'] as const) {
      checks.push(unknown(`${name}.not_read`));
    }
    if (this.#recipient !== null) {
      checks.push(unknown('recipient.not_read'));
    }
    checks.forEach(onCheck);
    const state = 'malformed';
    return new Report({
      credential: null,
      at: this.#at,
      state,
      statement: stateStatement(state, {...NO_WINDOW, authentic: false}),
      checks
    });
  }

  #report(document: Document, checks: readonly Check[], embedded: readonly Embedded[]): Report {
    const state = GRAVEST_FIRST.find(each => checks.some(check => check.verdict === each))!;
    const proven = checks.slice(0, 3).every(check => check.outcome === 'passed');
    const window = proven ? claimedWindow(document) : NO_WINDOW;
    const authentic = checks.every(
      check => check.outcome === 'passed' || check.name === 'status' || check.name === 'validity'
    );
    const claims = proven
      ? {
          issuer: issuerOf(document),
          issuerName: textAt(document, 'issuer', 'name'),
          holder: holderOf(document),
          achievement: textAt(document, 'credentialSubject', 'achievement', 'name') || textAt(document, 'name'),
          subject: textAt(document, 'credentialSubject', 'id')
        }
      : {};
    return new Report({
      credential: textAt(document, 'id'),
      at: this.#at,
      state,
      statement: stateStatement(state, {...window, authentic}),
      checks,
      ...claims,
      validUntil: window.end,
      embedded,
      notes: this.#notes(document, checks)
    });
  }

  #notes(document: Document, checks: readonly Check[]): string[] {
    const notes: string[] = [];
    const keyFound = checks.find(check => check.name === 'issuer_key')!.outcome === 'passed';
    if (keyFound && this.#resolver.note) {
      notes.push(this.#resolver.note);
    }
    if (isPreview(issuerOf(document) ?? '')) {
      notes.push(NOTES.preview);
    }
    return notes;
  }
}

/** How many documents may still be looked at inside of one, and how deep inside this one lies. */
class Budget {
  readonly #left: {count: number};
  readonly #depth: number;

  constructor(left = {count: MOST_EMBEDDED}, depth = 0) {
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

async function guarded(name: CheckName, check: () => Promise<Check> | Check): Promise<Check> {
  try {
    return await check();
  } catch (error) {
    // A mistake of ours must not end in a yes.
    return brokenOff(name, error);
  }
}

function claimedWindow(document: Document): Window {
  try {
    return windowOf(document);
  } catch (error) {
    if (error instanceof EncodingError) {
      return NO_WINDOW;
    }
    throw error;
  }
}
