/**
 * What is not needed before the issuer's keys are there, or seldom: a file of its own, fetched meanwhile.
 *
 * It is one and not many, since every part that several files share would be one more file to wait for.
 */

export {controlledDocument as documentOfJwk} from './did-jwk.ts';
export {controlledDocument as documentOfKey} from './did-key.ts';
export {readJws, verifyJws} from './jose.ts';
export {checkFormat} from './format.ts';
export {checkRecipient} from './recipient.ts';
export {checkRegistered} from './registered.ts';
export {checkStatus} from './status.ts';
export {StatusLists} from './status-lists.ts';
