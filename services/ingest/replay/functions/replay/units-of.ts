import type { Work } from '../../core/request.ts';
import type { Buckets } from './buckets.ts';
import { type Deliver, failedUnits } from './failed.ts';
import { type RawEventsDeps, rawEventsUnits } from './raw-events.ts';
import { rawLogsUnits, type SendToParse } from './raw-logs.ts';
import { rejectedUnits } from './rejected.ts';
import { type RejectedMessagesDeps, rejectedMessagesUnits } from './rejected-messages.ts';
import type { ReplayDeps } from './replay.ts';

export type UnitsDeps = Pick<RawEventsDeps, 'factsOfRecords' | 'declaredTypes'> &
  Pick<RejectedMessagesDeps, 'ports'> & {
    readonly buckets: Buckets;
    readonly sendToParse: SendToParse;
    readonly rejectedPrefix: string;
    /** By the stream whose records failed. */
    readonly deliver: Readonly<Record<Extract<Work, { what: 'failed' }>['stream'], Deliver>>;
  };

/** What each kind of work consists of. */
export function createUnitsOf({ buckets, ...deps }: UnitsDeps): ReplayDeps['unitsOf'] {
  return function unitsOf(work, mode) {
    switch (work.what) {
      case 'raw-logs':
      case 'raw-logs-key':
        return rawLogsUnits({ ...buckets, ...deps }, work, mode);
      case 'raw-events':
        return rawEventsUnits({ ...buckets, ...deps }, work, mode);
      case 'failed':
        return failedUnits({ ...buckets, deliver: deps.deliver[work.stream] }, work, mode);
      case 'rejected':
        return work.function === 'haproxy'
          ? rejectedUnits({ ...buckets, ...deps }, work, mode)
          : rejectedMessagesUnits({ ...buckets, ...deps }, work, mode);
    }
  };
}
