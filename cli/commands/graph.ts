import { writeFile } from 'node:fs/promises';
import { readGraph } from '../graph/read-graph.ts';
import { graphAsJson, renderGraph } from '../graph/render.ts';
import { namesOf, type TargetFlags, targetOf } from '../target.ts';
import { count } from '../terminal/count.ts';
import { write } from '../terminal/output.ts';
import { exitCodes, UsageError } from '../usage.ts';

export type GraphFlags = TargetFlags & { readonly svg?: string | undefined; readonly json?: true | undefined };

const usualWidth = 100;

/** `lake graph [NAME]`: what is made of what, and how it stands. */
export async function graph(name: string | undefined, flags: GraphFlags): Promise<number> {
  const target = targetOf(flags);
  const now = Date.now();
  const { nodes, missing } = await readGraph(target, name, now);
  for (const error of missing) process.stderr.write(`lake graph: ${error.message}\n`);
  if (nodes.length === 0 && missing.length > 0) return exitCodes.failed;
  if (flags.svg !== undefined) {
    const { svgOf } = await import('../graph/svg.ts');
    const { prefix } = await namesOf(target);
    const title = `${name ?? 'All tables'} of the lake ${prefix}, stage ${target.stage}`;
    await save(flags.svg, svgOf(nodes, { now, title }));
    if (!flags.json) await write(process.stdout, `${count(nodes.length, 'table')} drawn in ${flags.svg}\n`);
  }
  if (flags.json) await write(process.stdout, `${JSON.stringify(graphAsJson(nodes))}\n`);
  else if (flags.svg === undefined) await write(process.stdout, renderGraph(nodes, { now, ...room() }));
  return exitCodes.done;
}

function room() {
  const { isTTY, columns } = process.stdout;
  return { isTerminal: isTTY, width: isTTY ? columns || 80 : usualWidth };
}

async function save(file: string, text: string): Promise<void> {
  await writeFile(file, text).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`The picture cannot be written: ${reason}`, { cause });
  });
}
