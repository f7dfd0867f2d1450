/* What tools/bundle.mjs makes, twice: the names of the files, their digests and texts, and where they come from. */

import {createHash} from 'node:crypto';
import {gzipSync} from 'node:zlib';
import {bundle, loads, MOST_GZIPPED, ordinary, PACKAGES} from '../../../../tools/bundle.mjs';

const [one, other] = [await bundle(), await bundle()];
const digests = ({files}) =>
  Object.fromEntries([...files].map(([name, data]) => [name, createHash('sha256').update(data).digest('hex')]));
process.stdout.write(
  JSON.stringify({
    digests: [digests(one), digests(other)],
    texts: Object.fromEntries([...one.files].map(([name, data]) => [name, Buffer.from(data).toString('utf8')])),
    gzipped: Object.fromEntries([...one.files].map(([name, data]) => [name, gzipSync(data, {level: 9}).length])),
    loads: Object.fromEntries(Object.entries(loads(one.metafile)).map(([what, names]) => [what, [...names]])),
    ordinary: ordinary(one.metafile).names,
    inputs: Object.keys(one.metafile.inputs),
    most: MOST_GZIPPED,
    packages: PACKAGES
  })
);
