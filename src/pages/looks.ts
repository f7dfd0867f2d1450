/** How a state and the outcome of a check look: a colour, and a shape for those who do not see it. */

import type {CheckOutcome, State} from '../verifier/report.ts';

/** `tone` ends the name of a class of the style sheet, as in cf-state--revoked. */
export interface Look {
  readonly tone: string;
  readonly path: string;
}

// Of states that credential pages have, conferral/site/wording.py draws the same.
const SHIELD = 'M12 2 4 5v6c0 5 3.4 9.3 8 11 4.6-1.7 8-6 8-11V5z';
const OCTAGON = 'M8 2 2 8v8l6 6h8l6-6V8l-6-6z';
const CROSS = 'm8.5 13.1-1.4 1.4L12 13.4l-3.1 3.1-1.4-1.4 3.1-3.1-3.1-3.1 1.4-1.4 3.1 3.1 3.1-3.1 1.4 1.4-3.1 3.1z';
const TICK = 'm-1.2 14.6-4-4 1.5-1.5 2.5 2.5 5-5 1.5 1.5z';
const DISC = 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20';
const RING = `${DISC}m0 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16`;
const QUESTION =
  'M10.9 16.2h2.2v2.2h-2.2zM8.2 9.4C8.2 7.2 9.9 5.6 12 5.6s3.8 1.6 3.8 3.7c0 2.5-2.7 3-2.7 5.4h-2.2c0-3.4 2.7-3.5 2.7-5.4' +
  ' 0-.9-.7-1.6-1.6-1.6s-1.6.7-1.6 1.7z';

export const LOOKS: Readonly<Record<State, Look>> = {
  valid: {tone: 'valid', path: `${SHIELD}${TICK}`},
  expired: {tone: 'expired', path: `${DISC}m4 15-5-3V6h2v6.9l4 2.4z`},
  'not yet valid': {tone: 'not-yet-valid', path: 'M6 2v5l4 5-4 5v5h12v-5l-4-5 4-5V2zm2 2h8v2.3l-4 5-4-5z'},
  suspended: {tone: 'suspended', path: `${DISC}m-1.5 14h-3V8h3zm6 0h-3V8h3z`},
  revoked: {tone: 'revoked', path: `${OCTAGON}${CROSS}`},
  'holds in part': {tone: 'expired', path: `${SHIELD}m0 2.1v15.8C8.6 18.3 6 14.9 6 11V6.4z`},
  superseded: {tone: 'suspended', path: 'M4 2h11v4h5v16H9v-4H4zm2 2v12h3V6h4V4zm5 4v12h7V8z'},
  withdrawn: {tone: 'revoked', path: `${OCTAGON}m-1 8.8h10v2.4H7z`},
  'awarded to another': {
    tone: 'revoked',
    path: 'M9 3a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9M1 21c0-4.6 3.5-7 8-7s8 2.4 8 7zM16.2 5.4l1.4-1.4 2.1 2.1L21.8 4l1.4 1.4-2.1 2.1 2.1 2.1-1.4 1.4-2.1-2.1-2.1 2.1-1.4-1.4 2.1-2.1z'
  },
  altered: {
    tone: 'revoked',
    path: 'M12.8 1.7 4 5v6c0 5 3.4 9.3 8 11l-1.5-5.5 3-3.5-4-3.5zM15 2.6 20 5v6c0 5-3.4 9.3-6 10.7l-1.3-4.9 3.3-4L12.2 9z'
  },
  untrusted: {tone: 'revoked', path: `${SHIELD}m-1.2 4h2.4l-.3 6.5h-1.8zm0 8h2.4v2.4h-2.4z`},
  malformed: {
    tone: 'unknown',
    path: 'M5 2h9l5 5v15H5zm2 2v16h10V8h-4V4zm2.4 7.4 1.2-1.2 1.4 1.4 1.4-1.4 1.2 1.2-1.4 1.4 1.4 1.4-1.2 1.2-1.4-1.4-1.4 1.4-1.2-1.2 1.4-1.4z'
  },
  'cannot be checked now': {tone: 'unknown', path: `${RING}${QUESTION}`}
};

/** While nothing is known yet. */
export const WAITING: Look = {tone: 'unknown', path: `${RING}m-1 3h2v4.6l3.2 1.9-1 1.7L11 12.7z`};

export const OUTCOME_LOOKS: Readonly<Record<CheckOutcome, Look>> = {
  passed: {tone: 'valid', path: `${DISC}${TICK}`},
  failed: {tone: 'revoked', path: `${OCTAGON}${CROSS}`},
  unknown: {tone: 'unknown', path: `${RING}${QUESTION}`}
};
