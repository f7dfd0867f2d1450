/* What a page needs of jsonld and rdf-canonize, and no more, as a plugin for esbuild.

   Their files are CommonJS, of which a bundler can leave nothing out.  Here each becomes an ES module while it is
   bundled: the same code, of which what nobody calls goes.  Also left out are the words of errors (ours tell the error's
   code), events (nobody listens), what only compaction and framing need, and what neither a bundled context nor a
   document that src/verifier/safe-document.ts lets through can ask for.  `checkContext` holds the contexts to that, and
   with them every document: no term stands for a keyword but @id and @type. */

import {readFile} from 'node:fs/promises';
import path from 'node:path';

const FILES = /node_modules[\\/](jsonld|rdf-canonize)[\\/]lib[\\/]\w+\.js$/;
const CONTEXTS = /[\\/]standards[\\/]contexts[\\/][\w.-]+\.json(?:ld)?$/;

/* What stands in for a module, in src/verifier/shims. */
const SHIMS = {
  'rdf-canonize': 'rdf-canonize.ts',
  canonicalize: 'canonicalize.ts',
  './JsonLdError': 'json-ld-error.ts',
  './NQuads': 'nquads.ts',
  './events': 'nothing.ts',
  // Hashing and pauses, which src/verifier/blank-nodes.ts does differently.
  './MessageDigest': 'nothing.ts',
  './platform': 'nothing.ts'
};

/* Questions whose answer is no, by the module that asks.  They stand there letter by letter, but for white space. */
const NEVER = {
  context: [
    "_isObject(localCtx) && '@context' in localCtx && _isArray(localCtx['@context'])",
    "_isObject(resolved[0].document) && typeof resolved[0].document['@propagate'] === 'boolean'",
    "_isObject(ctx) && '@context' in ctx",
    '!_isObject(ctx)',
    "'@base' in ctx",
    "'@base' in activeCtx",
    "'@base' in this",
    "'@language' in ctx",
    "'@language' in this",
    "'@direction' in ctx",
    "'@propagate' in ctx",
    "'@import' in ctx",
    "ctx['@version'] !== 1.1",
    "activeCtx.processingMode && activeCtx.processingMode === 'json-ld-1.0'",
    '!_isAbsoluteIri(value) && api.processingMode(rval, 1.0)',
    '_isString(keyCtx)',
    "term === '@type'",
    'api.isKeyword(term)',
    'term.match(REGEX_KEYWORD)',
    "term === ''",
    '!_isObject(value)',
    "'@reverse' in value",
    'id && !_isString(id)',
    '!api.isKeyword(id) && id.match(REGEX_KEYWORD)',
    'term.match(/(?::[^:])|\\//)',
    'mapping._termHasColon',
    '!_isString(type)',
    'api.processingMode(activeCtx, 1.0)',
    "type.indexOf('_:') === 0",
    "'@index' in value",
    "'@language' in value && !('@type' in value)",
    "'@prefix' in value",
    "'@direction' in value",
    "'@nest' in value",
    "id === '@context' || id === '@preserve'",
    "type === '@language' && type in ctx",
    "type === '@direction' && type in ctx"
  ],
  expand: [
    "activeProperty === '@default'",
    'options.isFrame',
    "expandedActiveProperty === '@graph'",
    "expandedActiveProperty === '@reverse'",
    "expandedProperty === '@included'",
    "expandedProperty === '@direction'",
    "expandedProperty === '@index'",
    "expandedProperty === '@reverse'",
    "expandedProperty === '@nest'",
    "expandedProperty === '@graph'",
    "expandedProperty === '@list'",
    "expandedProperty === '@set'",
    "'@direction' in rval",
    "'@index' in rval",
    "'@set' in rval || '@list' in rval",
    "container.includes('@language')",
    "container.includes('@index')",
    "container.includes('@id')",
    "container.includes('@type')",
    "container.some(key => key === '@id' || key === '@index')",
    'termCtx.mappings.has(key) && termCtx.mappings.get(key).reverse'
  ],
  nodeMap: ["property === '@reverse'", "property === '@included'", "property === '@index'"],
  toRdf: ["'@direction' in item"],
  util: [
    'options.valueIsArray',
    'options.prependValue',
    'isFrame && types.isObject(v)',
    'value instanceof Set'
  ],
  url: ["(parsed.scheme === 'https' && parsed.port === '443') || (parsed.scheme === 'http' && parsed.port === '80')"],
  RDFC10: [
    '++i % 100 === 0',
    '++i % 3 === 0',
    'this.maxDeepIterations < 0',
    'this.maxDeepIterations > Number.MAX_SAFE_INTEGER',
    'this.remainingDeepIterations === 0'
  ]
};

/* Questions whose answer is yes. */
const ALWAYS = {
  context: ['api.processingMode(activeCtx, 1.1)', '!mapping._termHasColon'],
  expand: ['_processingMode(activeCtx, 1.1)', '!insideIndex', "expandedProperty !== '@list'"]
};

/* What goes without a question, from its beginning up to what follows. */
const LEFT_OUT = {
  context: [
    ['const events = [];', 'const resolved = '],
    [',\n      events', '\n    });\n  }\n\n  return rval;'],
    ["const validKeys = ['@container', '@id', '@language'", "if('@reverse' in value) {"],
    ["const validContainers = ['@list'", "mapping['@container'] = container;"],
    ['getInverse: _createInverseContext,', 'clone: _cloneActiveContext'],
    ['child.getInverse = this.getInverse;', 'child.protected = util.clone'],
    ['function _createInverseContext() {', 'function _cloneActiveContext']
  ],
  expand: [
    ['if(_isObject(value)) {\n        value = Object.fromEntries', '_validateTypeValue(value'],
    ['const nests = [];', 'let unexpandedValue;'],
    ['for(const language of value) {', "_addValue(\n        expandedParent, '@language'"],
    ["nests.push(key);", 'continue;'],
    ['for(const key of nests) {', '}\n\nfunction _expandValue'],
    ['if(expandedValue === null && value.match(REGEX_KEYWORD))', "return {'@id': expandedValue};"],
    ["const direction = _getContextValue(activeCtx, activeProperty, '@direction');", "}\n  if(!['boolean', 'number', 'string']"]
  ],
  util: [
    ["if(!('valueIsArray' in options)) {", "if(!('allowDuplicate' in options)) {"],
    ["if(!('prependValue' in options)) {", 'if(options.valueIsArray) {']
  ]
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
      build.onLoad({filter: CONTEXTS}, async ({path: file}) => {
        const contents = await readFile(file, 'utf8');
        checkContext(JSON.parse(contents), path.basename(file));
        return {contents, loader: 'json'};
      });
    }
  };
}

/* The keywords that stand in a bundled context as values: as containers, as what a term stands for, as types. */
const CONTAINERS = new Set(['@set', '@list', '@graph']);
const ALIASED = new Set(['@id', '@type']);
const TYPES = new Set(['@id', '@vocab', '@json']);

/* That a bundled context asks for nothing that is left out here; it stands at the top, or belongs to a term or a type. */
export function checkContext(document, name) {
  const unfit = what => {
    throw new Error(`${name} uses ${what}, which tools/slim.mjs leaves out of jsonld`);
  };
  const text = (value, keywords) => {
    if (typeof value !== 'string' || (value.startsWith('@') && !keywords.has(value)) || value.startsWith('_:')) {
      unfit(JSON.stringify(value));
    }
  };
  const context = found => {
    if (found === null) {
      return;
    }
    if (typeof found !== 'object' || Array.isArray(found)) {
      unfit('a context that is no object');
    }
    for (const [term, value] of Object.entries(found)) {
      if (term.startsWith('@')) {
        const fits = {'@version': value === 1.1, '@protected': typeof value === 'boolean', '@vocab': /^https?:/.test(value)};
        fits[term] || unfit(term);
      } else if (!/^[\w.]+$/.test(term)) {
        unfit(`the term “${term}”`);
      } else if (typeof value === 'string') {
        text(value, ALIASED);
      } else {
        definition(value);
      }
    }
  };
  const definition = found => {
    if (found === null || typeof found !== 'object') {
      unfit(JSON.stringify(found));
    }
    for (const [keyword, value] of Object.entries(found)) {
      switch (keyword) {
        case '@id':
          text(value, ALIASED);
          break;
        case '@type':
          text(value, TYPES);
          break;
        case '@container':
          text(value, CONTAINERS);
          break;
        case '@protected':
          typeof value === 'boolean' || unfit(keyword);
          break;
        case '@context':
          context(value);
          break;
        default:
          unfit(keyword);
      }
    }
  };
  context(document['@context']);
}

function asModule(source, name) {
  let code = replaced(withoutComments(source), /'use strict';\n/, '');
  code = withoutWords(code).replace(/if\([^()]*(?:\(\w+\))?[^()]*\.eventHandler\) \{/g, 'if(false) {');
  for (const [from, to] of LEFT_OUT[name] ?? []) {
    code = between(code, from, to);
  }
  for (const [answer, questions] of [['true', ALWAYS], ['false', NEVER]]) {
    for (const question of questions[name] ?? []) {
      code = replaced(code, pattern(question), answer);
    }
  }
  return (
    code
      // const {one, two: other} = require('./module');
      .replace(/^const \{([^}]*)\} = require\('([^']+)'\);$/gm, (_, names, module) =>
        `import {${names.replaceAll(':', ' as ')}} from '${module}';`
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
    .replace(/^\s*(\w+): (.*?),?$/gm, 'export const $1 = $2;')
    .replace(/^\s*(\w+),$/gm, 'export {$1};');
}

/* Comments stand on lines of their own, or after a comma. */
function withoutComments(code) {
  return code.replace(/^ *\/\*[^]*?\*\/\n/gm, '').replace(/^ *\/\/.*\n/gm, '').replace(/(,) *\/\/.*$/gm, '$1');
}

/* An error of jsonld has words for people, which are not shown, and a code. */
function withoutWords(code) {
  const start = 'new JsonLdError(';
  let found = '';
  let place = 0;
  for (let next = code.indexOf(start); next >= 0; next = code.indexOf(start, place)) {
    const begin = next + start.length;
    const details = afterArgument(code, afterArgument(code, begin));
    const end = afterArgument(code, details);
    const [, told = 'undefined'] = /code: ('[^']+')/.exec(code.slice(details, end)) ?? [];
    found += `${code.slice(place, begin)}${told}`;
    place = end;
  }
  return found + code.slice(place);
}

/* The place after the comma that ends the argument at `place`, or of the bracket after the last. */
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
  const begin = code.indexOf(from);
  const end = code.indexOf(to, begin);
  if (begin < 0 || end < begin) {
    throw new Error(`jsonld has changed: ${from} is not found`);
  }
  return code.slice(0, begin) + code.slice(end);
}

/* What finds all places with this text, whatever the white space in it. */
function pattern(text) {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll(' ', '\\s+'), 'g');
}

function replaced(code, part, by) {
  const result = code.replace(part, by);
  if (result === code) {
    throw new Error(`jsonld has changed: ${part} is not found`);
  }
  return result;
}
