import { join } from 'node:path';
import { openJournal } from '../../kernel/journal.ts';

export type ParameterType = 'String' | 'StringList' | 'SecureString';

export type Parameter = {
  readonly name: string;
  readonly type: ParameterType;
  readonly value: string;
  readonly version: number;
  readonly modifiedAt: number;
  readonly description?: string | undefined;
  readonly tags: Readonly<Record<string, string>>;
};

export type ParameterStore = ReturnType<typeof openParameterStore>;

/** Parameters by name, each in its newest version. */
export function openParameterStore(stateDir: string) {
  return openJournal<Parameter>(join(stateDir, 'ssm', 'parameters.jsonl'));
}
