import type { Jobs } from '../lake/jobs.ts';

/** What the lake tells as a notice, and no alarm has: a dataset, or a copy of one, whose last statement failed or that has work set aside. */
export type Failing = {
  readonly name: string;
  readonly kind: string;
  readonly reason: string;
  readonly since: string | null;
  /** Something was set aside: nobody tries it again before the reason is gone. */
  readonly isAside: boolean;
  /** Of the runbook. */
  readonly page: string;
};

/** The newest first. */
export function failuresIn({ targets, copies }: Pick<Jobs, 'targets' | 'copies'>): readonly Failing[] {
  const ofTargets = targets.flatMap(({ target: name, told, service, setAside, last }): readonly Failing[] => {
    const of = { name, kind: `${told.kind} of services/${service}`, page: 'set-aside' };
    const [first] = setAside;
    if (first !== undefined) return [{ ...of, reason: first.reason, since: first.since, isAside: true }];
    if (last === null || last.state === 'SUCCEEDED') return [];
    return [{ ...of, reason: last.message || last.state, since: last.endedAt, isAside: false }];
  });
  const ofCopies = copies.flatMap(({ target: name, dataset, setAside: [first] }): readonly Failing[] => {
    const of = { name, kind: `a copy of ${dataset}`, page: 'copy-set-aside', isAside: true };
    return first === undefined ? [] : [{ ...of, reason: first.reason, since: first.since }];
  });
  return [...ofTargets, ...ofCopies].toSorted((a, b) => ((b.since ?? '') < (a.since ?? '') ? -1 : 1));
}
