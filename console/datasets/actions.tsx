import type { TargetedSubmitEvent } from 'preact';
import type { WholeTarget } from '../lake/jobs.ts';
import { askedOf } from './asked.ts';
import { Backfill } from './backfill.tsx';
import { Outcome } from './outcome.tsx';
import { PartitionInput } from './partition-input.tsx';
import { type Ordering, useOrder } from './use-order.ts';

type Props = { readonly target: WholeTarget; readonly query: URLSearchParams; readonly again: () => void };

/** What may be done about a target: the same orders that `lake run`, `lake retry` and `lake backfill` give. */
export function Actions({ target, query, again }: Props) {
  const ordering = useOrder(target.target, again);
  const { kind, grain, setAside, told } = target;
  const isByDays = grain !== null || kind === 'enrichment' || kind === 'compaction';
  const isWhole = kind === 'dataset' || kind === 'rows';
  const button = (what: 'run' | 'retry', asked: Readonly<Record<string, string>>, words: string) => (
    <button type="button" disabled={ordering.isSending} onClick={() => ordering.send(what, asked)}>
      {words}
    </button>
  );
  return (
    <section class="panel">
      <h2>Run</h2>
      {kind === 'view' && (
        <p class="quiet">A view makes itself: once what it reads is there, and when what declares it changes.</p>
      )}
      <div class="bar">
        {isByDays && <Days grain={grain} ordering={ordering} hasType={kind === 'compaction'} />}
        {isWhole && button('run', kind === 'rows' ? {} : { day: 'all' }, 'Run all of it')}
        {told.waiting !== '' && button('run', {}, 'Go on with what waits')}
        {setAside.length > 0 && button('retry', {}, 'Retry what is set aside')}
      </div>
      <Outcome ordering={ordering} />
      {kind === 'dataset' && grain !== null && (
        <Backfill name={target.target} grain={grain} query={query} again={again} />
      )}
    </section>
  );
}

type DaysProps = { readonly grain: string | null; readonly ordering: Ordering; readonly hasType: boolean };

function Days({ grain, ordering, hasType }: DaysProps) {
  const submit = (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const of = (name: string) => String(given.get(name) ?? '').trim();
    const events = of('type') === '' ? {} : { type: of('type') };
    ordering.send('run', { ...askedOf(of('first'), of('until')), ...events });
  };
  return (
    <form class="bar" onSubmit={submit}>
      <PartitionInput label={`${grain ?? 'day'} (UTC)`} name="first" grain={grain} isRequired />
      <PartitionInput label="until, without it" name="until" grain={grain} />
      {hasType && (
        <label>
          event type <input name="type" placeholder="all" />
        </label>
      )}
      <button type="submit" class="main" disabled={ordering.isSending}>
        Run
      </button>
    </form>
  );
}
