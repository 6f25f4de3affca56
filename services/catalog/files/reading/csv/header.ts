type Rows = readonly (readonly string[])[];

/**
 * Whether a row is names. `surely`: texts over a column of something else, or several years or days over columns of other things. `likely`: texts
 * that do not come again in their columns.
 */
export function headerIn(first: readonly string[], others: Rows): 'surely' | 'likely' | 'no' {
  const names = first.map((name) => name.trim());
  const given = names.filter((name) => name !== '');
  if (given.length * 2 < names.length || !given.every((name) => isText(name) || isPeriod(name))) return 'no';
  const columns = names.map((name, at): Column => ({ name, texts: textsAt(others, at) }));
  const periods = columns.filter(({ name }) => isPeriod(name));
  if (periods.some(({ texts }) => areMostly(texts, isPeriod))) return 'no';
  const told = periods.filter(({ texts }) => texts.length > 0);
  if (columns.some(isOverOther) || (told.length > 1 && periods.length < names.length)) return 'surely';
  return periods.length === 0 && areLikely(columns, others) ? 'likely' : 'no';
}

type Column = { readonly name: string; readonly texts: readonly string[] };

function textsAt(rows: Rows, at: number): readonly string[] {
  return rows.map((row) => (row[at] ?? '').trim()).filter((text) => text !== '');
}

function areMostly(texts: readonly string[], are: (text: string) => boolean): boolean {
  return texts.filter(are).length * 2 > texts.length;
}

function isOverOther({ name, texts }: Column): boolean {
  return isText(name) && areMostly(texts, (text) => !isText(text));
}

function areLikely(columns: readonly Column[], others: Rows): boolean {
  const names = columns.map(({ name }) => name).filter((name) => name !== '');
  if (new Set(names).size < names.length) return false;
  if (others.every((row) => row.length === 0)) return names.every(isName);
  return columns.every(({ name, texts }) => name === '' || !texts.includes(name));
}

/** As names are written: a file of one such line is one without rows. */
function isName(text: string): boolean {
  return /^[\p{L}_$@#][\p{L}\p{N}_ .$@#%/()\-:&]{0,63}$/u.test(text);
}

const day = /^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$/;
const year = /^(?:1[5-9]|20)\d\d$/;

/** Tables that grow to the right have a year or a day as the name of a column. */
function isPeriod(text: string): boolean {
  return year.test(text) || day.test(text);
}

const other =
  /^\s*(?:[-+]?[\d.,'\u00a0]*\d[\d.,]*(?:e[-+]?\d+)?\s*%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*|true|false)\s*$/i;

/** No number, date or boolean. */
function isText(text: string): boolean {
  return !other.test(text);
}
