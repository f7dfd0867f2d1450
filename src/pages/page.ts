/** The page that verifies whatever is dropped, chosen, pasted or linked.  The verifier itself is loaded when needed. */

import {isPreview} from '../verifier/resolving.ts';
import {byId, element} from './elements.ts';
import {fromFile, fromText, Problem, type Given, type Site} from './given.ts';
import {t} from './language.ts';
import {Showing} from './showing.ts';
import {resolverFor} from './sources.ts';

const form = byId('form', HTMLFormElement);
const zone = byId('drop', HTMLElement);
const file = byId('file', HTMLInputElement);
const text = byId('text', HTMLTextAreaElement);
const recipient = byId('recipient', HTMLInputElement);
const problem = byId('problem', HTMLElement);
const result = byId('result', HTMLElement);
const heading = byId('result-heading', HTMLElement);
const region = byId('found', HTMLElement);
const programs = byId('programs', HTMLElement);

const base = form.dataset.base ?? '';
const site: Site = {base, root: new URL('../', location.href.replace(/[?#].*$/, '')), preview: isPreview(base)};

const title = document.title;

/** What is checked again when only the person asked about changes. */
let last: Given | null = null;
let turn = 0;

byId('without', HTMLElement).hidden = true;
form.hidden = false;
form.addEventListener('submit', event => {
  event.preventDefault();
  void look(() => (text.value.trim() === '' && last !== null ? Promise.resolve(last) : fromText(text.value, site)));
});
file.addEventListener('change', () => {
  const [chosen] = file.files ?? [];
  if (chosen) {
    lookAtFile(chosen);
  }
});
text.addEventListener('keydown', event => {
  // A link has one line, so Enter can mean nothing else.
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey || /^\s*https:\S+\s*$/.test(text.value))) {
    event.preventDefault();
    form.requestSubmit();
  }
});
document.addEventListener('dragover', event => {
  event.preventDefault();
  zone.classList.add('cf-drop--over');
});
for (const name of ['dragleave', 'drop', 'dragend']) {
  document.addEventListener(name, () => zone.classList.remove('cf-drop--over'));
}
document.addEventListener('drop', event => {
  event.preventDefault();
  lookAtTransfer(event.dataTransfer);
});
document.addEventListener('paste', event => {
  const isTyping = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
  if (event.clipboardData?.files.length || !isTyping) {
    event.preventDefault();
    lookAtTransfer(event.clipboardData);
  }
});
addEventListener('hashchange', lookAtHash);
lookAtHash();

/** A link after #vc= is looked at without being asked to. */
function lookAtHash(): void {
  const link = new URLSearchParams(location.hash.slice(1)).get('vc');
  if (link) {
    lookAtText(link);
  }
}

function lookAtTransfer(transfer: DataTransfer | null): void {
  const [dropped] = transfer?.files ?? [];
  if (dropped) {
    lookAtFile(dropped);
    return;
  }
  const words = transfer?.getData('text/uri-list').split(/\r?\n/)[0] || transfer?.getData('text/plain');
  if (words) {
    lookAtText(words);
  }
}

function lookAtFile(chosen: File): void {
  text.value = '';
  void look(() => fromFile(chosen));
}

function lookAtText(words: string): void {
  text.value = words;
  void look(() => fromText(words, site));
}

/** Verify what `give` gives, and show it; a later call takes over from an earlier one. */
async function look(give: () => Promise<Given>): Promise<void> {
  const mine = ++turn;
  tell('');
  form.setAttribute('aria-busy', 'true');
  try {
    const [given, {inspect}] = await Promise.all([give(), import('../verifier/index.ts')]);
    if (mine !== turn) {
      return;
    }
    last = given;
    const showing = begin();
    const report = await inspect(given.content, {
      resolver: resolverFor(site.base, site.root),
      ...(recipient.value.trim() ? {recipient: recipient.value.trim()} : {}),
      onCheck: check => mine === turn && showing.add(check)
    });
    if (mine === turn) {
      showing.end(report, given.copy);
      programs.replaceChildren(forPrograms(JSON.stringify(report, null, 2)));
      document.title = `${region.querySelector('b')?.textContent} – ${title}`;
    }
  } catch (error) {
    if (mine === turn) {
      const {message} = error as Error;
      tell(error instanceof Problem ? message : t('This page does not work as it should: %(problem)s', {problem: message}));
    }
  } finally {
    if (mine === turn) {
      form.removeAttribute('aria-busy');
    }
  }
}

function begin(): Showing {
  result.hidden = false;
  programs.replaceChildren();
  heading.focus({preventScroll: true});
  result.scrollIntoView({block: 'start'});
  return new Showing(region);
}

/** Say what is wrong with what was given; nothing if the words are empty. */
function tell(words: string): void {
  problem.textContent = words;
  text.setAttribute('aria-invalid', String(words !== ''));
  if (words) {
    last = null;
    result.hidden = true;
    text.focus();
  }
}

/** The report as programs read it, and a button that copies it. */
function forPrograms(json: string): HTMLElement {
  const button = element('button', {type: 'button', class: 'cf-button cf-button--quiet'}, t('Copy'));
  button.onclick = async () => {
    await navigator.clipboard.writeText(json);
    button.textContent = t('Copied');
  };
  return element(
    'details',
    {},
    element('summary', {}, t('The same for programs')),
    element('p', {}, button),
    element('pre', {tabindex: '0', 'aria-label': t('Report as JSON')}, element('code', {}, json))
  );
}
