/** Copying texts. */

/** Whether a text was copied: by the clipboard, or where a page may not use it, as what is selected. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return document.execCommand('copy');
  }
}
