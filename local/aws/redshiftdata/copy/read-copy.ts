import { notCoveredHere, Refusal } from '../dialect/refusal.ts';
import { literalValue, nameOf, type Token, wordOf } from '../dialect/tokenize.ts';

export type Place = { readonly bucket: string; readonly key: string };

export type Copy = {
  /** Schema and name, or the name alone. */
  readonly table: readonly string[];
  /** Undefined: all, in their order. */
  readonly columns: readonly string[] | undefined;
  readonly from: Place;
  /** The ARN of the role that reads; undefined where it is the default one. */
  readonly role: string | undefined;
  readonly format:
    | { readonly kind: 'parquet'; readonly serializeToJson: boolean }
    | { readonly kind: 'json'; readonly paths: Place | undefined; readonly isGzip: boolean };
};

/** Tokens from the front; `take` tells what it wanted where something else stands. */
function cursorOf(tokens: readonly Token[]) {
  let at = 0;
  const unexpected = () => new Refusal(`syntax error at or near "${tokens[at]?.text ?? 'end of input'}"`);
  const next = (): Token => {
    const token = tokens[at];
    if (token === undefined) throw unexpected();
    at += 1;
    return token;
  };
  const takes = (word: string): boolean => {
    const found = wordOf(tokens[at]) === word;
    if (found) at += 1;
    return found;
  };
  return {
    isAtEnd: () => at >= tokens.length,
    next,
    takes,
    take(word: string): void {
      if (!takes(word)) throw unexpected();
    },
    name(): string {
      if (tokens[at]?.kind !== 'word' && tokens[at]?.kind !== 'name') throw unexpected();
      return nameOf(next());
    },
    string(): string {
      if (tokens[at]?.kind !== 'string') throw unexpected();
      return literalValue(next());
    },
    isString: () => tokens[at]?.kind === 'string',
  };
}

type Cursor = ReturnType<typeof cursorOf>;

/** Reads COPY … FROM 's3://…' with the options that are covered; every other one is refused by its name. `tokens` are without space. */
export function readCopy(tokens: readonly Token[]): Copy {
  const cursor = cursorOf(tokens);
  cursor.take('COPY');
  const table = [cursor.name()];
  if (cursor.takes('.')) table.push(cursor.name());
  const columns = cursor.takes('(') ? readColumns(cursor) : undefined;
  cursor.take('FROM');
  const from = placeOf(cursor.string());
  const options = readOptions(cursor);
  return { table, columns, from, role: roleOf(options), format: formatOf(options) };
}

function readColumns(cursor: Cursor): readonly string[] {
  const columns = [cursor.name()];
  while (cursor.takes(',')) columns.push(cursor.name());
  cursor.take(')');
  return columns;
}

/** `s3://bucket/key` → its parts. */
export function placeOf(uri: string): Place {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.*)$/.exec(uri) ?? [];
  if (bucket === undefined || key === undefined) throw notCoveredHere(`COPY from '${uri}'`);
  return { bucket, key };
}

type Options = { role?: string; format?: 'PARQUET' | 'JSON'; json?: string; flags: Set<string> };

const flags = new Set(['GZIP', 'SERIALIZETOJSON']);
/** Options that take 'auto' alone here. */
const automatic = new Set(['TIMEFORMAT', 'DATEFORMAT']);

function readOptions(cursor: Cursor): Options {
  const options: Options = { flags: new Set() };
  while (!cursor.isAtEnd()) readOption(cursor, options);
  return options;
}

function readOption(cursor: Cursor, options: Options): void {
  const option = wordOf(cursor.next());
  if (option === 'IAM_ROLE') options.role = cursor.takes('DEFAULT') ? 'default' : cursor.string();
  else if (option === 'FORMAT') readFormat(cursor, options);
  else if (option === 'PARQUET' || option === 'JSON') setFormat(option, cursor, options);
  else if (automatic.has(option)) readAutomatic(option, cursor);
  else if (flags.has(option)) options.flags.add(option);
  else throw notCoveredHere(`COPY's option ${option}`);
}

function readFormat(cursor: Cursor, options: Options): void {
  cursor.takes('AS');
  const format = wordOf(cursor.next());
  if (format !== 'PARQUET' && format !== 'JSON') throw notCoveredHere(`COPY's format ${format}`);
  setFormat(format, cursor, options);
}

function setFormat(format: 'PARQUET' | 'JSON', cursor: Cursor, options: Options): void {
  if (options.format !== undefined) throw new Refusal('conflicting or redundant options');
  options.format = format;
  if (format === 'PARQUET') return;
  cursor.takes('AS');
  options.json = cursor.isString() ? cursor.string() : 'auto';
}

function readAutomatic(option: string, cursor: Cursor): void {
  cursor.takes('AS');
  const value = cursor.string();
  if (value.toLowerCase() !== 'auto') throw notCoveredHere(`COPY's option ${option} '${value}'`);
}

function roleOf({ role }: Options): string | undefined {
  if (role === undefined) throw new Refusal("COPY needs IAM_ROLE: default, or 'arn:aws:iam::…:role/…'");
  return role.toLowerCase() === 'default' ? undefined : role;
}

function formatOf({ format, json = 'auto', flags }: Options): Copy['format'] {
  if (format === undefined) throw notCoveredHere('COPY of delimited text: FORMAT PARQUET and FORMAT JSON are covered');
  if (format === 'PARQUET') {
    if (flags.has('GZIP')) throw new Refusal('GZIP option is not supported for PARQUET');
    return { kind: 'parquet', serializeToJson: flags.has('SERIALIZETOJSON') };
  }
  if (flags.has('SERIALIZETOJSON')) throw new Refusal('SERIALIZETOJSON is only supported for PARQUET and ORC');
  return { kind: 'json', paths: json === 'auto' ? undefined : placeOf(json), isGzip: flags.has('GZIP') };
}
