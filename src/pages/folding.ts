/** Words as a search compares them: without case and diacritics, whatever the language of whoever types. */

/* What is another letter to Unicode, and the same one to somebody who types without it. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  ı: 'i',
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th'
};
const OTHERS = new RegExp(`[${Object.keys(LETTERS).join('')}]`, 'g');
const WORD = /[\p{L}\p{N}]+[+#]*/gu;
const PLAIN = /^[ -~]*$/;
const UMLAUT = /([aouAOU])\u0308/g;

/** A text without case, diacritics and what is not seen; I, İ, ı and i are one letter, ß is ss. */
export function fold(text: string): string {
  if (PLAIN.test(text)) {
    return text.toLowerCase();
  }
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]+/gu, '')
    .toLowerCase()
    .replace(OTHERS, letter => LETTERS[letter]!);
}

/** The words of a text, folded, in their order; C++ and C# are words. */
export function wordsOf(text: string): string[] {
  return fold(text).match(WORD) ?? [];
}

/** The same in every way of writing it: "Prüfung" is found as prufung, and as pruefung. */
export function formsOf(text: string): string[] {
  if (PLAIN.test(text)) {
    return wordsOf(text);
  }
  const decomposed = text.normalize('NFD');
  const written = decomposed.replace(UMLAUT, '$1e');
  return [...new Set([...wordsOf(text), ...(written === decomposed ? [] : wordsOf(written))])];
}
