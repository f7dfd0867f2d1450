/* Bundles what pages run, src/pages and src/verifier, into src/conferral/site/scripts, where sites and the wheel take it
   from.

   The same sources give the same bytes.  Files are replaced only when all of them are there, verify.js last, so that
   its time tells whether the bundle is newer than the sources. */

import {createHash} from 'node:crypto';
import {mkdir, readFile, readdir, rename, rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';
import {gzipSync} from 'node:zlib';
import * as esbuild from 'esbuild';
import {slim} from './slim.mjs';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = path.join(ROOT, 'src');
const OUT = path.join(ROOT, 'src/conferral/site/scripts');

/* Each becomes a file of this name.  What one imports with import() and stands here too is loaded when it is needed. */
const ENTRIES = {
  verify: 'verifier/index.ts',
  check: 'pages/check.ts',
  credential: 'pages/credential.ts',
  share: 'pages/share.ts',
  page: 'pages/page.ts',
  person: 'pages/person.ts',
  catalogue: 'pages/catalogue.ts',
  language: 'pages/language.ts'
};

/* Bytes, gzipped, of all that a check of an ordinary badge on its page loads, but for STRUCTURE and LANGUAGE. */
export const MOST_GZIPPED = 45 * 1024;

/* The structure that Open Badges 3.0 asks for, fetched while the signature is looked at. */
const STRUCTURE = 'verifier/format.ts';

/* The language of the page, which every page loads, whether something is checked there or not. */
const LANGUAGE = 'pages/language.ts';

/* What is loaded where: first by the page itself and by pressing the button, then as the credential needs it. */
const LOADS = {
  'a check on a credential page': ['pages/check.ts', 'pages/credential.ts', STRUCTURE],
  'a JSON file on /verify/': ['pages/page.ts', 'verifier/index.ts', STRUCTURE],
  'a JWT on /verify/': ['pages/page.ts', 'verifier/index.ts', STRUCTURE, 'verifier/seldom.ts'],
  'a picture on /verify/': ['pages/page.ts', 'verifier/index.ts', STRUCTURE, 'verifier/baking/index.ts']
};

/* Packages whose code gets into the bundle; their licences go with it. */
export const PACKAGES = ['jsonld', 'rdf-canonize', '@noble/ed25519', 'qr'];

/* Files that are fetched only when they are needed, always after the verifier. */
const LATER = /[\\/](?:verifier[\\/](?:format|seldom|inflate|ed25519|contexts-more|baking[\\/]index)|pages[\\/]saving)\.ts$/;

/* How esbuild is asked; tests bundle modules of their own in the same way. */
export function options(entryPoints, more = {}) {
  return {
    absWorkingDir: ROOT,
    entryPoints,
    bundle: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    charset: 'utf8',
    loader: {'.jsonld': 'json'},
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [slim(path.join(SOURCES, 'verifier/shims'))],
    write: false,
    ...more
  };
}

/* Every file by its name, and what esbuild says about them. */
export async function bundle() {
  const entries = Object.fromEntries(
    Object.entries(ENTRIES).map(([name, file]) => [name, path.join(SOURCES, file)])
  );
  const built = await esbuild.build(
    options(entries, {
      outdir: OUT,
      splitting: true,
      minify: true,
      metafile: true,
      entryNames: '[name]',
      chunkNames: '[name]-[hash]',
      plugins: [slim(path.join(SOURCES, 'verifier/shims')), together()],
      banner: {js: '/* conferral, Apache-2.0; what it is made of: licences.txt */'}
    })
  );
  const files = new Map(built.outputFiles.map(file => [path.basename(file.path), file.contents]));
  files.set('licences.txt', Buffer.from(await licences()));
  return {files, metafile: built.metafile};
}

/* What is loaded later imports the verifier, which is there by then.

   esbuild makes a file of its own of whatever several files need, so a module that one of these uses and another does
   not would be one more file to fetch. */
function together() {
  return {
    name: 'together',
    setup(build) {
      build.onLoad({filter: LATER}, async ({path: file}) => {
        const verifier = path.relative(path.dirname(file), path.join(SOURCES, 'verifier/index.ts'));
        return {contents: `import './${verifier}';\n${await readFile(file, 'utf8')}`, loader: 'ts'};
      });
    }
  };
}

async function licences() {
  const texts = await Promise.all(
    PACKAGES.map(async name => {
      const folder = path.join(ROOT, 'node_modules', name);
      const {version} = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
      const file = (await readdir(folder)).find(one => /^licen[cs]e/i.test(one));
      return `${name} ${version}\n\n${(await readFile(path.join(folder, file), 'utf8')).trim()}\n`;
    })
  );
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/* The files that each of LOADS fetches, with what they import at once. */
export function loads(metafile) {
  return Object.fromEntries(
    Object.entries(LOADS).map(([what, sources]) => [what, fetchedAtOnce(sources.map(file => nameOf(file, metafile)), metafile)])
  );
}

/* What a check on a credential page loads that has to be small, and the file of the structure, left out of it. */
export function ordinary(metafile) {
  const structure = nameOf(STRUCTURE, metafile);
  const [all] = Object.values(loads(metafile));
  const before = fetchedAtOnce([nameOf(LANGUAGE, metafile)], metafile);
  return {names: [...all].filter(name => name !== structure && !before.has(name)), structure};
}

/* The file that `source`, a file in src, has become. */
function nameOf(source, {outputs}) {
  const [file] = Object.entries(outputs).find(([, {entryPoint}]) => entryPoint === `src/${source}`);
  return path.basename(file);
}

/* The files that a browser fetches before the files `names` run. */
function fetchedAtOnce(names, {outputs}) {
  const found = new Set();
  const waiting = [...names];
  while (waiting.length) {
    const next = waiting.pop();
    if (found.has(next)) {
      continue;
    }
    found.add(next);
    const output = Object.entries(outputs).find(([file]) => path.basename(file) === next)[1];
    for (const {path: file, kind} of output.imports) {
      if (kind === 'import-statement') {
        waiting.push(path.basename(file));
      }
    }
  }
  return found;
}

async function write(files) {
  await mkdir(OUT, {recursive: true});
  const names = [...files.keys()].sort((one, other) => (one === 'verify.js') - (other === 'verify.js'));
  for (const name of names) {
    const place = path.join(OUT, name);
    await writeFile(`${place}.${process.pid}.tmp`, files.get(name));
    await rename(`${place}.${process.pid}.tmp`, place);
  }
  for (const name of await readdir(OUT)) {
    if (!files.has(name) && !name.endsWith('.tmp')) {
      await rm(path.join(OUT, name), {force: true});
    }
  }
}

async function main() {
  const {files, metafile} = await bundle();
  const gzipped = new Map([...files].map(([name, content]) => [name, gzipSync(content, {level: 9}).length]));
  for (const [name, content] of files) {
    const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
    console.log(`${name.padEnd(26)} ${String(content.length).padStart(7)} bytes ${String(gzipped.get(name)).padStart(6)} gzipped  ${digest}`);
  }
  const sizeOf = names => [...names].reduce((sum, name) => sum + gzipped.get(name), 0);
  for (const [what, names] of Object.entries(loads(metafile))) {
    console.log(`${what}: ${sizeOf(names)} bytes gzipped, in ${names.size} files`);
  }
  const {names, structure} = ordinary(metafile);
  const size = sizeOf(names);
  console.log(`${names.join(' + ')}: ${size} bytes gzipped of ${MOST_GZIPPED}, and ${structure}: ${gzipped.get(structure)}`);
  if (size > MOST_GZIPPED) {
    console.error('the verifier is too large: move what is seldom needed behind import()');
    return 1;
  }
  await write(files);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await main();
}
