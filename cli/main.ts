import { commands } from './commands/commands.ts';
import { UsageError } from './usage.ts';

const help = `lake: a data lake on this machine, and the same commands for the one on AWS

  lake up [--once] [--fresh] [--port N] [--state DIR]   start the local cloud, deploy the services, run the sample through
  lake query "SQL" [--json | --csv]                     ask Athena
  lake land FILE…                                       send HAProxy log lines (plain or .gz) where production sends them
  lake parse [--config FILE] < FILE                     what would my log lines become? NDJSON out, rejects to standard error
  lake route [--routes FILE] [--json] < FILE            what would these RabbitMQ messages become? (JSON, one or one per line)
  lake replay raw|failed|rejected|dead-letters …        run it again; says what it would do, --go does it (lake replay --help)
  lake help                                             this page

query, land and replay talk to the local cloud; --stage NAME [--profile NAME] [--region NAME] make it the lake on AWS.
Exit codes: 0 done, 1 it failed, 2 the call or the input is wrong.
`;

/** Runs one command; its exit code is set, and errors are told in a line or two, with what to do next. */
export async function main(args: readonly string[]): Promise<void> {
  const [name = 'help', ...rest] = args;
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(help);
    return;
  }
  const command = commands[name];
  process.stdout.on('error', endWithReader);
  try {
    if (command === undefined) throw new UsageError(`There is no command ${name}. See: lake help`);
    process.exitCode = await command(rest);
  } catch (error) {
    process.stderr.write(`lake ${name}: ${tell(error)}\n`);
    process.exitCode = error instanceof UsageError || isArgumentError(error) ? 2 : 1;
  }
}

/** Whoever read the output has seen enough, as `head` does. */
function endWithReader(error: Error): void {
  if ('code' in error && error.code === 'EPIPE') process.exit(0);
  throw error;
}

function isArgumentError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

function tell(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'no local cloud answers. Start it with: npm start';
  return error.message === '' ? error.name : error.message;
}
