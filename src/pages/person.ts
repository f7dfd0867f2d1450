/* A portfolio: its address can be copied. */

import {copied} from './copying.ts';
import {texts} from './texts.ts';

const button = document.querySelector<HTMLButtonElement>('button[name=copy]');
const address = document.querySelector('#address code');
if (button && address) {
  const told = document.createElement('p');
  told.id = 'shared';
  told.role = 'status';
  button.parentElement?.after(told);
  button.hidden = false;
  button.onclick = async () => {
    getSelection()?.selectAllChildren(address);
    told.textContent = (await copied(address.textContent)) ? texts.copied(texts.address()) : texts.notCopied();
  };
}
