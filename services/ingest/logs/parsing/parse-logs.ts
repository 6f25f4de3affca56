import {
  type ConvertDeps,
  type ConvertRequest,
  type ConvertResult,
  createConvert,
} from '@tributary/shared/objects/convert.ts';
import type { Converter } from '@tributary/shared/objects/converter.ts';
import { readPackedObject } from '@tributary/shared/objects/packed/read-packed.ts';
import type { Salvage } from '@tributary/shared/objects/read-object.ts';
import type { LogEvents } from '../core/cloudwatch/log-events.ts';
import { createLogTextReader } from '../core/cloudwatch/log-text.ts';
import type { LineReaders } from '../core/haproxy/line-readers.ts';
import { createLogSegment, type LogNumber, logNumbers } from './segment.ts';

export type ParseLogsDeps = ConvertDeps & { readonly readers: LineReaders; readonly salvage: Salvage };

export type ParseRequest = ConvertRequest;

export type ParseResult = ConvertResult<LogNumber>;

/** Turns an object of raw/logs/haproxy into rows of HAProxy's requests and notices. */
export function createParseLogs({ readers, salvage, ...deps }: ParseLogsDeps) {
  const converter: Converter<LogEvents, LogNumber> = {
    name: 'haproxy',
    receipts: 'receipts/',
    numbers: logNumbers,
    tablesOf: () => ['haproxy_requests', 'haproxy_events'],
    read: (open, options) => readPackedObject(open, { ...options, salvage, text: createLogTextReader() }),
    createSegment: (start) => createLogSegment(readers, start),
  };
  return createConvert(converter, deps);
}
