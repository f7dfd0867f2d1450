/** Makes the picture of a credential's page with the signed credential inside. */

import {bake} from '../verifier/baking/index.ts';
import {t} from './language.ts';

/** The longer side, in pixels, of a drawing that is saved as PNG. */
const SIDE = 1024;

/** The picture of this page, in the form of `kind`, with the signed credential beside it baked in; and a name for it. */
export async function bakedPicture(kind: 'svg' | 'png'): Promise<[Blob, string]> {
  const picture = document.querySelector<HTMLImageElement>('.cf-hero img');
  if (picture === null) {
    throw new Error(t('the page has no picture'));
  }
  const [credential, image] = await Promise.all([
    fetched('credential.json').then(response => response.text()),
    kind === 'png' && isDrawing(picture) ? pixelsOf(picture) : fetched(picture.src).then(bytesOf)
  ]);
  const [, badge = 'badge'] = /\/badges\/([^/]+)\//.exec(picture.src) ?? [];
  const type = kind === 'png' ? 'image/png' : 'image/svg+xml';
  return [new Blob([bake(image, credential)], {type}), `${badge}.${kind}`];
}

function isDrawing(picture: HTMLImageElement): boolean {
  return new URL(picture.src).pathname.endsWith('.svg');
}

async function fetched(url: string): Promise<Response> {
  const response = await fetch(url, {cache: 'no-cache', credentials: 'omit'});
  if (!response.ok) {
    throw new Error(t('“%(path)s” cannot be fetched', {path: new URL(url, location.href).pathname}));
  }
  return response;
}

async function bytesOf(body: Response | Blob): Promise<Uint8Array> {
  return new Uint8Array(await body.arrayBuffer());
}

/** The drawing in pixels.  Some browsers draw onto a canvas only what says how large it is. */
async function pixelsOf(picture: HTMLImageElement): Promise<Uint8Array> {
  const drawing = new DOMParser().parseFromString(await (await fetched(picture.src)).text(), 'image/svg+xml');
  const root = drawing.documentElement;
  const [, , width = 1, height = 1] = (root.getAttribute('viewBox') ?? '').trim().split(/[\s,]+/).map(Number);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round((SIDE * width) / Math.max(width, height));
  canvas.height = Math.round((SIDE * height) / Math.max(width, height));
  root.setAttribute('width', String(canvas.width));
  root.setAttribute('height', String(canvas.height));
  const source = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(drawing)], {type: 'image/svg+xml'}));
  try {
    const image = new Image();
    image.src = source;
    await image.decode();
    canvas.getContext('2d')?.drawImage(image, 0, 0);
  } finally {
    URL.revokeObjectURL(source);
  }
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) {
    throw new Error(t('this browser cannot draw the picture'));
  }
  return bytesOf(blob);
}
