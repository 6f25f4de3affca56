import { type Fields, isFields, isList, isWritten, type Value, written } from '../value.ts';
import type { Evidence, Objects } from './evidence.ts';

/** Records as texts of JSON, and with their numbers as they were written. */
export type WrittenRecords = {
  readonly length: number;
  readonly textOf: (row: number) => string;
  readonly exactly: (row: number) => Value;
};

/** Records are read again that have the name of a place of whole numbers before a fraction, and none there: not more of them than so many. */
const mostInVain = 500;
/** Of more names any may be meant. */
const mostKeys = 200;

/**
 * Takes in that whole numbers were written with a fraction, `10.0`: for JSON.parse they are whole, and a later 10.5 would not fit. Costs next to
 * nothing where no record has such a number under the name of a place of whole numbers.
 */
export function seeFractions(evidence: Evidence, { length, textOf, exactly }: WrittenRecords): void {
  let form = formOf(evidence);
  let inVain = 0;
  for (let row = 0; row < length && form !== undefined && inVain < mostInVain; row += 1) {
    const text = textOf(row);
    if (!text.includes('.0') || !form.test(text)) continue;
    if (widen(evidence, exactly(row))) form = formOf(evidence);
    else inVain += 1;
  }
}

/** Where whole numbers are: under which keys, and whether in lists and under keys that are data. */
type Places = { readonly keys: Set<string>; isInLists: boolean; isAnywhere: boolean };

/** How such a number looks; undefined where there are no places of whole numbers. */
function formOf(evidence: Evidence): RegExp | undefined {
  const places: Places = { keys: new Set(), isInLists: false, isAnywhere: false };
  addPlaces(places, evidence, undefined);
  const { keys, isInLists, isAnywhere } = places;
  if (keys.size === 0 && !isInLists && !isAnywhere) return undefined;
  const names = [...keys].map((key) => escaped(JSON.stringify(key).slice(1, -1)));
  // ^: a record need not be an object.
  const before = [
    '^',
    ...(isInLists ? ['[[,]'] : []),
    isAnywhere || keys.size > mostKeys ? ':' : `"(?:${names.join('|')})"\\s*:`,
  ];
  return new RegExp(`(?:${before.join('|')})\\s*-?\\d+\\.0+(?![\\deE])`);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function addPlaces(places: Places, { scalar, element, objects }: Evidence, key: string | undefined): void {
  if (scalar === 'bigint' && key !== undefined) places.keys.add(key);
  else if (scalar === 'bigint') places.isAnywhere = true;
  if (element !== undefined) addPlacesInList(places, element);
  if (objects !== undefined) addPlacesOf(places, objects);
}

function addPlacesInList(places: Places, { scalar, element, objects }: Evidence): void {
  if (scalar === 'bigint') places.isInLists = true;
  if (element !== undefined) addPlacesInList(places, element);
  if (objects !== undefined) addPlacesOf(places, objects);
}

function addPlacesOf(places: Places, { named, many }: Objects): void {
  if (many !== undefined) addPlaces(places, many, undefined);
  for (const [key, { what }] of named) addPlaces(places, what, key);
}

/** Whether a place of whole numbers has become one of doubles. */
function widen(evidence: Evidence, value: Value): boolean {
  if (isList(value)) return value.filter((each) => widenAt(evidence.element, each)).length > 0;
  if (isFields(value)) return widenFields(evidence.objects, value);
  if (evidence.scalar !== 'bigint' || !isFraction(value)) return false;
  evidence.scalar = 'double';
  return true;
}

function widenFields(objects: Objects | undefined, value: Fields): boolean {
  const whatOf = (key: string) => objects?.many ?? objects?.named.get(key)?.what;
  return Object.entries(value).filter(([key, each]) => widenAt(whatOf(key), each)).length > 0;
}

function widenAt(evidence: Evidence | undefined, value: Value): boolean {
  return evidence !== undefined && widen(evidence, value);
}

function isFraction(value: Value): boolean {
  return isWritten(value) && value[written] === 'number' && value.text.includes('.');
}
