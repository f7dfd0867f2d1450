/**
 * Check `registered`: the issuer still publishes this credential, with the same claims.
 *
 * A signature says that somebody who held the key wrote this.  That the issuer stands by it shows only at the issuer's
 * own address: a key that was stolen after it retired signs what nobody there publishes.
 */

import {encodeHex} from './bytes.ts';
import {instantOf, issuerOf, textAt} from './claims.ts';
import {EncodingError} from './errors.ts';
import {failed, passed, unknown} from './findings.ts';
import {type Document, get, same} from './json.ts';
import {folderOf, isRegistry, liesUnder, placeOf} from './places.ts';
import {type Presented, readPresented} from './presented.ts';
import type {Check} from './report.ts';
import {FetchError, NotFoundError, type Resolver} from './resolving.ts';
import type {Signature} from './signature.ts';

/** What is found about the signatures of a document. */
export type Signatures = (presented: Presented) => Promise<Signature>;

const SIGNED_FINDINGS = ['registered.superseded', 'registered.other_claims'];

/**
 * Compare a credential, whose canonical unsigned form is `claims`, with the copy at its own address.
 *
 * A registry of conferral publishes each, so one that it does not publish is none of its own.  Other systems may put a
 * page or nothing at that address; with them only a signed copy that says something else counts.
 */
export async function checkRegistered(
  presented: Presented,
  claims: string | null,
  resolver: Resolver,
  signatures: Signatures
): Promise<Check> {
  const {document} = presented;
  const [url, place] = [textAt(document, 'id'), placeOf(issuerOf(document))];
  const registry = place !== null && isRegistry(place);
  if (url === null || !url.startsWith('https://')) {
    return registry ? unknown('registered.address_expected') : passed('registered.no_address');
  }
  if (place === null || !liesUnder(url, folderOf(place))) {
    return registry ? unknown('registered.elsewhere', {url}) : passed('registered.not_kept');
  }
  const finding = await find(presented, claims, url, resolver, signatures);
  // What another system has at the address of a credential need not be the credential.
  const foreign = !registry && finding.outcome !== 'passed' && !SIGNED_FINDINGS.includes(finding.details.code);
  return foreign ? passed('registered.not_kept') : finding;
}

async function find(
  presented: Presented,
  claims: string | null,
  url: string,
  resolver: Resolver,
  signatures: Signatures
): Promise<Check> {
  let published: Presented;
  try {
    published = await readPresented(await resolver.fetch(url));
  } catch (error) {
    if (error instanceof NotFoundError) {
      return failed('registered.gone', 'withdrawn', {url});
    }
    if (error instanceof FetchError) {
      return unknown('registered.unreachable', {url, problem: error.message});
    }
    if (error instanceof EncodingError) {
      return failed('registered.not_signed', 'withdrawn', {url});
    }
    throw error;
  }
  if (areTheSame(published, presented)) {
    return passed('registered.passed', {url});
  }
  const signature = await signatures(published);
  if (claims !== null && signature.claims === claims) {
    return passed('registered.passed', {url});
  }
  return compare(presented.document, published.document, signature, url);
}

function areTheSame(one: Presented, other: Presented): boolean {
  return (
    same(one.document, other.document) &&
    one.disagreement === other.disagreement &&
    (one.token === null || other.token === null
      ? one.token === other.token
      : [one.token.signingInput, one.token.signature].map(encodeHex).join() ===
        [other.token.signingInput, other.token.signature].map(encodeHex).join())
  );
}

/** What it means that the published copy makes other claims. */
function compare(document: Document, published: Document, signature: Signature, url: string): Check {
  if (signature.refused || issuerOf(published) !== issuerOf(document) || get(published, 'id') !== url) {
    return failed('registered.not_signed', 'withdrawn', {url});
  }
  if (!signature.trusted) {
    return unknown('registered.undecided', {url, sentence: signature.trouble.sentence});
  }
  // Open Badges 3.0, "equality and comparison": of the same issuer and id, the newer validFrom replaces.
  try {
    const [ours, theirs] = [instantOf(document, 'validFrom'), instantOf(published, 'validFrom')];
    if (ours !== null && theirs !== null && ours < theirs) {
      return failed('registered.superseded', 'superseded', {url, replaced: theirs});
    }
  } catch (error) {
    if (!(error instanceof EncodingError)) {
      throw error;
    }
  }
  return failed('registered.other_claims', 'withdrawn', {url});
}
