import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import * as z from 'zod';
import { lambdaNode } from './lambda-node.ts';

const roundSchema = z.object({ seconds: z.number(), requests: z.number(), bytesOut: z.number() });
type Round = z.infer<typeof roundSchema>;

export type Bundled = {
  /** One round of the work, and the time of the processor that it took. */
  readonly round: () => Promise<Round>;
  readonly stop: () => Promise<void>;
};

/**
 * A contender in a process of its own, from a bundle made as shared/esbuild.yml makes those of the functions and by Lambda's Node: what runs in a
 * Lambda, with nothing of the other contender beside it. `entry` is a module of bench/rounds/.
 */
export async function startBundled(entry: string, folder: string, args: readonly string[]): Promise<Bundled> {
  const outfile = join(folder, `${entry}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`./rounds/${entry}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    external: ['zlib-sync'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  const child = fork(outfile, [...args], { execArgv: [], execPath: lambdaNode() });
  const ended = once(child, 'exit').then(([code]) => {
    throw new Error(`${entry} ended with ${code}`);
  });
  return {
    async round() {
      child.send('round');
      const [answer] = await Promise.race([once(child, 'message'), ended]);
      return roundSchema.parse(answer);
    },
    async stop() {
      child.disconnect();
      await ended.catch(() => undefined);
    },
  };
}
