/** Of how many 32-bit words a number is. */
export type Stride = 1 | 2 | 4;

/** Distinct numbers, in the order in which they come, and the place among them of each of the values. */
export type NumberDictionary = { readonly words: Int32Array; readonly count: number; readonly indices: Uint16Array };

// More distinct values than this save little over PLAIN.
const maxEntries = 32_768;
const mostProbes = 200;

/** The dictionary of numbers of `stride` words each; undefined where more than a third of them are distinct. */
export function numberDictionary(words: Int32Array, stride: Stride): NumberDictionary | undefined {
  const count = words.length / stride;
  const most = Math.min(maxEntries, Math.floor(count / 3));
  const indices = new Uint16Array(count);
  const table = emptyTable(most, stride);
  for (let at = 0; at < count; at += 1) {
    const entry = entryOf(table, words, at * stride);
    if (entry < 0) return undefined;
    indices[at] = entry;
  }
  return { words: table.entries.subarray(0, table.count * stride), count: table.count, indices };
}

/** A hash table with open addressing; `slots` hold a place among the entries, plus one. */
type Table = {
  readonly slots: Uint16Array;
  readonly entries: Int32Array;
  readonly stride: Stride;
  readonly most: number;
  count: number;
};

function emptyTable(most: number, stride: Stride): Table {
  const slots = new Uint16Array(2 ** Math.ceil(Math.log2(most * 2 + 2)));
  return { slots, entries: new Int32Array(most * stride), stride, most, count: 0 };
}

/** The place among the entries of the number at `at`, where it is put if it is new; -1 when they are full, or so many of them collide that it is no chance. */
function entryOf(table: Table, words: Int32Array, at: number): number {
  const { slots, stride } = table;
  let slot = hash(words, at, stride) & (slots.length - 1);
  let found = slots[slot] ?? 0;
  for (let probes = 0; found !== 0; probes += 1) {
    if (isEntry(table, found - 1, words, at)) return found - 1;
    if (probes > mostProbes) return -1;
    slot = (slot + 1) & (slots.length - 1);
    found = slots[slot] ?? 0;
  }
  return addEntry(table, slot, words, at);
}

function addEntry(table: Table, slot: number, words: Int32Array, at: number): number {
  const { count, stride, entries } = table;
  if (count === table.most) return -1;
  for (let word = 0; word < stride; word += 1) entries[count * stride + word] = words[at + word] ?? 0;
  table.count += 1;
  table.slots[slot] = table.count;
  return count;
}

function isEntry({ entries, stride }: Table, entry: number, words: Int32Array, at: number): boolean {
  for (let word = 0; word < stride; word += 1) {
    if (entries[entry * stride + word] !== words[at + word]) return false;
  }
  return true;
}

function hash(words: Int32Array, at: number, stride: Stride): number {
  let high = 0;
  for (let word = stride - 1; word > 0; word -= 1) high = Math.imul(high ^ (words[at + word] ?? 0), 0x85ebca6b);
  const mixed = Math.imul((words[at] ?? 0) ^ high, 0x9e3779b1);
  return mixed ^ (mixed >>> 15);
}
