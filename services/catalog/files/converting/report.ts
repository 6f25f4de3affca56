import type { Telemetry } from '@tributary/shared/lambda.ts';
import { reportSegments, type SegmentWords, type Span } from '@tributary/shared/objects/report-segments.ts';
import type { Converted } from './convert-message.ts';
import type { FileNumber } from './file-segment.ts';

/** The metrics of an invocation: what came in, what became of it, and how long after it landed. */
export function report(telemetry: Telemetry, converted: Converted, span: Span): void {
  if (converted === 'no table') {
    telemetry.logger.info('The object is in no table');
    telemetry.count('InNoTable', 1);
  } else if (converted === 'moved') {
    telemetry.logger.info('The types of the table were made anew meanwhile: the object is converted once more');
  } else if (converted === undefined) {
    telemetry.logger.info('The object is gone: nothing was made of it');
    telemetry.count('Gone', 1);
  } else reportSegments(telemetry, converted, { ...words, ...span });
}

const words: SegmentWords<FileNumber> = {
  said: 'Converted a segment',
  way: 'files',
  metrics: ({ rows, rescued }) => ({ RowsConverted: rows, RescuedValues: rescued }),
};
