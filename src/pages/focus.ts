/** Where the keyboard is. */

/** Do `work`, which may move elements of the page about, and leave the focus where it was. */
export function keepingFocus(work: () => void): void {
  const focused = document.activeElement;
  work();
  if (focused instanceof HTMLElement && focused !== document.activeElement && focused.isConnected) {
    focused.focus({preventScroll: true});
  }
}
