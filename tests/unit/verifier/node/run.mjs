/* Calls functions of src/verifier, for tests in Python.

   Standard input: {"module": path in the checkout, "calls": [{"name": ..., "arguments": [...]}, ...], "without":
   [algorithms that WebCrypto is not to know]}.
   Standard output: for each call {"value": ...} or {"error": class, "message": ..., ...}.

   The module is bundled as for a page.  Values travel as JSON, in which {"$bytes": base64}, {"$number": text},
   {"$bigint": text}, {"$document": text of JSON} and {"$json": anything} stand for bytes, numbers, large integers,
   documents as `readDocument` gives them, and the plain value. */

import {rmSync} from 'node:fs';
import {mkdtemp, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import * as esbuild from 'esbuild';
import {options, ROOT} from '../../../../tools/bundle.mjs';

const request = JSON.parse(await text(process.stdin));
const folder = await mkdtemp(path.join(os.tmpdir(), 'conferral-verifier-'));
// not before the end: what a module loads without being waited for may still be on its way
process.on('exit', () => rmSync(folder, {recursive: true, force: true}));
const built = await esbuild.build(
  options({module: path.join(ROOT, request.module)}, {outdir: folder, splitting: true})
);
await Promise.all(built.outputFiles.map(file => writeFile(file.path, file.contents)));
await writeFile(path.join(folder, 'package.json'), '{"type": "module"}');
const {subtle} = globalThis.crypto;
const importKey = subtle.importKey.bind(subtle);
subtle.importKey = async (form, key, algorithm, ...rest) => {
  if (request.without.includes(algorithm.name)) {
    throw new DOMException('Unrecognized name.', 'NotSupportedError');
  }
  return importKey(form, key, algorithm, ...rest);
};
const module = await import(pathToFileURL(path.join(folder, 'module.js')));
const answers = [];
for (const {name, arguments: given} of request.calls) {
  answers.push(await answer(module[name], given.map(revived)));
}
process.stdout.write(JSON.stringify(answers));

async function text(stream) {
  const parts = [];
  for await (const part of stream) {
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

async function answer(called, given) {
  try {
    return {value: plain(await called(...given))};
  } catch (error) {
    const {name, message, where, code, hint} = error;
    return {error: name, message, where, code, hint, stack: error.stack};
  }
}

function revived(value) {
  if (Array.isArray(value)) {
    return value.map(revived);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const [[kind, inner] = []] = Object.entries(value);
  switch (kind) {
    case '$bytes':
      return new Uint8Array(Buffer.from(inner, 'base64'));
    case '$number':
      return Number(inner);
    case '$bigint':
      return BigInt(inner);
    case '$document':
      return JSON.parse(inner, (_, found) =>
        typeof found === 'object' && found !== null && !Array.isArray(found)
          ? Object.assign(Object.create(null), found)
          : found
      );
    case '$json':
      return inner;
    default:
      return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, revived(item)]));
  }
}

function plain(value) {
  if (value === undefined) {
    return null;
  }
  if (typeof value === 'bigint') {
    return String(value);
  }
  if (value instanceof Uint8Array) {
    return {$bytes: Buffer.from(value).toString('base64')};
  }
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plain(item)]));
  }
  return value;
}
