import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createProgram, isShownHelp, RefusedError, readableWords } from './program.ts';

/** What a call comes to before anything is done: help that is shown, or who refuses it with which words. */
async function called(args: readonly string[]): Promise<{ readonly by?: string; readonly words: string }> {
  let words = '';
  const written = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    words += String(text);
    return true;
  });
  const program = createProgram(() => undefined);
  try {
    await program.parseAsync([...readableWords(program, args)], { from: 'user' });
    throw new Error(`${args.join(' ')} was done`);
  } catch (error) {
    if (isShownHelp(error)) return { words };
    if (error instanceof RefusedError) return { by: error.command, words: error.message };
    throw error;
  } finally {
    written.mockRestore();
  }
}

const paths = [
  [],
  ['up'],
  ['deploy'],
  ['query'],
  ['land'],
  ['tables'],
  ['retype'],
  ['reconcile'],
  ['parse'],
  ['route'],
  ['replay'],
  ['replay', 'raw'],
  ['replay', 'failed'],
  ['replay', 'rejected'],
  ['replay', 'dead-letters'],
  ['replay', 'replication'],
  ['jobs'],
  ['graph'],
  ['render'],
  ['cost'],
  ['run'],
  ['backfill'],
  ['retry'],
  ['status'],
  ['logs'],
  ['trace'],
  ['doctor'],
  ['changes'],
  ['changes', 'init'],
  ['new'],
  ['new', 'dataset'],
  ['new', 'source'],
  ['new', 'enrichment'],
  ['new', 'route'],
  ['completion'],
];

test('the table knows every command', () => {
  const program = createProgram(() => undefined);
  const all = program.commands.flatMap((each) => [
    [each.name()],
    ...each.commands.map((below) => [each.name(), below.name()]),
  ]);
  expect(paths.slice(1)).toEqual(all);
});

describe.each(paths.map((path) => ['lake', ...path].join(' ')))('%s', (name) => {
  const path = name.split(' ').slice(1);

  test('has a page of help, with examples and exit codes, by --help, -h and help', async () => {
    const { words } = await called([...path, '--help']);
    expect(words).toMatch(new RegExp(`^Usage: ${name} `));
    for (const title of ['Examples:', 'Exit codes:']) expect(words).toContain(title);
    expect(await called([...path, '-h'])).toEqual({ words });
    expect(await called(['help', ...path])).toEqual({ words });
  });

  test('says every word of its help in at most 120 columns', async () => {
    const { words } = await called([...path, '--help']);
    expect(words.split('\n').filter((line) => line.length > 120)).toEqual([]);
  });

  test('refuses an option that it does not have, and suggests the one that is meant', async () => {
    expect(await called([...path, '--hepl'])).toMatchObject({ by: name, words: expect.stringContaining('--help?') });
    for (const key of ['--constructor', '--__proto__', '--toString'])
      expect(await called([...path, key])).toMatchObject({ by: name, words: expect.stringContaining(key) });
  });
});

const grave = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

test.each([
  ...grave.map((word) => [[word], 'lake', `unknown command '${word}'`] as const),
  ...grave.map((word) => [['help', word], 'lake', `unknown command '${word}'`] as const),
  ...grave.map((word) => [['replay', word], 'lake replay', `unknown command '${word}'`] as const),
  ...grave.map((word) => [['completion', word], 'lake completion', 'Allowed choices are bash, zsh'] as const),
  ...grave.map((word) => [['replay', 'failed', word], 'lake replay failed', 'Allowed choices are'] as const),
  [['qeury', 'SELECT 1'], 'lake', 'Did you mean query?'],
  [['bogus', '--help'], 'lake', "unknown command 'bogus'"],
  [['replay', 'bogus', '--help'], 'lake replay', "unknown command 'bogus'"],
  [['replay'], 'lake replay', 'raw, failed, rejected, dead-letters or replication'],
  [['replay', 'rwa'], 'lake replay', 'Did you mean raw?'],
  [['replay', 'raw', '--form', '2026-11-20'], 'lake replay raw', 'Did you mean --from?'],
  [['replay', 'raw', 'facts', '--from', '2026-11-20'], 'lake replay raw', 'Allowed choices are logs, events, db'],
  [['replay', 'raw', 'logs', 'events'], 'lake replay raw', 'too many arguments'],
  [['replay', 'failed', 'stats'], 'lake replay failed', 'Allowed choices are events, facts, logs'],
  [['replay', 'failed', '--key', 'x'], 'lake replay failed', "unknown option '--key'"],
  [['replay', 'failed', '--run', ''], 'lake replay failed', 'It is empty'],
  [['query'], 'lake query', 'SQL: the statement, as one argument'],
  [['query', 'SELECT', '1'], 'lake query', 'SQL: the statement, as one argument'],
  [['query', '--json', '--csv', 'SELECT 1'], 'lake query', "'--json' cannot be used with option '--csv'"],
  [['query', '--csv', 'SELECT 1', '--json'], 'lake query', 'cannot be used with'],
  [['query', '--max-rows', '0', 'SELECT 1'], 'lake query', 'a whole number from 1'],
  [['query', '--max-rows', '1e3', 'SELECT 1'], 'lake query', 'a whole number from 1'],
  [['query', 'SELECT 1', '--max-rows'], 'lake query', 'argument missing'],
  [['query', '--stage', 'Prod', 'SELECT 1'], 'lake query', 'lower case'],
  [['query', '--stage=', 'SELECT 1'], 'lake query', 'lower case'],
  [['query', '--region', 'Frankfurt', 'SELECT 1'], 'lake query', 'eu-west-1'],
  [['query', '--profile', '', 'SELECT 1'], 'lake query', 'A profile is'],
  [['jobs', 'a', 'b'], 'lake jobs', 'NAME: the table, view or copy'],
  [['jobs', 'a', '--most', '0'], 'lake jobs', 'a whole number from 1'],
  [['jobs', '--stage', 'Prod'], 'lake jobs', 'lower case'],
  [['jobs', '--unused', '46'], 'lake jobs', 'a whole number from 1 to 45'],
  [['jobs', '--unused', '--failed'], 'lake jobs', 'cannot be used with'],
  [['graph', 'a', 'b'], 'lake graph', 'NAME: the table or view'],
  [['graph', '--svg', ''], 'lake graph', 'It is empty'],
  [['render'], 'lake render', 'DASHBOARD: the name of its file'],
  [['render', 'integrations', '--out', ''], 'lake render', 'It is empty'],
  [['backfill', '--from', '2026-11-01'], 'lake backfill', 'NAME: the dataset'],
  [['run', 'a', '--month', '2026-11', '--from', '2026-11-20'], 'lake run', 'cannot be used with'],
  [['cost', '--day', '2026-02-30'], 'lake cost', 'A day is written as 2026-11-20'],
  [['cost', '--day', 'yesterday'], 'lake cost', 'A day is written as 2026-11-20'],
  [['run'], 'lake run', 'NAME: the table or view'],
  [['run', 'a', 'b'], 'lake run', 'NAME: the table or view'],
  [['run', 'a', '--day', '2026-11-20', '--from', '2026-11-20'], 'lake run', 'cannot be used with'],
  [['run', 'a', '--form', '2026-11-20'], 'lake run', 'Did you mean --from?'],
  [['retry'], 'lake retry', 'NAME: the table, view or copy'],
  [['retry', 'a', '--wait'], 'lake retry', "unknown option '--wait'"],
  [['tables', 'a', 'b'], 'lake tables', 'NAME: the table'],
  [['retype'], 'lake retype', 'TABLE: the table of files'],
  [['reconcile', 'a', 'b'], 'lake reconcile', 'TABLE: the table of files'],
  [['land'], 'lake land', 'FILE: files and folders'],
  [['land', 'a.csv', '--as', 'orders'], 'lake land', 'a source and an object'],
  [['land', 'a.csv', '--as', 'a/b', '--to', 'raw/db/a/b'], 'lake land', 'cannot be used with'],
  [['land', 'LOAD00000001.csv', '--to', 'raw/logs/a'], 'lake land', 'below raw/db'],
  [['parse', 'access.log'], 'lake parse', 'too many arguments'],
  [['parse', '--config', ''], 'lake parse', 'It is empty'],
  [['route', 'message.json'], 'lake route', 'too many arguments'],
  [['up', 'now'], 'lake up', 'too many arguments'],
  [['up', '--port', '65536'], 'lake up', 'number from 0 to 65535'],
  [['up', '--port', '0x10'], 'lake up', 'number from 0 to 65535'],
  [['up', '--state', ''], 'lake up', 'It is empty'],
  [['completion'], 'lake completion', 'SHELL'],
  [['completion', 'fish'], 'lake completion', 'Allowed choices are bash, zsh'],
] as const)('lake %j is refused by %s: %s', async (args, by, said) => {
  expect(await called(args)).toEqual({ by, words: expect.stringContaining(said) });
});

describe('with LAKE_PORT', () => {
  beforeEach(() => vi.stubEnv('LAKE_PORT', '70000'));
  afterEach(() => vi.unstubAllEnvs());

  test('lake up refuses a wrong port, and names the variable', async () => {
    expect(await called(['up'])).toMatchObject({ by: 'lake up', words: expect.stringContaining('LAKE_PORT') });
  });
});
