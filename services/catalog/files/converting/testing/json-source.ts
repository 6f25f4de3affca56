import fc from 'fast-check';
import { type Fields, textOf, type Value } from '../../core/value.ts';
import { anyText, asWritten } from '../../core/values-for-tests.ts';
import { keys, type SourceFile } from './source-keys.ts';

const number = fc
  .oneof(
    fc.integer().map(String),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => JSON.stringify(value)),
    fc.constantFrom(
      '1.50',
      '10.0',
      '-0',
      '-0.0',
      '1e3',
      '1e400',
      '1E-7',
      '0.0000001',
      '9007199254740993',
      '-9223372036854775809',
    ),
  )
  .map((text) => asWritten('number', text));

const scalar: fc.Arbitrary<Value> = fc.oneof(
  { weight: 3, arbitrary: number },
  { weight: 3, arbitrary: anyText },
  fc.constantFrom<Value>(true, false, null),
);

const fieldsOf = (value: fc.Arbitrary<Value>): fc.Arbitrary<Fields> =>
  fc
    .uniqueArray(fc.tuple(fc.constantFrom(...keys, 'k', 'K', '', "it's", '__proto__', 'constructor'), value), {
      maxLength: 3,
      selector: ([key]) => key,
    })
    .map((entries) => Object.fromEntries(entries));

function anyOf(levels: number): fc.Arbitrary<Value> {
  if (levels === 0) return scalar;
  const inner = anyOf(levels - 1);
  return fc.oneof({ weight: 3, arbitrary: scalar }, fc.array(inner, { maxLength: 3 }), fieldsOf(inner));
}

const together = (records: readonly Fields[]) => `[${records.map(textOf).join()}]`;

/** White space wherever it may stand. */
function pretty(text: string): string {
  return text.replace(/("(?:[^"\\]|\\.)*")|[{}[\],:]/g, (each, string?: string) => string ?? `${each}\n\t `);
}

/** The same records in every shape in which JSON has them. */
const shapes: Readonly<Record<string, (records: readonly Fields[]) => string>> = {
  lines: (records) => records.map(textOf).join('\n'),
  'lines of Windows': (records) => records.map((each) => `${textOf(each)}\r\n`).join(''),
  'documents back to back': (records) => records.map(textOf).join(''),
  'pretty documents': (records) => records.map((each) => pretty(textOf(each))).join('\n'),
  'an array': together,
  'a pretty array': (records) => pretty(together(records)),
  'an envelope': (records) => `{"has_more":false,"data":${together(records)},"total":${records.length}}`,
  'pages of an envelope': (records) => records.map((each) => `{"results":[${textOf(each)}],"next":null}`).join('\n'),
};

/** JSON of every shape. */
export function jsonSource(first: number): fc.Arbitrary<SourceFile> {
  const records = fc
    .array(fieldsOf(anyOf(3)), { minLength: 1, maxLength: 4 })
    .map((all) => all.map((each, at): Fields => ({ ...each, n: asWritten('number', String(first + at)) })));
  return fc.tuple(records, fc.constantFrom(...Object.keys(shapes))).map(([all, shape]) => ({
    kind: `json: ${shape}`,
    write: () => Buffer.from(shapes[shape]?.(all) ?? ''),
    records: all,
  }));
}
