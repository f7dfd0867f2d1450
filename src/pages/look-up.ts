/** The form that leads to a credential by its id or its address, and says so where there is none. */

import {credentialMeant} from './credential-meant.ts';
import {element, type Child} from './elements.ts';
import {t} from './language.ts';

const MESSAGE = 'lookup-message';

/**
 * Bring the form to life; the site's top is `top`.  Its data-base is the address that the site was made for, data-former
 * those, with spaces between them, where the registry was before.
 */
export function lookUp(form: HTMLFormElement, top: URL): void {
  const input = form.elements.namedItem('credential') as HTMLInputElement;
  const formers = (form.dataset.former ?? '').split(' ').filter(Boolean);
  const bases = [form.dataset.base ?? '', top.href.replace(/\/$/, '')].filter(Boolean);
  const message = document.getElementById(MESSAGE) ?? form.appendChild(element('p', {id: MESSAGE, role: 'alert', class: 'cf-problem'}));
  let turn = 0;

  form.hidden = false;
  form.noValidate = true;
  form.addEventListener('submit', event => {
    event.preventDefault();
    void look(++turn);
  });
  input.addEventListener('input', () => tell());

  async function look(mine: number): Promise<void> {
    const text = input.value.trim();
    const meant = credentialMeant(text, bases, formers);
    if (meant === null) {
      tell(
        text === ''
          ? t('Type the id of a credential, or paste its address.')
          : t('This is no id of a credential, which has 26 letters and digits, nor an address.')
      );
    } else if ('foreign' in meant) {
      tell(
        t('This address is none of this registry.'),
        ' ',
        element('a', {href: new URL(`verify/#vc=${encodeURIComponent(meant.foreign)}`, top).href}, t('Check it all the same'))
      );
    } else if ('address' in meant) {
      location.assign(meant.address);
    } else {
      await open(meant.id, mine);
    }
  }

  async function open(id: string, mine: number): Promise<void> {
    const page = new URL(`credentials/${id}/`, top);
    form.setAttribute('aria-busy', 'true');
    const answer = await fetch(page, {method: 'HEAD'}).catch(() => null);
    form.removeAttribute('aria-busy');
    if (mine !== turn) {
      return;
    }
    if (answer === null || answer.ok) {
      // What cannot be asked may be there all the same; the browser says so if it is not.
      location.assign(page);
    } else if (answer.status !== 404) {
      tell(t('The page could not be asked for: the server answers %(status)s.', {status: String(answer.status)}));
    } else if (formers.length) {
      tell(
        t('There is no credential with this id here. Before the registry moved, its page would have been:'),
        ...formers.flatMap(former => [' ', element('a', {href: `${former}/credentials/${id}/`}, `${former}/credentials/${id}/`)])
      );
    } else {
      tell(t('There is no credential with this id. Credentials are never deleted, so compare it with what you were given.'));
    }
  }

  function tell(...words: Child[]): void {
    message.replaceChildren(...words.filter(word => word !== null && word !== false));
    input.setAttribute('aria-invalid', String(words.length > 0));
    if (words.length) {
      input.setAttribute('aria-describedby', MESSAGE);
      input.focus();
    } else {
      input.removeAttribute('aria-describedby');
    }
  }
}
