/* A credential's page: brings out what needs scripts, and loads what a button does when it is pressed. */

import {t} from './language.ts';

type Name = 'check' | 'share';

/* What each button does is told in a live region right after it, with the id of the second column. */
const BUTTONS: readonly (readonly [Name, string])[] = [
  ['check', 'found'],
  ['share', 'shared']
];

for (const [name, id] of BUTTONS) {
  const button = document.querySelector<HTMLButtonElement>(`button[name=${name}]`);
  if (button) {
    bringOut(button, name, id);
  }
}

function bringOut(button: HTMLButtonElement, name: Name, id: string): void {
  const region = document.createElement('div');
  region.id = id;
  region.role = 'status';
  region.ariaAtomic = 'false';
  button.after(region);
  button.hidden = false;
  button.onclick = async () => {
    if (button.ariaBusy) {
      return;
    }
    button.ariaBusy = 'true';
    try {
      await (name === 'check'
        ? (await import('./credential.ts')).check(region, address())
        : (await import('./share.ts')).share(button, region, address()));
    } catch (error) {
      region.textContent = t('This does not work here: %(why)s', {why: (error as Error).message});
    }
    button.ariaBusy = null;
  };
}

/** The address of the signed document; its page may be looked at elsewhere, as a copy or a preview. */
function address(): string {
  const of = document.getElementById('of');
  return (of instanceof HTMLDataElement ? of.value : of?.textContent) ?? '';
}
