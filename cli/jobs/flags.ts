import type { TargetFlags } from '../target.ts';

/** What a command was told of the lake it is for, as another command takes it: ` --stage prod --profile on-call`. */
export function flagsOf({ stage, profile, region }: TargetFlags): string {
  return [
    ...(stage === 'local' ? [] : [` --stage ${stage}`]),
    ...(profile === undefined ? [] : [` --profile ${profile}`]),
    ...(region === undefined ? [] : [` --region ${region}`]),
  ].join('');
}
