import { literal } from './names.ts';

/** What is said where the destination has changed since it was looked at. */
export const changedMeanwhile = 'lake egress: another run has changed the table meanwhile';

/** What is said of a key that is not one. */
export function notUnique(key: readonly string[], dataset: string): string {
  return `lake egress: the unique_key (${key.join(', ')}) of ${dataset} is not unique: several rows have the same`;
}

/** A statement that fails, and the transaction with it, unless the condition on all rows of `from` holds: its sentence is no number. */
export function guardSql(condition: string, from: string, sentence: string): string {
  return `SELECT CAST(CASE WHEN ${condition} THEN '0' ELSE ${literal(sentence)} END AS integer) FROM ${from}`;
}

/** The sentence of a guard's text, whatever the database said of its failure; undefined of another statement. */
export function sentenceOf(sql: string): string | undefined {
  const [, said] = /ELSE '((?:[^']|'')*)' END AS integer\)/i.exec(sql) ?? [];
  return said?.startsWith('lake egress: ') ? said.replaceAll("''", "'") : undefined;
}
