/** JSON values, and how to look into them. */

export type Json = null | boolean | number | string | Json[] | Document;

/** A JSON object.  Those that `readDocument` makes have no prototype, so that no name is found but their own. */
export interface Document {
  [name: string]: Json;
}

/** Whether `value` is a JSON object. */
export function isObject(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the object has a member of this name. */
export function has(document: Document, name: string): boolean {
  return Object.hasOwn(document, name);
}

/** The member of this name, or null where there is none, as Python's `get`. */
export function get(document: Document, name: string): Json {
  return Object.hasOwn(document, name) ? document[name]! : null;
}

/** Whether two JSON values are the same. */
export function same(one: Json, other: Json): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other;
  }
  const [ours, theirs] = [one as Document, other as Document];
  const names = Object.keys(ours);
  return (
    Array.isArray(one) === Array.isArray(other) &&
    names.length === Object.keys(theirs).length &&
    names.every(name => has(theirs, name) && same(ours[name]!, theirs[name]!))
  );
}

/** A copy of `document` without the members `names`. */
export function without(document: Document, ...names: string[]): Document {
  const copy: Document = Object.create(null);
  for (const [name, value] of Object.entries(document)) {
    if (!names.includes(name)) {
      copy[name] = value;
    }
  }
  return copy;
}

/** A copy of `document` with the members of `more`. */
export function extended(document: Document, more: Document): Document {
  return Object.assign(Object.create(null), document, more);
}
