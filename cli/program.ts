import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { Command, CommanderError } from '@commander-js/extra-typings';
import { UsageError } from './usage.ts';
import { backfillWords } from './words/backfill.ts';
import { changesWords } from './words/changes.ts';
import { completionWords } from './words/completion.ts';
import { costWords } from './words/cost.ts';
import { deployWords } from './words/deploy.ts';
import { doctorWords } from './words/doctor.ts';
import { graphWords } from './words/graph.ts';
import { jobsWords } from './words/jobs.ts';
import { landWords } from './words/land.ts';
import { logsWords } from './words/logs.ts';
import { newWords } from './words/new.ts';
import { page } from './words/page.ts';
import { parseWords } from './words/parse.ts';
import { queryWords } from './words/query.ts';
import { reconcileWords } from './words/reconcile.ts';
import { renderWords } from './words/render.ts';
import { replayWords } from './words/replay.ts';
import { retryWords } from './words/retry.ts';
import { retypeWords } from './words/retype.ts';
import { routeWords } from './words/route.ts';
import { runWords } from './words/run.ts';
import { statusWords } from './words/status.ts';
import { tablesWords } from './words/tables.ts';
import { traceWords } from './words/trace.ts';
import { upWords } from './words/up.ts';

/** The call is wrong; `command` is the one that refused it, as it is written. */
export class RefusedError extends UsageError {
  readonly command: string;

  constructor(command: string, message: string) {
    super(message);
    this.command = command;
  }
}

/**
 * All of `lake`: its commands with their words. What a command does is loaded when it is called, so that `lake parse` does not wait for
 * what `lake up` needs. `end` is told the exit code; a wrong call is thrown as RefusedError.
 */
export function createProgram(end: (code: number) => void): CommandUnknownOpts {
  const program: CommandUnknownOpts = new Command('lake')
    .description('A data lake on this machine, and the same commands for the one on AWS.')
    .addHelpText(
      'after',
      page({
        notes: [
          'query, land, tables, retype, reconcile, replay, jobs, graph, render, cost, run, backfill, retry, status, logs, trace\nand doctor talk to the local cloud; --stage NAME [--profile NAME] [--region NAME] make it the lake on AWS.\n',
        ],
        examples: ['lake up', 'lake query "SELECT count(*) FROM haproxy_requests"', 'lake query --help'],
        environment: { LAKE_TRACE: 'where it is set, a fault of lake itself is told with its stack' },
      }),
    )
    .helpCommand('help [COMMAND]', 'the help of a command');
  program
    .addCommand(upWords(end))
    .addCommand(deployWords(end))
    .addCommand(queryWords(end))
    .addCommand(landWords(end))
    .addCommand(tablesWords(end))
    .addCommand(retypeWords(end))
    .addCommand(reconcileWords(end))
    .addCommand(parseWords(end))
    .addCommand(routeWords(end))
    .addCommand(replayWords(async (call) => end(await (await import('./commands/replay.ts')).replay(call))))
    .addCommand(jobsWords(end))
    .addCommand(graphWords(end))
    .addCommand(renderWords(end))
    .addCommand(costWords(end))
    .addCommand(runWords(end))
    .addCommand(backfillWords(end))
    .addCommand(retryWords(end))
    .addCommand(statusWords(end))
    .addCommand(logsWords(end))
    .addCommand(traceWords(end))
    .addCommand(doctorWords(end))
    .addCommand(changesWords(end))
    .addCommand(newWords(end))
    .addCommand(completionWords(() => program, end));
  settle(program);
  return program;
}

/** Commander's own words go where the others go: errors are thrown, and told by who called. */
function settle(command: CommandUnknownOpts): void {
  command
    .helpOption('-h, --help', 'this page')
    .configureOutput({ writeErr: () => undefined, outputError: () => undefined })
    .exitOverride((error) => {
      throw error.exitCode === 0 ? error : new RefusedError(pathOf(command), wordsOf(error, command));
    });
  for (const each of command.commands) settle(each);
}

/** `lake replay raw` */
export function pathOf(command: CommandUnknownOpts): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function wordsOf({ code, message }: CommanderError, command: CommandUnknownOpts): string {
  const path = pathOf(command);
  if (code === 'commander.help') {
    const names = command.commands.map((each) => each.name());
    return `say what: ${names.slice(0, -1).join(', ')} or ${names.at(-1)}. See: ${path} --help`;
  }
  return [message.replace(/^error: /, ''), ...argumentsOf(code, command), `See: ${path} --help`].join('\n');
}

/** What the arguments are, where they are too few or too many. */
function argumentsOf(code: string, command: CommandUnknownOpts): readonly string[] {
  if (code !== 'commander.missingArgument' && code !== 'commander.excessArguments') return [];
  return command.registeredArguments.map((each) => `${each.name()}: ${each.description}`);
}

/** Help was asked for and shown: no error. */
export function isShownHelp(error: unknown): boolean {
  return error instanceof CommanderError && error.exitCode === 0;
}

/**
 * The words as commander is to have them: `help X` is `X --help`, and what follows a word that is no command is left out, so that it is
 * refused as that also where help was asked for.
 */
export function readableWords(program: CommandUnknownOpts, args: readonly string[]): readonly string[] {
  if (args.length === 0) return ['--help'];
  const [first, ...rest] = args;
  const words = first === 'help' ? [...rest, '--help'] : args;
  let command = program;
  for (const [index, word] of words.entries()) {
    if (command.commands.length === 0 || word.startsWith('-')) break;
    const next = command.commands.find((each) => each.name() === word);
    if (next === undefined) return words.slice(0, index + 1);
    command = next;
  }
  return words;
}
