/** What a verification found: named checks, and what they add up to. */

import type {Kind} from './open-badges.ts';
import {formatTimestamp, type Instant} from './timestamps.ts';

/** The names of the checks that every report lists, in this order. */
export const CHECKS = ['format', 'proof', 'issuer_key', 'status', 'validity', 'registered'] as const;

/** `recipient` follows where somebody was asked about, the others where there are such documents inside. */
export type CheckName = (typeof CHECKS)[number] | 'recipient' | 'endorsements' | 'credentials';

export type EmbeddedKind = 'endorsement' | 'credential';

/** How one check ended.  Unknown never counts as passed. */
export type CheckOutcome = 'passed' | 'failed' | 'unknown';

/** What all checks add up to. */
export type Outcome = 'verified' | 'failed' | 'undecided';

/** The one word for a credential's state; `Report.statement` says it in a sentence. */
export type State =
  | 'valid'
  | 'revoked'
  | 'suspended'
  | 'superseded'
  | 'withdrawn'
  | 'awarded to another'
  | 'expired'
  | 'not yet valid'
  | 'holds in part'
  | 'altered'
  | 'untrusted'
  | 'malformed'
  | 'cannot be checked now';

/** Plain JSON values for programs; `code` is always among them. */
export type Details = {readonly code: string; readonly [name: string]: unknown};

/** One named check; `verdict` is the state that it amounts to by itself. */
export interface Check {
  readonly name: CheckName;
  readonly outcome: CheckOutcome;
  readonly sentence: string;
  readonly verdict: State;
  readonly details: Details;
}

/** The subject of a credential: what can be read, and the kinds of identifiers that are hashed. */
export interface Holder {
  readonly name: string | null;
  readonly hashed: readonly string[];
}

/** A check as a program reads it. */
export interface CheckData {
  readonly name: CheckName;
  readonly outcome: CheckOutcome;
  readonly sentence: string;
  readonly details: Details;
}

/** A report as a program reads it: the keys of `Report.as_json()` in Python. */
export interface ReportData {
  readonly credential: string | null;
  readonly outcome: Outcome;
  readonly state: State;
  readonly statement: string;
  readonly at: string;
  readonly issuer: string | null;
  readonly issuerName: string | null;
  readonly holder: string | null;
  readonly achievement: string | null;
  readonly validUntil: string | null;
  readonly checks: readonly CheckData[];
  readonly embedded: readonly EmbeddedData[];
  readonly notes: readonly string[];
}

/**
 * A document inside another, at the JSON Pointer `at`; `fits` is false for what should endorse the object that holds it,
 * and is no endorsement or one of something else.
 */
export interface Embedded {
  readonly kind: EmbeddedKind;
  readonly at: string;
  readonly report: Report;
  readonly fits: boolean;
}

/** The same as a program reads it. */
export interface EmbeddedData {
  readonly kind: EmbeddedKind;
  readonly at: string;
  readonly fits: boolean;
  readonly report: ReportData;
}

/** What a report is made of. */
export interface Findings {
  readonly credential: string | null;
  readonly at: Instant;
  readonly state: State;
  readonly statement: string;
  readonly checks: readonly Check[];
  readonly kind?: Kind | null;
  readonly issuer?: string | null;
  readonly issuerName?: string | null;
  readonly holder?: Holder | null;
  readonly achievement?: string | null;
  readonly subject?: string | null;
  readonly validUntil?: Instant | null;
  readonly embedded?: readonly Embedded[];
  readonly notes?: readonly string[];
}

/** What is known about one credential at the instant `at`; claims are null unless it was proven who makes them. */
export class Report {
  readonly credential: string | null;
  readonly at: Instant;
  readonly state: State;
  readonly statement: string;
  readonly checks: readonly Check[];
  readonly kind: Kind | null;
  readonly issuer: string | null;
  readonly issuerName: string | null;
  readonly holder: Holder | null;
  readonly achievement: string | null;
  readonly subject: string | null;
  readonly validUntil: Instant | null;
  readonly embedded: readonly Embedded[];
  readonly notes: readonly string[];

  constructor(found: Findings) {
    this.credential = found.credential;
    this.at = found.at;
    this.state = found.state;
    this.statement = found.statement;
    this.checks = found.checks;
    this.kind = found.kind ?? null;
    this.issuer = found.issuer ?? null;
    this.issuerName = found.issuerName ?? null;
    this.holder = found.holder ?? null;
    this.achievement = found.achievement ?? null;
    this.subject = found.subject ?? null;
    this.validUntil = found.validUntil ?? null;
    this.embedded = found.embedded ?? [];
    this.notes = found.notes ?? [];
  }

  /** `verified` if every check passed, `failed` if one failed, else `undecided`. */
  get outcome(): Outcome {
    if (this.checks.every(check => check.outcome === 'passed')) {
      return 'verified';
    }
    return this.checks.some(check => check.outcome === 'failed') ? 'failed' : 'undecided';
  }

  /** Whether it is, unaltered, what its issuer signed and still stands by, in force or not. */
  get authentic(): boolean {
    const withheld: readonly State[] = ['revoked', 'suspended', 'expired', 'not yet valid'];
    return this.checks.every(check => check.outcome === 'passed' || withheld.includes(check.verdict));
  }

  /** The check of this name, if there is one. */
  check(name: CheckName): Check | undefined {
    return this.checks.find(check => check.name === name);
  }

  /** The report as plain data, the same keys every time. */
  toJSON(): ReportData {
    return {
      credential: this.credential,
      outcome: this.outcome,
      state: this.state,
      statement: this.statement,
      at: formatTimestamp(this.at),
      issuer: this.issuer,
      issuerName: this.issuerName,
      holder: this.holder?.name ?? null,
      achievement: this.achievement,
      validUntil: this.validUntil === null ? null : formatTimestamp(this.validUntil),
      checks: this.checks.map(({name, outcome, sentence, details}) => ({name, outcome, sentence, details})),
      embedded: this.embedded.map(({kind, at, fits, report}) => ({kind, at, fits, report: report.toJSON()})),
      notes: this.notes
    };
  }
}
