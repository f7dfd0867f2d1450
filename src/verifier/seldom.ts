/**
 * What few credentials need: tokens, issuers that are keys, other keys than Ed25519, lists without signature, and the
 * question whose a credential is.
 *
 * It is one file and not many, since every part that several files share would be one more file to wait for.
 */

export {controlledDocument as documentOfJwk} from './did-jwk.ts';
export {controlledDocument as documentOfKey} from './did-key.ts';
export {readJws, verifyJws} from './jose.ts';
export {publicKeyFromJwk, publicKeyFromPoint, verifyWith} from './rare-keys.ts';
export {checkRecipient} from './recipient.ts';
export {checkRevocationList, fetchRevocationList} from './revocation-list.ts';
