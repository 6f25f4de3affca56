import { Command } from '@commander-js/extra-typings';
import { ofLake } from './of-lake.ts';
import { someText } from './read-value.ts';

/** `lake render`. `end` is told the exit code. */
export function renderWords(end: (code: number) => void) {
  return ofLake(
    new Command('render')
      .summary('a dashboard as one file, to look at or to send')
      .description(
        'Asks Athena for the charts of a dashboard (services/query/dashboards/DASHBOARD.yml), and writes them as one file that needs nothing else.',
      )
      .argument('<DASHBOARD>', 'the name of its file, without .yml')
      .option('--out <FILE>', 'a page (.html), a picture (.png) or a document (.pdf); DASHBOARD.html', someText)
      .option(
        '--choose <NAME=VALUE>',
        'of its parameters: days as period=2026-11-01..2026-11-30, texts as plan=team,free',
        (text: string, before: readonly string[] | undefined) => [...(before ?? []), text],
      ),
    {
      notes: ['A picture and a document are made by Chromium, which is found in PATH, or by CHROMIUM.\n'],
      examples: [
        'lake render integrations',
        'lake render operations --choose period=2026-11-01.. --out operations.pdf --stage prod',
      ],
      exitCodes: [
        '0 done',
        '1 it failed, also where the file lacks charts that Athena refused',
        '2 the call is wrong, or a dashboard',
        '130 interrupted, and nothing written',
      ],
    },
  ).action(async (name, options) => end(await (await import('../commands/render.ts')).render(name, options)));
}
