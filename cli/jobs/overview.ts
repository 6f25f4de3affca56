import { dollars } from '@tributary/shared/athena-cost.ts';
import { size } from '@tributary/shared/size.ts';
import { span } from '@tributary/shared/span.ts';
import type { Answer } from '../athena.ts';
import { type Room, renderFitting } from '../terminal/fitting.ts';
import { tellAside } from './aside.ts';
import { costOf } from './cost.ts';
import { tellAll } from './lanes.ts';
import { type Look, lastOf } from './look.ts';
import { tellRunning, tellWaiting } from './tell.ts';
import type { Why } from './why.ts';

export type Showing = Room & {
  readonly now: number;
  /** What `lake jobs` and its like are called with to mean this lake: ` --stage prod`, or nothing. */
  readonly flags: string;
  /** Also why: of one target all that is known of it, in the list what the last run was for. */
  readonly why?: Why;
  /** Lines that say which tables it waits for. */
  readonly missing?: readonly string[];
};

/** The list, and what stands below it. */
export type OverviewShowing = Omit<Showing, 'why' | 'missing'> & {
  /** With what each last run was for. */
  readonly because?: true | undefined;
};

const columns = [
  { name: 'target', type: 'varchar' },
  { name: 'runs', type: 'varchar' },
  { name: 'waits', type: 'varchar' },
  { name: 'set aside', type: 'varchar' },
  { name: 'ran last', type: 'varchar' },
  { name: 'took', type: 'varchar' },
  { name: 'scanned', type: 'bigint' },
  { name: 'cost', type: 'bigint' },
] as const;

const becauseColumn = { name: 'because', type: 'varchar' };

const mostNamed = 3;

/** A line per target; below, what was set aside. Targets that never had anything to do are named in a sentence. */
export function renderOverview(looks: readonly Look[], showing: OverviewShowing): string {
  const { now, flags, because } = showing;
  const idle = looks.filter(isUntouched);
  const rows = looks
    .filter((look) => !isUntouched(look))
    .map((look) => [...rowOf(look, now), ...(because ? [lastOf(look)?.why.join(', ') ?? ''] : [])]);
  const aside = looks.filter((look) => look.aside.length > 0);
  return [
    ...(rows.length === 0
      ? []
      : [renderFitting({ columns: [...columns, ...(because ? [becauseColumn] : [])], rows }, showing)]),
    ...(idle.length === 0
      ? []
      : [`Nothing has run or waits yet for: ${idle.map(({ target }) => target.name).join(', ')}`]),
    ...(aside.length === 0 ? [] : ['', 'Set aside, and the others go on without it:']),
    ...aside.flatMap(({ target: { name }, aside: units }) => [
      `  ${name}`,
      ...tellAside(units, { now, most: mostNamed, retry: `lake retry ${name}${flags}` }).map((line) => `    ${line}`),
    ]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function isUntouched({ running, due, later, aside, log }: Look): boolean {
  return running === undefined && [due, later, aside, log].every(({ length }) => length === 0);
}

function rowOf(look: Look, now: number): Answer['rows'][number] {
  const last = lastOf(look);
  const ended = last?.endedAt;
  return [
    look.target.name,
    tellRunning(look, now),
    tellWaiting(look, now),
    tellAll(look.aside),
    last === undefined || ended === undefined ? '' : `${last.state} ${span(now - ended)} ago`,
    last === undefined || ended === undefined ? '' : span(ended - last.startedAt),
    last?.scannedBytes === undefined ? '' : size(last.scannedBytes),
    told(last && costOf(last)),
  ];
}

function told(cost: number | undefined): string {
  return cost === undefined ? '' : dollars(cost);
}
