import type { Athena } from '@tributary/shared/athena.ts';
import type { Count, Log } from '@tributary/shared/lambda.ts';
import type { ReportOrder } from '../../core/report/order.ts';
import type { Draw } from '../../drawing/drawings.ts';
import type { Letter } from '../../mailing/compose.ts';
import type { ReportStore } from '../../store/report-store.ts';

export type ReportDeps = {
  readonly store: ReportStore;
  readonly athena: Pick<Athena, 'startQuery' | 'getQuery' | 'stopQuery' | 'getRows'>;
  readonly names: { readonly database: string; readonly workGroup: string; readonly bucket: string };
  readonly draw: Draw;
  /** Puts a page into the bucket, in place of what is there by this key. */
  readonly put: (key: string, html: string) => Promise<void>;
  /** Mails a report; throws MailRefusedError where it surely was not. Undefined where nobody is mailed. */
  readonly mail: ((letter: Letter) => Promise<void>) | undefined;
  /** Has the report gone on with, so many seconds later. */
  readonly wake: (order: ReportOrder, delaySeconds: number) => Promise<void>;
  /** What all statements of a report may take. */
  readonly maxMs: number;
  readonly now: () => number;
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>;
  readonly count: Count;
};
