/** The interface of a page in the language of whoever reads it. */

/** A text that only scripts say, in the language of the page; `values` stand in it as %(name)s. */
export function t(text: string, values: Readonly<Record<string, string>> = {}): string {
  return text.replace(/%\((\w+)\)s/g, (place, name: string) => values[name] ?? place);
}

/** A text about a number of things, which stands in it as %(num)s, in the plural form that the language has for it. */
export function count(one: string, many: string, num: number, values: Readonly<Record<string, string>> = {}): string {
  return t(num === 1 ? one : many, {num: num.toLocaleString(document.documentElement.lang), ...values});
}
