import type { Cell, GridColumn } from '../../parts/grid.tsx';
import { mostColumns, mostRows, type Sheet } from '../sheet.ts';
import { cellOf, type Extent, elementsOf, membersOf } from './json-scan.ts';
import { type JsonValues, jsonValues } from './json-values.ts';

type Shape = 'an array' | 'an object' | 'values one after another' | 'an array within an object';

export type JsonRead = Sheet & { readonly shape: Shape };

/** JSON as rows: the elements of an array, or the values that stand one after another; their members are the columns. */
export function readJson(text: string, isWhole: boolean): JsonRead {
  const { shape, extents, notes } = recordsIn(text, isWhole);
  return { shape, ...sheetOf(text, extents, notes) };
}

type Found = { readonly shape: Shape; readonly extents: readonly Extent[]; readonly notes: readonly string[] };

function recordsIn(text: string, isWhole: boolean): Found {
  const read = jsonValues(text, mostRows);
  const [only] = read.values;
  if (read.values.length === 1 && only !== undefined && read.broken.length === 0 && read.open === undefined)
    return ofOne(text, only);
  if (read.values.length === 0 && read.open !== undefined && text[read.open] === '[')
    return ofOpenArray(text, read.open, isWhole);
  return { shape: 'values one after another', extents: read.values, notes: notesOf(text, read, isWhole) };
}

function ofOne(text: string, only: Extent): Found {
  if (text[only.from] === '[') {
    const { elements } = elementsOf(text, only.from);
    return { shape: 'an array', extents: elements.slice(0, mostRows), notes: cutNotes(elements.length) };
  }
  const inner = text[only.from] === '{' ? arrayWithin(text, only) : undefined;
  if (inner === undefined) return { shape: 'an object', extents: [only], notes: [] };
  const note = `These are the elements of its member “${inner.name}”.`;
  return { shape: 'an array within an object', extents: inner.elements.slice(0, mostRows), notes: [note] };
}

/** `{"Records": […]}` is read for its records: the one member that is an array of objects, where there is no other beside single values. */
function arrayWithin(text: string, extent: Extent) {
  const arrays = membersOf(text, extent).filter(({ from }) => text[from] === '[' || text[from] === '{');
  const [first, ...others] = arrays;
  if (first === undefined || others.length > 0 || text[first.from] !== '[') return undefined;
  const { elements } = elementsOf(text, first.from);
  return elements.length > 0 && elements.every(({ from }) => text[from] === '{')
    ? { name: first.name, elements }
    : undefined;
}

function ofOpenArray(text: string, from: number, isWhole: boolean): Found {
  const { elements } = elementsOf(text, from);
  const why = isWhole ? 'The array is not closed: the object is damaged or cut.' : 'The array goes on.';
  return { shape: 'an array', extents: elements.slice(0, mostRows), notes: [why, ...cutNotes(elements.length)] };
}

function cutNotes(count: number): readonly string[] {
  return count > mostRows
    ? [`Of ${count.toLocaleString('en-GB')} elements the first ${mostRows.toLocaleString('en-GB')}.`]
    : [];
}

function notesOf(text: string, { broken, open, values }: JsonValues, isWhole: boolean): readonly string[] {
  const [first] = broken;
  const line = first === undefined ? 0 : lineOf(text, first.from);
  return [
    ...(values.length >= mostRows ? [`The first ${mostRows.toLocaleString('en-GB')} values.`] : []),
    ...(first === undefined
      ? []
      : [
          `${broken.length.toLocaleString('en-GB')} of the lines are no JSON; the first is line ${line.toLocaleString('en-GB')}: ${excerpt(text, first)}`,
        ]),
    ...(open !== undefined && isWhole
      ? [`Its last value is not closed: it begins in line ${lineOf(text, open).toLocaleString('en-GB')}.`]
      : []),
    ...(open !== undefined && !isWhole && values.length === 0
      ? ['Its first value does not end in the part that was read: read more.']
      : []),
  ];
}

function excerpt(text: string, { from, to }: Extent): string {
  return text.slice(from, Math.min(to, from + 80));
}

function lineOf(text: string, at: number): number {
  let line = 1;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) line += 1;
  return line;
}

/** Rows of values: an object's members by their names, of anything else the value itself. */
function sheetOf(text: string, extents: readonly Extent[], notes: readonly string[]): Sheet {
  const places = new Map<string, number>();
  const left = new Set<string>();
  const rows = extents.map((extent): Cell[] => {
    const row: Cell[] = [];
    const members = text[extent.from] === '{' ? membersOf(text, extent) : [{ name: 'value', ...extent }];
    for (const member of members) {
      const place = placeOf(member.name, places);
      if (place === undefined) left.add(member.name);
      else row[place] = cellOf(text, member);
    }
    return row;
  });
  const columns = [...places.keys()].map((name): GridColumn => ({ name }));
  const filled = rows.map((row) => columns.map((_, at) => row[at] ?? null));
  const more =
    left.size === 0
      ? []
      : [
          `${left.size.toLocaleString('en-GB')} more of its members are not shown: ${mostColumns} columns are the most.`,
        ];
  return { columns, rows: filled, notes: [...notes, ...more] };
}

function placeOf(name: string, places: Map<string, number>): number | undefined {
  const known = places.get(name);
  if (known !== undefined || places.size >= mostColumns) return known;
  places.set(name, places.size);
  return places.size - 1;
}
