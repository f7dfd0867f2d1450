/*
 * Cases of the corpus in Node, with a verifier that is bundled for the occasion: quick, for whoever works on it.
 *
 * The request on standard input has `cases` as look.mjs describes them.  The answer on standard output has by name the
 * report, or what went wrong instead.
 */

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {readFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import * as esbuild from 'esbuild';
import {options, ROOT} from '../../tools/bundle.mjs';
import {look} from './look.mjs';

const {cases} = JSON.parse(readFileSync(0, 'utf8'));
const folder = await mkdtemp(join(tmpdir(), 'conferral-corpus-'));
try {
  const entries = {verify: join(ROOT, 'src/verifier/index.ts')};
  const built = await esbuild.build(options(entries, {outdir: folder, splitting: true, minify: true}));
  await Promise.all(built.outputFiles.map(file => writeFile(file.path, file.contents)));
  await writeFile(join(folder, 'package.json'), '{"type": "module"}');
  const verifier = await import(pathToFileURL(join(folder, 'verify.js')));
  const found = {};
  for(const one of cases) {
    found[one.name] = await look(verifier, one).catch(error => ({broken: error.stack ?? String(error)}));
  }
  process.stdout.write(JSON.stringify(found));
} finally {
  await rm(folder, {recursive: true, force: true});
}
