/** Distinct numbers, in the order in which they come, and the place among them of each of the values. */
export type NumberDictionary = { readonly words: Int32Array; readonly count: number; readonly indices: Uint16Array };

// More distinct values than this save little over PLAIN.
const maxEntries = 32_768;
const mostProbes = 200;

/** The dictionary of numbers of `stride` 32-bit words each; undefined where more than a third of them are distinct. */
export function numberDictionary(words: Int32Array, stride: 1 | 2): NumberDictionary | undefined {
  const count = words.length / stride;
  const most = Math.min(maxEntries, Math.floor(count / 3));
  const indices = new Uint16Array(count);
  const table = emptyTable(most, stride);
  for (let at = 0; at < count; at += 1) {
    const entry = entryOf(table, words[at * stride] ?? 0, stride === 2 ? (words[at * 2 + 1] ?? 0) : 0);
    if (entry < 0) return undefined;
    indices[at] = entry;
  }
  return { words: table.entries.subarray(0, table.count * stride), count: table.count, indices };
}

/** A hash table with open addressing; `slots` hold a place among the entries, plus one. */
type Table = {
  readonly slots: Uint16Array;
  readonly entries: Int32Array;
  readonly stride: 1 | 2;
  readonly most: number;
  count: number;
};

function emptyTable(most: number, stride: 1 | 2): Table {
  const slots = new Uint16Array(2 ** Math.ceil(Math.log2(most * 2 + 2)));
  return { slots, entries: new Int32Array(most * stride), stride, most, count: 0 };
}

/** The number's place among the entries, where it is put if it is new; -1 when they are full, or so many of them collide that it is no chance. */
function entryOf(table: Table, low: number, high: number): number {
  const { slots } = table;
  let slot = hash(low, high) & (slots.length - 1);
  let found = slots[slot] ?? 0;
  for (let probes = 0; found !== 0; probes += 1) {
    if (isEntry(table, found - 1, low, high)) return found - 1;
    if (probes > mostProbes) return -1;
    slot = (slot + 1) & (slots.length - 1);
    found = slots[slot] ?? 0;
  }
  return addEntry(table, slot, low, high);
}

function addEntry(table: Table, slot: number, low: number, high: number): number {
  const { count, stride, entries } = table;
  if (count === table.most) return -1;
  entries[count * stride] = low;
  if (stride === 2) entries[count * 2 + 1] = high;
  table.count += 1;
  table.slots[slot] = table.count;
  return count;
}

function isEntry({ entries, stride }: Table, entry: number, low: number, high: number): boolean {
  return entries[entry * stride] === low && (stride === 1 || entries[entry * 2 + 1] === high);
}

function hash(low: number, high: number): number {
  const mixed = Math.imul(low ^ Math.imul(high, 0x85ebca6b), 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
