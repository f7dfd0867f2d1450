/** QR codes, drawn in the browser: as SVG, and as PNG. */

import encodeQR from 'qr';
import {t} from './language.ts';

/** Modules around a code that stay white. */
const QUIET = 4;
/** Pixels of a module in a PNG. */
const PIXELS = 12;

/** The rows of a code that says `text`, with the quiet zone; true is dark. */
export function rowsOf(text: string): boolean[][] {
  return encodeQR(text, 'raw', {ecc: 'medium', border: QUIET});
}

/** A code as the text of an SVG file; dark on white whatever the page's colours are, since cameras want that. */
export function asSvg(rows: readonly boolean[][]): string {
  const side = rows.length;
  const path = rows.map((row, y) => runs(row).map(([x, length]) => `M${x} ${y}h${length}v1h-${length}z`).join('')).join('');
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${side} ${side}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${side}v${side}H0z"/><path d="${path}"/></svg>`
  );
}

/** A code in pixels. */
export async function asPng(rows: readonly boolean[][]): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = rows.length * PIXELS;
  const drawing = canvas.getContext('2d');
  if (drawing) {
    drawing.fillStyle = '#fff';
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.fillStyle = '#000';
    rows.forEach((row, y) =>
      runs(row).forEach(([x, length]) => drawing.fillRect(x * PIXELS, y * PIXELS, length * PIXELS, PIXELS))
    );
  }
  const blob = await new Promise<Blob | null>(resolve => canvas.toBlob(resolve, 'image/png'));
  if (blob === null) {
    throw new Error(t('this browser cannot draw the picture'));
  }
  return blob;
}

/** Where dark modules begin in a row, and how many follow. */
function runs(row: readonly boolean[]): [number, number][] {
  const found: [number, number][] = [];
  row.forEach((dark, x) => {
    const last = found.at(-1);
    if (dark && last && last[0] + last[1] === x) {
      last[1]++;
    } else if (dark) {
      found.push([x, 1]);
    }
  });
  return found;
}
