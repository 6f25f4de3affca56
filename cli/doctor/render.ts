import { count } from '../terminal/count.ts';
import { mark } from '../terminal/fitting.ts';
import type { Finding } from './finding.ts';

/** A line for each finding, the command that mends it below, and the sum. */
export function renderFindings(findings: readonly Finding[], isTerminal: boolean): string {
  const lines = findings.flatMap((finding) => [
    `${signOf(finding.state, isTerminal)} ${finding.of}: ${finding.words}`,
    ...(finding.mend === null ? [] : [`    mend ${finding.mend}`]),
  ]);
  return [...lines, '', sumOf(findings)].map((line) => `${line}\n`).join('');
}

function signOf(state: Finding['state'], isTerminal: boolean): string {
  if (state === 'not asked') return '-';
  return mark(({ ok: 'good', wrong: 'bad', unsure: 'unsure' } as const)[state], isTerminal);
}

function sumOf(findings: readonly Finding[]): string {
  const of = (state: Finding['state']) => findings.filter((each) => each.state === state).length;
  const [wrongs, unsures, left] = [of('wrong'), of('unsure'), of('not asked')];
  return [
    wrongs === 0 ? 'Nothing is wrong' : `${count(wrongs, 'thing')} wrong`,
    ...(unsures === 0 ? [] : [`${unsures} unsure`]),
    ...(left === 0 ? [] : [`${left} not asked`]),
  ].join(', ');
}

/** One object: what was found, and whether anything is wrong. */
export function jsonOfFindings(findings: readonly Finding[], stage: string): string {
  const isWrong = findings.some(({ state }) => state === 'wrong');
  return `${JSON.stringify({ stage, wrong: isWrong, findings })}\n`;
}
