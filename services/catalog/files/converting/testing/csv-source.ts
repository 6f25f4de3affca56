import fc from 'fast-check';
import type { Fields, Value } from '../../core/value.ts';
import { anyText } from '../../core/values-for-tests.ts';
import { keys, type SourceFile, someOf } from './source-keys.ts';

const dialect = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  quote: fc.constantFrom('"', "'"),
  newline: fc.constantFrom('\n', '\r\n', '\r'),
  isOpen: fc.boolean(),
  /** Whether all texts are quoted, or none has to be. */
  isQuoted: fc.boolean(),
  encoding: fc.constantFrom('utf-8', 'utf-8 with its mark', 'utf-16le'),
});
type Dialect = typeof dialect extends fc.Arbitrary<infer T> ? T : never;

const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-8 with its mark': (text) => Buffer.from(`\ufeff${text}`),
  'utf-16le': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
};

/** Texts in which no dialect has a sign of its own. */
const bareText = fc.oneof(
  fc.constantFrom(
    'x',
    'é',
    '漢',
    '007',
    '1.50',
    '10.0',
    '5',
    '-1',
    '2026-11-29',
    '2026-11-29T10:00:00Z',
    '0000-00-00',
    'true',
    'FALSE',
  ),
  fc.integer().map(String),
);
const quotedText = fc.oneof(
  bareText,
  anyText,
  fc.string({ unit: fc.constantFrom('a', '"', "'", ',', ';', '\t', '|', '\n', '\r\n', ' ', 'é'), maxLength: 5 }),
);

/** Rows of texts in every dialect; a cell without anything is null. */
export function csvSource(first: number): fc.Arbitrary<SourceFile> {
  return fc.tuple(someOf(keys, 1), dialect).chain(([names, how]) => {
    // What \r alone ends, no text may have the other end of.
    const clean = (text: string) => (how.newline === '\r' ? text.replaceAll('\n', ' ') : text).replaceAll('\0', '');
    const cell = fc.option(how.isQuoted ? quotedText.map(clean) : bareText, { freq: 5 });
    const row = fc.tuple(...names.map(() => cell));
    return fc.array(row, { minLength: 4, maxLength: 6 }).map((rows) => fileOf(rows, { names, first, how }));
  });
}

type Rows = { readonly names: readonly string[]; readonly first: number; readonly how: Dialect };
type Row = readonly (string | null)[];

function fileOf(rows: readonly Row[], { names, first, how }: Rows): SourceFile {
  const { delimiter, newline, isOpen, encoding } = how;
  const lines = [
    ['n', ...names],
    ...rows.map((cells, at) => [`${first + at}`, ...cells.map((each) => written(each, how))]),
  ];
  const text = lines.map((fields) => fields.join(delimiter)).join(newline) + (isOpen ? '' : newline);
  const records = rows.map((cells, at): Fields => {
    const named = names.map((name, place): [string, Value] => [name, cells[place]]);
    return Object.fromEntries([['n', `${first + at}`], ...named]);
  });
  return {
    kind: `csv: ${JSON.stringify(how)}`,
    write: () => encodings[encoding]?.(text) ?? Buffer.from(text),
    records,
  };
}

function written(text: string | null, { isQuoted, quote }: Dialect): string {
  return text === null ? '' : isQuoted ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}` : text;
}
