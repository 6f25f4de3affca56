import { prefixMistake, stageMistake } from '../name-rules.ts';
import type { Framework } from './framework.ts';
import { parameterMistakes } from './parameters/check.ts';
import { declarationsOf } from './parameters/files.ts';
import { stageFileOf } from './stages/files.ts';
import { regionMistake } from './stages/place.ts';

/** Refuses a command whose stage, prefix or parameters are wrong, before anything is packaged or made. */
export function checkInput(framework: Framework, { LAKE_PREFIX: prefix }: NodeJS.ProcessEnv): void {
  const { options, isHelpRequest } = framework.processedInput;
  if (isHelpRequest === true) return;
  const mistakes = [
    options.stage === undefined ? undefined : stageMistake(options.stage),
    prefix === undefined ? undefined : prefixMistake(prefix),
    options.stage === undefined ? undefined : regionMistake(options.stage, stageFileOf(options.stage), options.region),
    ...parameterMistakes(declarationsOf(framework.serviceDir), options.param ?? []),
  ].filter((mistake) => mistake !== undefined);
  if (mistakes.length > 0) throw new framework.classes.Error(mistakes.join('\n'), 'TRIBUTARY_INPUT');
}
