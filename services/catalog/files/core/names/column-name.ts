// Glue takes 255 characters: https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html
const mostCharacters = 128;

/** A name that Glue, Athena and Hive take without quotes: `Amount (€)` is `amount`, `Größe` is `grosse`, `2024` is `_2024`. */
export function validName(key: string): string {
  const plain = key.replaceAll(/[ßẞ]/g, 'ss').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const name = plain
    .replace(/^[^a-z0-9_]+|[^a-z0-9_]+$/g, '')
    .replace(/[^a-z0-9_]+/g, '_')
    .slice(0, mostCharacters);
  if (name === '') return 'column';
  // No object of JavaScript has a member of that name like any other.
  if (name === '__proto__') return 'proto';
  return /^\d/.test(name) ? `_${name}` : name;
}

/** The name, or the first of name_2, name_3, … that is not taken; takes it. */
export function takeName(key: string, taken: Set<string>): string {
  const name = validName(key);
  let free = name;
  for (let number = 2; taken.has(free); number += 1) free = `${name}_${number}`;
  taken.add(free);
  return free;
}
