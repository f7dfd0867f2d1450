/* A credential's page: brings out what needs scripts, and loads what the buttons do when one is pressed. */

import type * as actions from './credential.ts';

const all = <Kind extends HTMLElement>(what: string): NodeListOf<Kind> => document.querySelectorAll(`#check ${what}`);

all('[hidden]').forEach(element => (element.hidden = false));
all<HTMLButtonElement>('button').forEach(button => {
  button.onclick = async () => {
    if (button.ariaBusy) {
      return;
    }
    button.ariaBusy = 'true';
    try {
      await (await import('./credential.ts'))[button.name as keyof typeof actions](button.value as 'svg');
    } catch (error) {
      document.getElementById('found')!.textContent =
        location.protocol === 'file:'
          ? 'This works on a page that comes from a web server, and not from a file.'
          : `This does not work here: ${(error as Error).message}`;
    }
    button.ariaBusy = null;
  };
});
