/** Making elements of a page. */

/** What stands in an element; what is null or false is left out. */
export type Child = Node | string | null | false;

/** A new element; `class` and all other attributes by their names in HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children.filter(child => child !== null && child !== false));
  return made;
}

/** A picture of one path on a field of 24 by 24, in the colour of the text; for eyes only. */
export function icon(path: string): SVGSVGElement {
  const space = 'http://www.w3.org/2000/svg';
  const picture = document.createElementNS(space, 'svg');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('aria-hidden', 'true');
  picture.appendChild(document.createElementNS(space, 'path')).setAttribute('d', path);
  return picture;
}

/** The element of the page with this id, which must be there and be what is expected. */
export function byId<Kind extends HTMLElement>(id: string, kind: new () => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) {
    throw new TypeError(`the page has no #${id} of the kind that belongs there`);
  }
  return found;
}
