import { functionCoverage } from '@tributary/local/sql/functions/registry.ts';
import { signatureLines } from '@tributary/local/sql/functions/signatures.ts';
import type { Answering } from '../api.ts';

/** `functions`: the functions of Trino that Athena has, how each is called, and whether the local cloud has it too. */
export const functions: Answering = async () => {
  const covered = new Set(functionCoverage().covered);
  const signatures = new Map<string, string[]>();
  for (const line of signatureLines.trim().split('\n')) {
    const [name = '', parameters = '', result = ''] = line.split('|');
    signatures.set(name, [...(signatures.get(name) ?? []), `${name}(${parameters}) → ${result}`]);
  }
  return {
    functions: [...signatures].map(([name, each]) => ({ name, signatures: each, isCovered: covered.has(name) })),
  };
};
