import type { Work } from '../../core/request.ts';
import type { Buckets } from './buckets.ts';
import { type Deliver, failedUnits } from './failed.ts';
import { rawDbUnits } from './raw-db.ts';
import { type RawEventsDeps, rawEventsUnits } from './raw-events.ts';
import { rawLogsUnits } from './raw-logs.ts';
import { rejectedUnits } from './rejected.ts';
import { type RejectedMessagesDeps, rejectedMessagesUnits } from './rejected-messages.ts';
import type { ReplayDeps } from './replay.ts';
import type { SendMessages } from './send-messages.ts';

export type UnitsDeps = Pick<RawEventsDeps, 'factsOfRecords' | 'declaredTypes'> &
  Pick<RejectedMessagesDeps, 'ports'> & {
    readonly buckets: Buckets;
    readonly sendToParse: SendMessages;
    readonly sendToLand: SendMessages;
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
      case 'raw-db':
        return rawDbUnits({ ...buckets, ...deps }, work, mode);
      case 'raw-events':
        return rawEventsUnits({ ...buckets, ...deps }, work, mode);
      case 'failed':
        return failedUnits({ ...buckets, deliver: deps.deliver[work.stream] }, work, mode);
      case 'rejected':
        return rejected(work, mode);
    }
  };

  function rejected(work: Extract<Work, { what: 'rejected' }>, mode: { readonly run: string; readonly go: boolean }) {
    switch (work.function) {
      case 'haproxy':
        return rejectedUnits({ ...buckets, ...deps, send: deps.sendToParse, sourcePrefix: 'raw/logs/' }, work, mode);
      case 'changes':
        return rejectedUnits({ ...buckets, ...deps, send: deps.sendToLand, sourcePrefix: 'raw/db/' }, work, mode);
      default:
        return rejectedMessagesUnits({ ...buckets, ...deps }, work, mode);
    }
  }
}
