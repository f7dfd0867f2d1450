/** What the share block of a credential's page does.  Loaded when it is opened, and not before. */

import {awarded, type Awarded} from './awarded.ts';
import {copied} from './copying.ts';
import {element, type Child} from './elements.ts';
import {profileLink} from './profile-link.ts';
import {asHtml, asMarkdown, asSignature} from './snippets.ts';
import {texts} from './texts.ts';

const MINUTE = 60_000;

/** Open the block between its button and the live region `status`, or close it again.
 *
 * `signed` is the address of the signed document.
 */
export function share(button: HTMLButtonElement, status: HTMLElement, signed: string): void {
  let panel = document.getElementById('share');
  if (panel === null) {
    panel = element('div', {id: 'share', class: 'cf-share', hidden: ''});
    panel.append(...(document.querySelector('.cf-preview') ? [texts.preview()] : new Sharing(awarded(signed), status).groups()));
    button.after(panel);
    button.setAttribute('aria-controls', 'share');
  }
  panel.hidden = !panel.hidden;
  button.ariaExpanded = String(!panel.hidden);
  status.textContent = '';
}

/** The block of one credential; what comes of its buttons is told in a live region. */
class Sharing {
  readonly #awarded: Awarded;
  readonly #status: HTMLElement;

  constructor(given: Awarded, status: HTMLElement) {
    this.#awarded = given;
    this.#status = status;
  }

  groups(): HTMLElement[] {
    const given = this.#awarded;
    return [
      group(texts.link(), true, this.#field(texts.address(), given.page), this.#code(given.page, given.id)),
      group(texts.linkedIn(), false, ...this.#linkedIn()),
      group(
        texts.embed(),
        false,
        this.#field(texts.html(), asHtml(given), 4),
        this.#field(texts.markdown(), asMarkdown(given), 4),
        this.#field(texts.signature(), asSignature(given), 4)
      ),
      group(
        texts.wallet(),
        false,
        element('p', {}, texts.walletHow()),
        this.#field(texts.document(), given.document),
        this.#code(given.document, `${given.id}-wallet`)
      ),
      group(texts.files(), false, ...this.#files())
    ];
  }

  #linkedIn(): HTMLElement[] {
    const given = this.#awarded;
    return [
      element(
        'p',
        {},
        element('a', {class: 'cf-button', href: profileLink(given), target: '_blank', rel: 'noopener'}, texts.add())
      ),
      element('p', {class: 'cf-muted'}, texts.opens()),
      element('p', {}, texts.byHand()),
      this.#field(texts.name(), given.badge),
      this.#field(texts.organization(), given.issuer),
      this.#field(texts.issued(), given.issued.slice(0, 7)),
      ...(given.until === null ? [] : [this.#field(texts.expires(), given.until.slice(0, 7))]),
      this.#field(texts.id(), given.id),
      this.#field(texts.url(), given.page)
    ];
  }

  #files(): HTMLElement[] {
    const given = this.#awarded;
    const bake = (kind: 'svg' | 'png') => async () => {
      const {bakedPicture} = await import('./saving.ts');
      this.#saveFile(...(await bakedPicture(kind)));
    };
    const isDrawing = given.picture.endsWith('.svg');
    return [
      element('p', {}, texts.withCredential()),
      row(
        isDrawing && this.#button(texts.saveSvg(), bake('svg')),
        this.#button(texts.savePng(), bake('png'))
      ),
      row(
        download('credential.json', texts.signed()),
        given.certificate
          ? download('certificate.pdf', texts.certificate())
          : this.#button(texts.print(), async () => print())
      )
    ];
  }

  /** A text to copy, in a field that shows all of it; `rows` are those of one that is long. */
  #field(name: string, text: string, rows = 1): HTMLElement {
    const field =
      rows === 1 ? element('input', {readonly: '', value: text, dir: 'auto'}) : element('textarea', {readonly: '', rows: `${rows}`, dir: 'ltr'}, text);
    field.addEventListener('focus', () => field.select());
    const button = this.#button(texts.copy(), async () => {
      field.select();
      this.#say((await copied(text)) ? texts.copied(name) : texts.notCopied());
    });
    button.ariaLabel = texts.copyOf(name);
    return element('div', {class: 'cf-field'}, element('label', {}, name, field), button);
  }

  /** A button that shows the QR code of an address, and the code's own buttons then; `name` is that of its files. */
  #code(address: string, name: string): HTMLElement {
    const place = element('div', {class: 'cf-code'});
    const button = this.#button(texts.showCode(), async () => {
      const {asPng, asSvg, rowsOf} = await import('./code.ts');
      const rows = rowsOf(address);
      const drawing = new Blob([asSvg(rows)], {type: 'image/svg+xml'});
      const picture = element('img', {src: URL.createObjectURL(drawing), alt: texts.codeOf(address)});
      const save = (ending: string, file: () => Promise<Blob> | Blob) => async () => {
        this.#saveFile(await file(), `${name}.${ending}`);
      };
      const saveSvg = this.#button(texts.saveSvg(), save('svg', () => drawing));
      place.replaceChildren(picture, row(saveSvg, this.#button(texts.savePng(), save('png', () => asPng(rows)))));
      saveSvg.focus();
      this.#say(texts.codeOf(address));
    });
    place.append(button);
    return place;
  }

  #button(words: string, press: () => Promise<void>): HTMLButtonElement {
    const made = element('button', {type: 'button', class: 'cf-button cf-button--quiet'}, words);
    made.addEventListener('click', () => {
      press().catch((error: Error) => this.#say(texts.fails(error.message)));
    });
    return made;
  }

  /** Save a file under a name, as if it had been downloaded. */
  #saveFile(file: Blob, name: string): void {
    const href = URL.createObjectURL(file);
    element('a', {href, download: name}).click();
    setTimeout(() => URL.revokeObjectURL(href), MINUTE);
    this.#say(texts.saved(name));
  }

  #say(words: string): void {
    this.#status.textContent = words;
  }
}

function group(name: string, isOpen: boolean, ...children: Child[]): HTMLElement {
  return element('details', isOpen ? {open: ''} : {}, element('summary', {}, name), ...children);
}

function row(...children: Child[]): HTMLElement {
  return element('p', {class: 'cf-buttons'}, ...children);
}

function download(href: string, words: string): HTMLElement {
  return element('a', {class: 'cf-button cf-button--quiet', href, download: ''}, words);
}
