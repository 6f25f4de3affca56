import { AthenaClient } from '@aws-sdk/client-athena';
import { expect, test } from 'vitest';
import { createAsk, QueryFailedError } from './athena.ts';

/** Answers each call by the name of its command. */
function clientOf(answer: (name: string) => unknown): AthenaClient {
  const send = async (command: object) => answer(command.constructor.name);
  return Object.assign(new AthenaClient({ region: 'eu-west-1' }), { send });
}

const question = { sql: 'SELECT 1', database: 'lake', workGroup: 'people' };
const ended = (State: string) => ({ QueryExecution: { Status: { State, StateChangeReason: 'no' } } });
const started = { QueryExecutionId: 'q' };

test('a statement that has ended no longer hears of an end of the asking, whichever way it ended', async () => {
  const listeners: string[] = [];
  const signal = Object.assign(new AbortController().signal, {
    addEventListener: (name: string) => listeners.push(name),
    removeEventListener: () => listeners.pop(),
  });
  const results = { ResultSet: { ResultSetMetadata: { ColumnInfo: [{ Name: 'a', Type: 'integer' }] }, Rows: [] } };
  const answers = (state: string) => (name: string) =>
    ({ StartQueryExecutionCommand: started, GetQueryExecutionCommand: ended(state), GetQueryResultsCommand: results })[
      name
    ];
  await createAsk(clientOf(answers('SUCCEEDED')))(question, signal);
  expect(listeners).toEqual([]);
  await expect(createAsk(clientOf(answers('FAILED')))(question, signal)).rejects.toThrow(QueryFailedError);
  expect(listeners).toEqual([]);
});

test('a statement is stopped where the asking ends before it', async () => {
  const asked: string[] = [];
  const stop = new AbortController();
  const client = clientOf((name) => {
    asked.push(name);
    if (name !== 'GetQueryExecutionCommand') return started;
    if (stop.signal.aborted) return ended('CANCELLED');
    stop.abort();
    return ended('RUNNING');
  });
  await expect(createAsk(client)(question, stop.signal)).rejects.toThrow('no');
  expect(asked.filter((name) => name !== 'GetQueryExecutionCommand')).toEqual([
    'StartQueryExecutionCommand',
    'StopQueryExecutionCommand',
  ]);
});
