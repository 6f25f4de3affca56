import { SqlError } from '../../../sql/error.ts';
import { parseHiveType } from '../catalog/hive-type.ts';
import { accept, type Cursor, peek, readName, readString, unexpected } from './cursor.ts';
import type { ColumnDefinition } from './ddl.ts';

/** `name type [COMMENT '…']`. */
export function readColumn(cursor: Cursor): ColumnDefinition {
  const name = readName(cursor);
  const type = readType(cursor);
  return accept(cursor, 'COMMENT') ? { name, type, comment: readString(cursor) } : { name, type };
}

/** A Hive type, as Glue keeps it: lower case, without spaces. */
export function readType(cursor: Cursor): string {
  const start = cursor.at;
  const reading = { depth: 0, text: '' };
  while (takesNext(cursor, reading)) cursor.at += 1;
  return checked(cursor, start, reading.text);
}

const steps: Readonly<Record<string, number>> = { '<': 1, '(': 1, '>': -1, ')': -1 };

/** Adds the present token to the type, unless the type ends before it. */
function takesNext(cursor: Cursor, reading: { depth: number; text: string }): boolean {
  const token = peek(cursor);
  if (!token || (reading.depth === 0 && ends(token.text, reading.text))) return false;
  reading.depth += steps[token.text] ?? 0;
  reading.text += token.text.toLowerCase();
  return true;
}

const ends = (token: string, soFar: string) =>
  soFar === '' ? /^[,)]$/.test(token) : !/^[<(]$/.test(token) || /[)>]$/.test(soFar);

function checked(cursor: Cursor, start: number, text: string): string {
  try {
    parseHiveType(text);
    return text === 'integer' ? 'int' : text;
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    cursor.at = start;
    throw unexpected(cursor, 'in column type');
  }
}
