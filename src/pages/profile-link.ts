/** The link that adds a credential to a profile at LinkedIn. */

import type {Awarded, Day} from './awarded.ts';

const ADD = 'https://www.linkedin.com/profile/add';

/** A form at LinkedIn, filled with what can be shared; an end without a day is left out. */
export function profileLink(awarded: Awarded): string {
  const organization = awarded.linkedIn
    ? {organizationId: awarded.linkedIn}
    : {organizationName: awarded.issuer};
  const parameters = {
    startTask: 'CERTIFICATION_NAME',
    name: awarded.badge,
    ...organization,
    ...monthOf('issue', awarded.issued),
    ...(awarded.until === null ? {} : monthOf('expiration', awarded.until)),
    certUrl: awarded.page,
    certId: awarded.id
  };
  const query = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return `${ADD}?${query.join('&')}`;
}

/** Year and month of a day, the month from 1 to 12. */
function monthOf(what: 'issue' | 'expiration', day: Day): Record<string, string> {
  const [year = '', month = ''] = day.split('-');
  return {[`${what}Year`]: year, [`${what}Month`]: String(Number(month))};
}
