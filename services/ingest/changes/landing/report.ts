import type { Telemetry } from '@tributary/shared/lambda.ts';
import { reportSegments, type SegmentWords, type Span } from '@tributary/shared/objects/report-segments.ts';
import type { ChangeNumber } from './change-segment.ts';
import type { Landed } from './land-message.ts';

/** The metrics of an invocation: what came in, what became of it, and how far behind the database it was. */
export function report(telemetry: Telemetry, landed: Landed, span: Span): void {
  if (landed === 'undeclared') telemetry.count('Undeclared', 1);
  else if (landed === undefined) {
    telemetry.logger.info('The file is gone: nothing was made of it');
    telemetry.count('Gone', 1);
  } else reportSegments(telemetry, landed, { ...words, ...span });
}

const words: SegmentWords<ChangeNumber> = {
  said: 'Landed a segment',
  way: 'changes',
  metrics: ({ loaded, inserts, updates, deletes, rescued }) => ({
    RowsLoaded: loaded,
    RowsInserted: inserts,
    RowsUpdated: updates,
    RowsDeleted: deletes,
    RescuedValues: rescued,
  }),
};
