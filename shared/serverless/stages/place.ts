import type { Framework, Hooks } from '../framework.ts';
import type { StageFile } from './stage-file.ts';

/** Why a command may not go to a region; undefined where it may. */
export function regionMistake(stage: string, file: StageFile | undefined, region?: string): string | undefined {
  if (file?.region === undefined || region === undefined || region === file.region) return undefined;
  return `stages/${stage}.yml says that ${stage} is in ${file.region}, and --region says ${region}. Leave --region out, or change the file.`;
}

/** Before anything is made or removed on AWS: the credentials must be of the account that the stage's file names. */
export function rightAccount(framework: Framework, fileOf: (stage: string) => StageFile | undefined): Hooks {
  const check = async () => {
    const provider = framework.getProvider('aws');
    const stage = provider.getStage();
    const expected = fileOf(stage)?.account;
    if (expected === undefined) return;
    const account = await provider.getAccountId();
    if (account === expected) return;
    throw new framework.classes.Error(
      `stages/${stage}.yml says that ${stage} is in account ${expected}, and these credentials are of ${account}. Nothing was changed. aws sts get-caller-identity tells whose they are.`,
      'TRIBUTARY_ACCOUNT',
    );
  };
  return { 'before:aws:deploy:deploy:createStack': check, 'before:remove:remove': check };
}
