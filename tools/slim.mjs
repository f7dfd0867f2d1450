/* What a page needs of jsonld and rdf-canonize, and no more, as a plugin for esbuild.

   Their files are CommonJS, of which a bundler can leave nothing out.  Here each becomes an ES module while it is
   bundled: the same code, of which what nobody calls goes.  Also left out are the words of errors (ours tell the error's
   code), events (nobody listens), and what only compaction needs. */

import {readFile} from 'node:fs/promises';
import path from 'node:path';

const FILES = /node_modules[\\/](jsonld|rdf-canonize)[\\/]lib[\\/]\w+\.js$/;

/* What stands in for a module, in src/verifier/shims. */
const SHIMS = {
  'rdf-canonize': 'rdf-canonize.ts',
  canonicalize: 'canonicalize.ts',
  './NQuads': 'nquads.ts',
  './events': 'nothing.ts',
  // Hashing and pauses, which src/verifier/blank-nodes.ts does differently.
  './MessageDigest': 'nothing.ts',
  './platform': 'nothing.ts'
};

/* `shims` is the folder of what stands in for other modules. */
export function slim(shims) {
  return {
    name: 'slim',
    setup(build) {
      build.onResolve({filter: /^(rdf-canonize|canonicalize|\.\/\w+)$/}, ({path: name, importer}) =>
        FILES.test(importer) && name in SHIMS
          ? {path: path.join(shims, SHIMS[name]), sideEffects: false}
          : undefined
      );
      build.onLoad({filter: FILES}, async ({path: file}) => ({
        contents: asModule(await readFile(file, 'utf8'), path.basename(file, '.js')),
        loader: 'js'
      }));
    }
  };
}

function asModule(source, name) {
  let code = replaced(source, /'use strict';\n/, '');
  if (name === 'context') {
    code = without(code, '    getInverse: _createInverseContext,\n');
    code = without(code, '    child.getInverse = this.getInverse;\n');
    code = between(code, '  /**\n   * Generates an inverse context', '  /**\n   * Clones an active context');
  }
  code = withoutWords(code).replace(/if\([^()]*(?:\(\w+\))?[^()]*\.eventHandler\) \{/g, 'if(false) {');
  return (
    code
      // const {one, two: other} = require('./module');
      .replace(/^const \{([^}]*)\} = require\('([^']+)'\);$/gm, (_, names, module) =>
        `import {${names.replace(/\/\/.*$/gm, '').replaceAll(':', ' as ')}} from '${module}';`
      )
      .replace(/^const (\w+) = require\('([^']+)'\)\.\w+;$/gm, "import {$1} from '$2';")
      // A module is imported as a whole by its name in lower case, and a class by its own.
      .replace(/^const ([A-Z]\w*|jsonCanonicalize) = require\('([^']+)'\);$/gm, "import $1 from '$2';")
      .replace(/^const (\w+) = require\('([^']+)'\);$/gm, "import * as $1 from '$2';")
      .replace(/^const api = \{\};\nmodule\.exports = api;$/m, `import * as api from './${name}';`)
      .replace(/^api\.(\w+) = \1;$/gm, 'export {$1};')
      .replace(/^api\.(\w+) = /gm, 'export const $1 = ')
      .replace(/^module\.exports = \{([^}]*)\};$/m, (_, members) => constants(members))
      .replace(/^module\.exports = class/m, 'export default class')
  );
}

/* `NAME: value` and `NAME`, as declarations. */
function constants(members) {
  return members
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/^\s*(\w+): (.*?),?$/gm, 'export const $1 = $2;')
    .replace(/^\s*(\w+),$/gm, 'export {$1};');
}

/* The first two arguments of an error of jsonld are for people, and are not shown. */
function withoutWords(code) {
  const start = 'new JsonLdError(';
  let found = '';
  let place = 0;
  for (let next = code.indexOf(start); next >= 0; next = code.indexOf(start, place)) {
    const begin = next + start.length;
    const end = afterArgument(code, afterArgument(code, begin));
    found += `${code.slice(place, begin)}'', '',`;
    place = end;
  }
  return found + code.slice(place);
}

/* The place after the comma that ends the argument at `place`. */
function afterArgument(code, place) {
  let depth = 0;
  for (let at = place; at < code.length; at++) {
    const character = code[at];
    if (character === "'" || character === '`') {
      at = code.indexOf(character, at + 1);
    } else if ('([{'.includes(character)) {
      depth++;
    } else if (')]}'.includes(character)) {
      depth--;
      if (depth < 0) {
        return at;
      }
    } else if (character === ',' && depth === 0) {
      return at + 1;
    }
  }
  throw new Error('an error of jsonld does not end');
}

function between(code, from, to) {
  const [begin, end] = [code.indexOf(from), code.indexOf(to)];
  if (begin < 0 || end < begin) {
    throw new Error(`jsonld has changed: ${from} is not found`);
  }
  return code.slice(0, begin) + code.slice(end);
}

function without(code, part) {
  return replaced(code, part, '');
}

function replaced(code, part, by) {
  const result = code.replace(part, by);
  if (result === code) {
    throw new Error(`jsonld has changed: ${part} is not found`);
  }
  return result;
}
