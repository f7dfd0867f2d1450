/*
 * What the programs of this folder share: a site in a folder as the only thing there is to fetch, a clock that
 * stands where it was put, and one JSON request in for one JSON answer out.
 *
 * A request is {folder, base_url, jobs}.  A job is {name, at, path | document, replaced, folder}: the document itself
 * or the site path it lies under, the instant to answer for, documents that stand in for those of the folder (null for
 * one that is gone), and another folder where the site is to be taken as it was at another time.
 */

import dns from 'node:dns';
import {existsSync, readFileSync} from 'node:fs';
import net from 'node:net';
import {join} from 'node:path';

const RealDate = Date;
let instant = 0;

class StandingDate extends RealDate {
  constructor(...given) {
    super(...(given.length ? given : [instant]));
  }

  static now() {
    return instant;
  }
}

/** Put the clock of the whole process to an instant, where it stays. */
export function setClock(at) {
  globalThis.Date = StandingDate;
  instant = new RealDate(at).getTime();
}

/** From now on nothing reaches the network, whoever asks. */
export function cutNetwork() {
  const refuse = () => {
    throw new Error('the network is cut off');
  };
  net.Socket.prototype.connect = refuse;
  dns.lookup = refuse;
  dns.promises.lookup = refuse;
}

/** The documents of a site; `refused` gathers every other address that was asked for. */
export class Site {
  constructor({folder, base_url: baseUrl}) {
    this.folder = folder;
    this.base = `${baseUrl}/`;
    this.replaced = {};
    this.refused = new Set();
  }

  /** The document at a site path, as text; null if there is none. */
  read(path) {
    if(Object.hasOwn(this.replaced, path)) {
      return this.replaced[path] === null ? null : JSON.stringify(this.replaced[path]);
    }
    const file = join(this.folder, path);
    return path.endsWith('.json') && existsSync(file) ? readFileSync(file, 'utf8') : null;
  }

  /** The document at an address, as text; null if there is none or the address is not of the site. */
  fetch(url) {
    if(url.startsWith(this.base)) {
      return this.read(url.slice(this.base.length));
    }
    this.refused.add(url);
    return null;
  }

  /** The document at an address, parsed; throws if there is none. */
  load(url) {
    const text = this.fetch(url);
    if(text === null) {
      throw new Error(`NotFoundError loading "${url}"`);
    }
    return JSON.parse(text);
  }
}

/** Answer the request on standard input: `examine(job, document, site)` gives the finding of one job. */
export async function answer(examine) {
  console.log = console.info = console.error;
  const request = JSON.parse(readFileSync(0, 'utf8'));
  const site = new Site(request);
  const findings = {};
  const started = performance.now();
  for(const job of request.jobs) {
    site.replaced = job.replaced ?? {};
    site.folder = job.folder ?? request.folder;
    const document = job.document ?? JSON.parse(site.read(job.path));
    findings[job.name] = await examine(job, document, site);
  }
  const milliseconds = Math.round(performance.now() - started);
  process.stdout.write(JSON.stringify({findings, milliseconds, refused: [...site.refused]}));
}

/** Messages of an error and of everything it carries, for a person who reads a failed test. */
export function told(error) {
  const parts = [error?.message, ...(error?.errors ?? []).map(told), error?.cause && told(error.cause)];
  return [...new Set(parts.filter(Boolean))].join('; ');
}

export const isList = document => [document.type].flat().includes('BitstringStatusListCredential');
