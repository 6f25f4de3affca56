import type { Message } from '@tributary/shared/sqs.ts';
import * as z from 'zod';
import type { Dashboard } from '../../core/model.ts';
import { reportOrder, scheduledEvent } from '../../core/report/order.ts';
import type { Advance } from './advance.ts';
import type { ReportDeps } from './deps.ts';

export type ReportsDeps = Pick<ReportDeps, 'wake' | 'log'> & {
  readonly dashboards: readonly Dashboard[];
  readonly advance: Advance;
};

const incoming = z.union([reportOrder, scheduledEvent]);

/** Begins a report of each dashboard when it is time, and goes on with those that are begun. */
export function createReport({ dashboards, advance, wake, log }: ReportsDeps) {
  return async function report({ body }: Pick<Message, 'body'>): Promise<void> {
    const told = incoming.parse(body);
    if ('report' in told) {
      const dashboard = dashboards.find(({ name }) => name === told.report);
      if (dashboard === undefined) return log.warn('The dashboard is no longer reported', { ...told });
      return advance(dashboard, told.at);
    }
    // A message each: what fails of one keeps no other waiting.
    for (const { name } of dashboards) await wake({ report: name, at: told.time }, 0);
  };
}
