import { Argument, Command } from '@commander-js/extra-typings';
import { serviceNames } from '../service-names.ts';
import { page } from './page.ts';

/** `lake deploy`. `end` is told the exit code. */
export function deployWords(end: (code: number) => void) {
  return new Command('deploy')
    .summary('deploy changed services into the local lake that runs')
    .description(
      'Deploys services into the local lake that runs, with `serverless deploy --stage local`: a new dataset, another route, changed code. Nothing is restarted, and what the lake holds stays. To AWS: docs/delivery.md.',
    )
    .addArgument(new Argument('[SERVICE...]', 'which; without one all four').choices(serviceNames))
    .addHelpText(
      'after',
      page({
        examples: ['lake deploy query', 'lake deploy'],
        exitCodes: [
          '0 deployed',
          '1 a deployment failed; its last lines are shown',
          '2 the call is wrong, or no local lake runs',
          '130 interrupted',
        ],
        environment: {
          LAKE_PORT: 'the port of the local cloud (4566)',
          AWS_ENDPOINT_URL: 'where the local cloud is, instead',
        },
      }),
    )
    .action(async (services) => end(await (await import('../commands/deploy.ts')).deployServices(services)));
}
