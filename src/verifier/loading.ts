/** Files of the verifier that a page fetches only when they are needed. */

/** A file of the verifier cannot be had, so what it does stays undone. */
export class LoadingError extends Error {}

/** The module that `part` loads.  @throws {LoadingError} */
export async function loaded<Module>(part: Promise<Module>): Promise<Module> {
  try {
    return await part;
  } catch (cause) {
    throw new LoadingError('a part of the verifier cannot be loaded', {cause});
  }
}

/** What few credentials need. */
export function seldom(): Promise<typeof import('./seldom.ts')> {
  return loaded(import('./seldom.ts'));
}
