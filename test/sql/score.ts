import type { Answer, Case } from './cases.ts';

export type Verdict = 'right' | 'refused' | 'wrong';

export type Scored = { readonly name: string; readonly verdict: Verdict; readonly detail: string };

/** Right, refused (an error where something else was expected) or wrong (rows that Trino does not give, or gives an error for). */
export function judge(one: Case, actual: Answer): Scored {
  const { expected } = one;
  const of = (verdict: Verdict, detail: string): Scored => ({ name: one.name, verdict, detail });
  if ('error' in actual) {
    const same = 'error' in expected && expected.error === actual.error;
    return same ? of('right', '') : of('refused', `${actual.error}: ${actual.message}`);
  }
  if ('error' in expected) return of('wrong', `expected ${expected.error}: ${expected.message}`);
  const difference = differs(expected, actual, one.ordered);
  return difference ? of('wrong', difference) : of('right', '');
}

type Rows = Extract<Answer, { readonly rows: unknown }>;

function differs(expected: Rows, actual: Rows, ordered: boolean): string | undefined {
  const columns = [expected, actual].map((answer) =>
    answer.columns.map(([name, type]) => `${name} ${baseType(type)}`).join(', '),
  );
  if (columns[0] !== columns[1]) return `columns: expected ${columns[0]}, got ${columns[1]}`;
  const [want, got] = [expected, actual].map((answer) => comparableRows(answer, ordered));
  if (!want || !got || want.length !== got.length) return `expected ${want?.length} rows, got ${got?.length}`;
  const index = want.findIndex((row, at) => row !== got[at]);
  return index < 0 ? undefined : `row ${index}: expected ${want[index]}, got ${got[index]}`;
}

function comparableRows(answer: Rows, ordered: boolean): readonly string[] {
  const rows = answer.rows.map((row) =>
    JSON.stringify(row.map((value, index) => comparableValue(value, answer.columns[index]?.[1] ?? ''))),
  );
  return ordered ? rows : rows.toSorted();
}

function comparableValue(value: string | null, type: string): string | null {
  if (value === null) return null;
  const base = baseType(type);
  if (base === 'double' || base === 'real') return comparableNumber(value, base === 'real' ? 6 : 9);
  const times = value.replace(/(\d\d:\d\d:\d\d)\.(\d*?)0+(?!\d)/g, (_, time, digits) =>
    digits === '' ? time : `${time}.${digits}`,
  );
  return times.replace(/-?\d+\.\d{9,}(?:E-?\d+)?/g, (number) => comparableNumber(number, 9));
}

function comparableNumber(text: string, digits: number): string {
  const number = Number(text);
  return Number.isFinite(number) ? String(Number(number.toPrecision(digits))) : text;
}

/** A type's name without its parameters. */
function baseType(type: string): string {
  const zone = /^time(?:stamp)?\b.*with time zone$/.test(type) ? ' with time zone' : '';
  return `${type.replace(/\(.*$/s, '').replace(' with time zone', '').trim().toLowerCase()}${zone}`;
}

/** `right/refused/wrong` with percentages, and what is not right. */
export function report(scores: readonly Scored[]): string {
  const count = (verdict: Verdict): number => scores.filter((score) => score.verdict === verdict).length;
  const share = (verdict: Verdict): string =>
    `${count(verdict)} ${verdict} (${((100 * count(verdict)) / scores.length).toFixed(1)} %)`;
  const missed = scores
    .filter((score) => score.verdict !== 'right')
    .map((score) => `${score.verdict} ${score.name}: ${score.detail.slice(0, 400)}`);
  return [
    ...missed.toSorted(),
    `${scores.length} cases: ${share('right')}, ${share('refused')}, ${share('wrong')}`,
  ].join('\n');
}

/** Per cent of the cases with a verdict. */
export function percentage(scores: readonly Scored[], verdict: Verdict): number {
  return (100 * scores.filter((score) => score.verdict === verdict).length) / scores.length;
}

/** Cases of SQL that other people write, of which much is refused. */
export function isWild({ name }: Scored): boolean {
  return name.startsWith('wild/');
}
