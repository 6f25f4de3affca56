import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createProgram } from '../program.ts';
import { bashScript } from './bash.ts';
import { describeProgram } from './describe.ts';
import { zshScript } from './zsh.ts';

const commands = describeProgram(createProgram(() => undefined));
const folder = mkdtempSync(join(tmpdir(), 'tributary-completion-'));

beforeAll(() => {
  writeFileSync(join(folder, 'access log.gz'), '');
  writeFileSync(join(folder, 'routes.yml'), '');
  mkdirSync(join(folder, 'state'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const words = [
  'up',
  'deploy',
  'query',
  'land',
  'tables',
  'retype',
  'reconcile',
  'parse',
  'route',
  'replay',
  'jobs',
  'graph',
  'render',
  'cost',
  'run',
  'backfill',
  'retry',
  'status',
  'logs',
  'trace',
  'doctor',
  'changes',
  'new',
  'completion',
];

/** What is offered where the last word is being written. Files are those of the folder. */
const offers: readonly (readonly [words: readonly string[], offered: readonly string[]])[] = [
  [[''], [...words, 'help']],
  [['re'], ['retype', 'reconcile', 'replay', 'render', 'retry']],
  [['run', '--w'], ['--wait']],
  [['jobs', '--m'], ['--most']],
  [['retry', '--stage', ''], []],
  [['help', ''], words],
  [
    ['replay', ''],
    ['raw', 'failed', 'rejected', 'dead-letters', 'replication'],
  ],
  [
    ['replay', 'raw', ''],
    ['logs', 'events', 'db'],
  ],
  [['replay', 'rejected', '--go', 'b'], ['bridge']],
  [['query', '--j'], ['--json']],
  [['query', '--stage', 'dev', '--m'], ['--max-rows']],
  [['query', '--stage', ''], []],
  [['query', ''], []],
  [
    ['completion', ''],
    ['bash', 'zsh'],
  ],
  [['land', 'acc'], ['access log.gz']],
  [['route', '--routes', 'r'], ['routes.yml']],
  [['changes', ''], ['init']],
  [
    ['new', ''],
    ['dataset', 'source', 'enrichment', 'route'],
  ],
  [['new', 'dataset', '--f'], ['--from']],
  [['changes', 'init', '--ddl', 'r'], ['routes.yml']],
  [
    ['changes', 'init', '--engine', ''],
    ['mysql', 'postgres'],
  ],
  [['up', '--state', 's'], ['state']],
  [
    ['constructor', ''],
    [...words, 'help'],
  ],
];

const sorted = (words: readonly string[]) => words.toSorted();

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { stdout, stderr, status } = spawnSync(command, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
}

describe('bash', () => {
  const complete = `${bashScript(commands)}
COMP_WORDS=(lake "$@"); COMP_CWORD=$#
_lake
printf '%s\\n' "\${COMPREPLY[@]}"`;
  // Outside of a completion, bash has no options of it to set.
  const bash = (words: readonly string[]) => run('bash', ['-c', `compopt() { :; }\n${complete}`, 'bash', ...words]);

  test.each(offers)('offers after %j: %j', (words, offered) => {
    expect(sorted(bash(words))).toEqual(sorted(offered));
  });

  test('understands --option=value, which bash gives as three words', () => {
    expect(bash(['route', '--routes', '=', 'r'])).toEqual(['routes.yml']);
    expect(bash(['up', '--state', '='])).toContain('state');
  });

  test('is registered for lake', () => {
    expect(run('bash', ['-c', `${bashScript(commands)}\ncomplete -p lake`])).toEqual(['complete -F _lake lake']);
  });
});

const hasZsh = spawnSync('zsh', ['--version']).status === 0;

describe.skipIf(!hasZsh)(`zsh${hasZsh ? '' : ' (skipped: not installed)'}`, () => {
  // _describe, _files and compadd are told here, instead of drawn.
  const told = `
compdef() { print -r -- "registered $*" > /dev/null; }
compset() { PREFIX="\${PREFIX#*=}"; }
compadd() { [[ $1 == -- ]] && shift; offer "$@"; }
_describe() { local -a names=("\${(@P)2}"); offer "\${(@)names%%:*}"; }
_files() { if [[ $1 == -/ ]]; then offer *(/N); else offer *(N); fi; }
offer() { local each; for each in "$@"; do [[ $each == "$PREFIX"* ]] && print -r -- "$each"; done; return 0; }
${zshScript(commands)}
words=(lake "$@"); CURRENT=$#words; PREFIX="$words[CURRENT]"
_lake`;
  const zsh = (words: readonly string[]) => run('zsh', ['-f', '-c', told, 'zsh', ...words]);

  test.each(offers)('offers after %j: %j', (words, offered) => {
    expect(sorted(zsh(words))).toEqual(sorted(offered));
  });

  test('understands --option=value', () => {
    expect(zsh(['route', '--routes=r'])).toEqual(['routes.yml']);
  });

  test('is taken by the completion system itself', () => {
    const script = `autoload -Uz compinit && compinit -u -d ${join(folder, 'dump')}\n${zshScript(commands)}\nprint -r -- $_comps[lake]`;
    expect(run('zsh', ['-f', '-c', script])).toEqual(['_lake']);
  });
});
