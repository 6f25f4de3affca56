import { Command } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';

/** `lake doctor`. `end` is told the exit code. */
export function doctorWords(end: (code: number) => void) {
  return ofLake(
    new Command('doctor')
      .summary('is all as the lake needs it: files, credentials, stacks, buckets, quotas')
      .description(
        'Looks whether what the services declare can be read, who asks and where, and whether stacks, buckets, databases, work groups, bus, log groups, secrets, quotas, alarms and their topic are as they must be. ' +
          'Each finding that is not right comes with the command that mends it. Nothing is changed.',
      )
      .option('--query', 'ask the CRM for a row, by a statement of Athena, which is paid for')
      .option('--json', 'one object, for programs'),
    {
      notes: [
        'What the local cloud does not cover is "not asked". What AWS refuses to tell is "unsure": the\nlake may be well. The values of secrets are not read.\n',
      ],
      examples: [
        'lake doctor',
        'lake doctor --stage prod --query',
        'lake doctor --json | jq ".findings[] | select(.state == \\"wrong\\")"',
      ],
      exitCodes: ['0 nothing is wrong', '1 something is, or nobody answers', '2 the call is wrong'],
    },
  ).action(async (options) => end(await (await import('../commands/doctor.ts')).doctor(options)));
}
