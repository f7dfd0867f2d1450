/** How Python writes values into messages, so that both verifiers say the same words. */

/**
 * `value` as Python's `repr` writes it, for text, numbers, booleans and null.
 *
 * Numbers of JSON lose their kind in JavaScript: `1` is taken for an integer, however it was written.
 */
export function repr(value: unknown): string {
  if (value === null || value === undefined) {
    return 'None';
  }
  if (typeof value === 'boolean') {
    return value ? 'True' : 'False';
  }
  return typeof value === 'string' ? reprText(value) : String(value);
}

// What str.isprintable() calls unprintable: separators but the space, and all of category C.
const UNPRINTABLE = /[\p{C}\p{Z}]/u;

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let written = '';
  for (const character of text) {
    const code = character.codePointAt(0)!;
    const known = {'\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', [quote]: `\\${quote}`}[character];
    if (known !== undefined) {
      written += known;
    } else if (character === ' ' || !UNPRINTABLE.test(character)) {
      written += character;
    } else if (code < 0x100) {
      written += `\\x${code.toString(16).padStart(2, '0')}`;
    } else if (code < 0x10000) {
      written += `\\u${code.toString(16).padStart(4, '0')}`;
    } else {
      written += `\\U${code.toString(16).padStart(8, '0')}`;
    }
  }
  return quote + written + quote;
}
