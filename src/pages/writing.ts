/** How a language writes days and numbers, and which plural it has for a number. */

const ENGLISH = 'en-GB';

/** As the builder of the site writes them: with the digits 0 to 9 in every language. */
export class Writing {
  /** The language, as an element's `lang` has it. */
  readonly code: string;
  readonly #locale: string;

  constructor(code: string) {
    this.code = code;
    this.#locale = code === 'en' ? ENGLISH : code;
  }

  /** A day: 30 June 2028. */
  day(day: Date): string {
    return day.toLocaleDateString(this.#locale, {dateStyle: 'long', timeZone: 'UTC', numberingSystem: 'latn'});
  }

  /** A number: 2,400. */
  number(num: number): string {
    return num.toLocaleString(this.#locale, {numberingSystem: 'latn'});
  }

  /** The name of the plural form that goes with a number. */
  form(num: number): string {
    return new Intl.PluralRules(this.#locale).select(num);
  }
}
