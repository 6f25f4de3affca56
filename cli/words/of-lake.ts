import { type Command, InvalidArgumentError, Option, type OptionValues } from '@commander-js/extra-typings';
import { type Page, page, targetEnvironment } from './page.ts';

/** Of a command that talks to a lake: the options that say which one, and what stands below them. */
export function ofLake<Args extends unknown[], Options extends OptionValues, Above extends OptionValues>(
  command: Command<Args, Options, Above>,
  below: Omit<Page, 'environment'>,
) {
  return command
    .addOption(
      new Option('--stage <NAME>', 'the stage of the lake: on this machine (local), or on AWS')
        .argParser(stageNamed)
        .default('local'),
    )
    .addOption(
      new Option('--profile <NAME>', 'credentials of this profile; the lake is on AWS').argParser(profileNamed),
    )
    .addOption(
      new Option('--region <NAME>', 'the region of the lake on AWS (AWS_REGION, else eu-west-1)').argParser(
        regionNamed,
      ),
    )
    .addHelpText('after', page({ ...below, environment: targetEnvironment }));
}

/** A stage is part of bucket names: lower case, digits and hyphens. */
function stageNamed(text: string): string {
  return matching(
    text,
    /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/,
    'A stage has lower case letters, digits and hyphens.',
  );
}

function profileNamed(text: string): string {
  return matching(text, /^[^\s[\]]+$/, 'A profile is the name of one in ~/.aws/config.');
}

function regionNamed(text: string): string {
  return matching(text, /^[a-z]{2,}(?:-[a-z]+)+-\d{1,2}$/, 'A region is written as in eu-west-1.');
}

function matching(text: string, pattern: RegExp, mistake: string): string {
  if (pattern.test(text)) return text;
  throw new InvalidArgumentError(mistake);
}
