import { compile } from './compile.ts';
import type { Dataset } from './dataset.ts';
import { readHeader } from './declaration/read-header.ts';
import { MistakesError } from './mistakes.ts';

/** Reads a file of `datasets/` by itself; throws, naming the file and the place of each mistake, at one that is not as it must be. */
export function readDataset(file: string, content: string): Dataset {
  const [dataset] = compile([readHeader('datasets', file, content)]).datasets;
  if (dataset === undefined) throw new MistakesError([`datasets/${file}:1:1: it is a view`]);
  return dataset;
}
