/** RFC 8785 (JSON Canonicalization Scheme). */

/** The one canonical text of a value made of objects, lists, text, finite numbers, booleans and null. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map(canonicalText).join(',')}]`;
  }
  if (typeof value === 'object' && value !== null) {
    // Section 3.2.3: keys are sorted as UTF-16 code units, which is how JavaScript compares.
    const members = value as Record<string, unknown>;
    const written = Object.keys(members).sort().map(key => `${JSON.stringify(key)}:${canonicalText(members[key])}`);
    return `{${written.join(',')}}`;
  }
  return JSON.stringify(value);
}
