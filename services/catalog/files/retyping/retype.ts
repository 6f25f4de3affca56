import type { Log } from '@tributary/shared/lambda.ts';
import type * as z from 'zod';
import { readFileTable } from '../core/table/file-table.ts';
import { readType } from '../core/types/column-type.ts';
import { clean } from './clean.ts';
import { convertAgain } from './convert-again.ts';
import { gather } from './gather.ts';
import { retypeMessage, type retypeRequest, type Step } from './messages.ts';
import type { RemainingMs, RetypeDeps } from './retype-deps.ts';
import type { RetypeState } from './state.ts';
import { swap } from './swap.ts';

export type Retype = (body: unknown, remainingMs: RemainingMs) => Promise<void>;

/** Makes a table again from raw, with other types, beside the old one, and changes them in one step. Each message is one step of it. */
export function createRetype(deps: RetypeDeps & { readonly log: Pick<Log, 'info' | 'warn'> }): Retype {
  return async function retype(body, remainingMs) {
    const message = retypeMessage.parse(body);
    if (!('step' in message)) return begin(deps, message, deps.log);
    const state = await deps.states.read(message.table);
    // A later request has begun anew.
    if (state === undefined || state.generation !== message.generation) return;
    deps.log.info('Retyping', { step: message });
    await take(deps, message, state, remainingMs);
  };
}

function take(deps: RetypeDeps, step: Step, state: RetypeState, remainingMs: RemainingMs): Promise<void> {
  if (step.step === 'gather') return gather(deps, step, state, remainingMs);
  if (step.step === 'convert') return convertAgain(deps, step, remainingMs);
  return step.step === 'swap' ? swap(deps, step) : clean(deps, step, remainingMs);
}

type Request = z.infer<typeof retypeRequest>;

async function begin(deps: RetypeDeps, { table, columns }: Request, log: Pick<Log, 'warn'>): Promise<void> {
  const found = await deps.findTable(deps.database, table);
  const current = found && readFileTable(found, found.parameters);
  if (found === undefined || current === undefined)
    return log.warn('Cannot be retyped: it is no table of files', { table });
  const unknown = Object.entries(columns).filter(
    ([name, type]) => readType(type).kind === 'other' || !current.columns.some((column) => column.name === name),
  );
  if (unknown.length > 0) return log.warn('Cannot be retyped: no such columns, or no such types', { table, unknown });
  const generation = await beginOne(deps, { table, columns, shown: current.generation });
  await deps.next({ step: 'gather', table, generation });
}

type Beginning = Request & { readonly shown: number };

const maxRaces = 20;

/** The generation that the request makes: each has its own, also of several that come at once. */
async function beginOne({ states, now }: RetypeDeps, { table, columns, shown }: Beginning): Promise<number> {
  for (let race = 0; race < maxRaces; race += 1) {
    const earlier = await states.read(table);
    const generation = Math.max(shown, earlier?.generation ?? 1) + 1;
    // What is not done yet is still asked for.
    const undone = earlier !== undefined && earlier.generation > shown ? earlier.columns : {};
    const begun = { generation, startedAt: now(), columns: { ...undone, ...columns }, evidence: '{}' };
    if (await states.begin(table, begun)) return generation;
  }
  throw new Error(`${table} was asked for by others ${maxRaces} times in a row`);
}
