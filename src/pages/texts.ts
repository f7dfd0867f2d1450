/** The texts of the share block, each said when it is asked for, in the language that the page has then. */

import {t} from './language.ts';

export const texts = {
  preview: () => t('This is a preview, signed with a throwaway key: there is nothing to share or save.'),
  copy: () => t('Copy'),
  copyOf: (what: string) => t('Copy: %(what)s', {what}),
  copied: (what: string) => t('Copied: %(what)s', {what}),
  notCopied: () => t('This browser does not let the page copy. The text is selected: copy it yourself.'),
  fails: (why: string) => t('This does not work here: %(why)s', {why}),
  saved: (name: string) => t('Saved as %(name)s', {name}),

  link: () => t('Link and QR code'),
  address: () => t('Address of this page'),
  showCode: () => t('Show the QR code'),
  codeOf: (address: string) => t('QR code that leads to %(address)s', {address}),
  saveSvg: () => t('Save as SVG'),
  savePng: () => t('Save as PNG'),

  linkedIn: () => t('LinkedIn'),
  add: () => t('Add to LinkedIn profile'),
  opens: () => t('Opens LinkedIn, which learns what is shown here, and nothing about whose credential it is.'),
  byHand: () => t('If LinkedIn leaves its form empty, copy these into it:'),
  name: () => t('Name'),
  organization: () => t('Issuing organization'),
  issued: () => t('Issue date'),
  expires: () => t('Expiration date'),
  id: () => t('Credential ID'),
  url: () => t('Credential URL'),

  embed: () => t('Website and e-mail signature'),
  html: () => t('HTML'),
  markdown: () => t('Markdown'),
  signature: () => t('E-mail signature, as HTML'),
  picture: (badge: string, issuer: string) => t('%(badge)s, awarded by %(issuer)s', {badge, issuer}),

  wallet: () => t('Wallet'),
  walletHow: () => t('Wallets that read Open Badges take the address of the signed document, or its QR code.'),
  document: () => t('Address of the signed document'),

  files: () => t('Files and print'),
  withCredential: () => t('The badge with the signed credential inside:'),
  signed: () => t('The signed credential'),
  certificate: () => t('The certificate'),
  print: () => t('Print or save as PDF')
};
