import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { clientEnvironment } from '../clients/environment.ts';
import { run } from '../harness/run.ts';
import type { Program } from '../harness/servers.ts';

const script = fileURLToPath(new URL('./run.py', import.meta.url));
export const notebooks = fileURLToPath(new URL('../../notebooks', import.meta.url));

/** Python with what notebooks/requirements.txt names; .ci/run installs it. */
export const python: Program = {
  name: 'notebooks-python',
  check: ['notebooks-python', '-c', 'import ipykernel, matplotlib, nbclient, pandas, pyathena, sklearn'],
};

const told = z.object({ found: z.unknown(), figures: z.number(), complaints: z.array(z.string()) });

/** Runs a notebook to its end; what it found is the value of an expression of Python over its names, read by a schema. */
export async function runNotebook<T>(file: string, endpoint: string, expression: string, schema: z.ZodType<T>) {
  const env = {
    ...clientEnvironment,
    AWS_ENDPOINT_URL: endpoint,
    // Matrices of forty rows gain nothing by threads, which wait for each other where others use the machine
    OMP_NUM_THREADS: '1',
    OPENBLAS_NUM_THREADS: '1',
    PYTHONDONTWRITEBYTECODE: '1',
  };
  const { code, stdout, stderr } = await run(python.name, [script, file, expression], { env });
  if (code !== 0) throw new Error(`${file}: ${stderr}`);
  const { found, ...rest } = told.parse(JSON.parse(stdout));
  return { ...rest, found: schema.parse(found) };
}
