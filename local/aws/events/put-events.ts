import { randomUUID } from 'node:crypto';
import type { PutEventsRequestEntry, PutEventsResultEntry } from '@aws-sdk/client-eventbridge';
import { z } from 'zod';
import { AwsError } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { eventTime } from './event.ts';
import { busPermission, type Events } from './events.ts';
import { invalid } from './fault.ts';

const maxRequestBytes = 262_144;

const detailSchema = z.record(z.string(), z.unknown());

/** Entries are judged one by one: what is wrong with one is its own ErrorCode, under HTTP 200. */
export const putEvents = (events: Events) =>
  operation('events', 'PutEvents', {
    permissions: (input, context) =>
      [...new Set((input.Entries ?? []).map(({ EventBusName }) => EventBusName))].map((bus) =>
        busPermission('PutEvents', bus, context),
      ),
    handle(input, context) {
      const entries = input.Entries ?? [];
      if (entries.reduce((sum, entry) => sum + entryBytes(entry), 0) > maxRequestBytes)
        throw invalid('Total size of the entries in the request is over the limit.');
      if (input.EndpointId !== undefined)
        throw invalid('Parameter EndpointId is not valid: there are no global endpoints here.');
      const faults = context.cloud.faults.strike('events:entries');
      const isPartial = faults.some(({ kind }) => kind === 'partial-failure');
      const Entries = entries.map((entry, at) =>
        isPartial && at === 0 ? partialFailure : putOne(events, entry, context),
      );
      return { Entries, FailedEntryCount: Entries.filter(({ ErrorCode }) => ErrorCode !== undefined).length };
    },
  });

const partialFailure: PutEventsResultEntry = {
  ErrorCode: 'InternalFailure',
  ErrorMessage: 'The entry failed because of a fault that is switched on.',
};

function putOne(events: Events, entry: PutEventsRequestEntry, context: Context): PutEventsResultEntry {
  try {
    return { EventId: accept(events, entry, context) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return { ErrorCode: error.code, ErrorMessage: error.message };
  }
}

function accept(events: Events, entry: PutEventsRequestEntry, { cloud }: Context): string {
  const { Source = '', DetailType = '', Detail } = entry;
  if (Source === '') throw argument('Source');
  if (DetailType === '') throw argument('DetailType');
  if (Detail === undefined) throw argument('Detail');
  if (Source.startsWith('aws.'))
    throw new AwsError('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const detail = detailSchema.safeParse(parseJson(Detail));
  if (!detail.success) throw new AwsError('MalformedDetail', 'Detail is malformed.');
  const bus = events.store.bus(entry.EventBusName);
  const id = randomUUID();
  events.accept(
    {
      version: '0',
      id,
      'detail-type': DetailType,
      source: Source,
      account: cloud.account,
      time: eventTime(entry.Time?.getTime() ?? cloud.clock.now()),
      region: cloud.region,
      resources: entry.Resources ?? [],
      detail: detail.data,
    },
    bus.name,
  );
  return id;
}

/** AWS's own count: Time is 14 bytes, then the UTF-8 of the rest. */
function entryBytes({
  Time,
  Source = '',
  DetailType = '',
  Detail = '',
  Resources = [],
}: PutEventsRequestEntry): number {
  const text = [Source, DetailType, Detail, ...Resources];
  return text.reduce((sum, part) => sum + Buffer.byteLength(part), Time === undefined ? 0 : 14);
}

function argument(name: string): AwsError {
  return new AwsError('InvalidArgument', `Parameter ${name} is not valid. Reason: ${name} is a required argument.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
