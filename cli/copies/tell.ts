import { placeOf } from '@tributary/query/egress/core/copy.ts';
import { instant, span } from '@tributary/shared/span.ts';
import { reasonLines } from '../jobs/aside.ts';
import type { Showing } from '../jobs/overview.ts';
import { count } from '../terminal/count.ts';
import { renderFitting } from '../terminal/fitting.ts';
import { type CopyLook, standingOf } from './look.ts';

/** What egress is at, or what keeps it: `UNLOAD for 12 s, attempt 2`. */
export function tellCopy(look: CopyLook, now: number): string {
  const { run } = look.state;
  if (run === undefined) return tellRest(look, now);
  const phase = run.phase === 'unload' ? 'UNLOAD' : 'load';
  const attempt = look.state.failures === 0 ? '' : `, attempt ${look.state.failures + 1}`;
  return `${phase} for ${span(now - run.since)}${attempt}${run.stopped ? ', being stopped: it took too long' : ''}`;
}

function tellRest(look: CopyLook, now: number): string {
  const { state, choice } = look;
  const standing = standingOf(look);
  if (standing === 'failed') return 'set aside';
  if (standing === 'fresh') return 'up to date';
  if (standing === 'new') return 'nothing published yet';
  if (choice.do !== 'wait') return choice.do === 'run' ? 'begins within a minute' : 'waits for the next publication';
  const until = span(choice.until - now);
  return state.notBefore > now
    ? `failed ${count(state.failures, 'time')}, again in ${until}`
    : `waits up to ${until} for what changed`;
}

/** `2 versions, 5 min`, `all of it`; empty where it is as the dataset is. */
export function tellBehind({ behind }: CopyLook, now: number): string {
  if (behind === undefined) return '';
  const what = behind.commits === undefined ? 'all of it' : count(behind.commits, 'version');
  return `${what}, ${span(now - behind.since)}`;
}

/** `mysql: daily_usage at reporting/mysql` */
export function tellPlace({ destination }: CopyLook['target']['copy']): string {
  return `${destination.to}: ${placeOf(destination)}`;
}

export type CopyShowing = Omit<Showing, 'why'>;

const columns = ['copy', 'to', 'state', 'version', 'copied', 'behind'].map((name) => ({ name, type: 'varchar' }));

/** A line for each; below, why some were set aside. */
export function renderCopies(looks: readonly CopyLook[], showing: CopyShowing): string {
  const { now } = showing;
  const rows = looks.map((look) => {
    const { done } = look.state;
    const copied = done === undefined ? ['', ''] : [`${done.sequence}`, `${span(now - done.at)} ago`];
    return [look.target.name, tellPlace(look.target.copy), tellCopy(look, now), ...copied, tellBehind(look, now)];
  });
  const aside = looks.filter(({ state }) => state.aside !== undefined);
  return [
    '',
    renderFitting({ columns, rows }, showing),
    ...(aside.length === 0 ? [] : ['', 'Copies set aside, and the others go on:']),
    ...aside.flatMap((look) => [`  ${look.target.name}`, ...asideLines(look, showing).map((line) => `    ${line}`)]),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function asideLines(
  { target, state }: CopyLook,
  { now, flags }: Pick<CopyShowing, 'now' | 'flags'>,
): readonly string[] {
  if (state.aside === undefined) return [];
  const { reason, at: since, retryAt } = state.aside;
  const otherwise = 'tried again with the next publication, or by:';
  return reasonLines({ reason, since, retryAt }, { now, otherwise, retry: `lake retry ${target.name}${flags}` });
}

/** All of one. */
export function renderCopy(look: CopyLook, showing: Pick<CopyShowing, 'now' | 'flags'>): string {
  const { now } = showing;
  const { target, state } = look;
  const { done, run } = state;
  const lines = [
    `${target.name}, a copy of ${target.copy.dataset} by services/${target.service}`,
    line('to', tellPlace(target.copy)),
    line('is', tellCopy(look, now)),
    ...(run === undefined ? [] : [line('runs', tellRun(run))]),
    line(
      'has',
      done === undefined
        ? 'nothing yet'
        : `version ${done.sequence} of ${instant(done.committedAt)}, copied ${instant(done.at)} (${span(now - done.at)} ago)`,
    ),
    ...(look.behind === undefined ? [] : [line('behind', tellBehind(look, now))]),
    ...(state.failures > 0 && state.aside === undefined
      ? [line('failed', `lake logs egress load --errors --since 1h${showing.flags} says why`)]
      : []),
    ...asideLines(look, showing).map((each, at) => line(at === 0 ? 'set aside' : '', each)),
  ];
  return lines.map((each) => `${each}\n`).join('');
}

function tellRun({ version, scope, executionId }: NonNullable<CopyLook['state']['run']>): string {
  const what = scope === 'all' ? 'all' : count(scope.length, 'partition');
  return `${what} of version ${version.sequence}${executionId === undefined ? '' : `, as Athena's ${executionId}`}`;
}

function line(title: string, text: string): string {
  return `  ${title.padEnd(11)}${text}`;
}

/** For programs; times are ISO 8601. */
export function copyAsJson(look: CopyLook) {
  const { target, state, behind } = look;
  const { done, run, aside, failures } = state;
  const { dataset, destination } = target.copy;
  return {
    ...{ target: target.name, service: target.service, kind: target.kind, dataset, to: destination.to },
    ...{ place: placeOf(destination), state: standingOf(look), failures },
    version: done === undefined ? null : { sequence: done.sequence, at: iso(done.committedAt), copiedAt: iso(done.at) },
    behind: behind === undefined ? null : { versions: behind.commits ?? null, since: iso(behind.since) },
    running:
      run === undefined
        ? null
        : {
            ...{ phase: run.phase, version: run.version.sequence, scope: run.scope },
            ...{ executionId: run.executionId ?? null, since: iso(run.since) },
          },
    setAside: aside === undefined ? [] : [{ reason: aside.reason, since: iso(aside.at), retryAt: iso(aside.retryAt) }],
  };
}

function iso(millis: number | undefined): string | null {
  return millis === undefined ? null : new Date(millis).toISOString();
}
