/* What tools/slim.mjs says of contexts: a list of them on standard input, of messages, or nulls, on standard output. */

import {readFileSync} from 'node:fs';
import {checkContext} from '../../../../tools/slim.mjs';

const said = JSON.parse(readFileSync(0, 'utf8')).map(context => {
  try {
    checkContext({'@context': context}, 'one.json');
    return null;
  } catch (error) {
    return error.message;
  }
});
process.stdout.write(JSON.stringify(said));
