import type { Caller } from '../../../kernel/caller.ts';
import type { Engine } from '../engine.ts';
import { type FunctionName, readFunctionName, resolveConfiguration } from '../function-name.ts';
import type { Mapping } from '../store.ts';
import { readFilters } from './filter.ts';
import { type Life, newLife } from './keep-on.ts';
import type { PollerOptions } from './poller.ts';

/** What reads an event source for a function. */
export type SourceReader = {
  readonly engine: Engine;
  readonly mapping: Mapping;
  readonly options: PollerOptions;
  readonly target: FunctionName;
  readonly wanted: (record: unknown) => boolean;
  readonly life: Life;
};

export function createSourceReader(engine: Engine, mapping: Mapping, options: PollerOptions): SourceReader {
  const { cloud } = engine;
  const target = readFunctionName(mapping.FunctionArn);
  return {
    engine,
    mapping,
    options,
    target,
    wanted: readFilters(mapping.FilterCriteria),
    life: newLife(cloud, `Reading ${mapping.EventSourceArn} for ${target.name}`),
  };
}

/** Sources are read as the function's role. */
export function readerRole({ engine, target }: Pick<SourceReader, 'engine' | 'target'>): Caller {
  const { Role } = resolveConfiguration(engine.store, target);
  return { kind: 'role', roleArn: Role, sessionName: `${target.name.slice(0, 40)}-event-source` };
}
