import { AthenaClient } from '@aws-sdk/client-athena';
import { graphOf } from '../graph/graph.ts';
import { readDeclared } from '../jobs/declared.ts';
import { readHistory } from '../jobs/history.ts';
import { jsonOfUses, renderUnused, usesOf } from '../jobs/unused.ts';
import { namesOf, type TargetFlags, targetOf } from '../target.ts';
import { roomOf } from '../terminal/fitting.ts';
import { write } from '../terminal/output.ts';
import { exitCodes } from '../usage.ts';

export type UnusedFlags = TargetFlags & { readonly json?: true | undefined };

/** Two calls for 50 of them. */
const mostStatements = 5_000;

/** `lake jobs --unused`: datasets that nobody has asked for so many days, by what Athena remembers of people's statements. */
export async function unused(days: number, flags: UnusedFlags): Promise<number> {
  const graph = graphOf(readDeclared());
  const target = targetOf(flags);
  const { workGroup, analystsWorkGroup } = await namesOf(target);
  const athena = new AthenaClient(target.client);
  const now = Date.now();
  const histories = [];
  for (const group of [workGroup, analystsWorkGroup]) {
    const asked = { workGroup: group, from: now - days * 86_400_000, most: mostStatements };
    const history = await readHistory(athena, asked).catch((error: unknown) => {
      // Analysts have a work group of their own only where the lake has analysts.
      if (group === analystsWorkGroup && error instanceof Error && error.name === 'InvalidRequestException')
        return undefined;
      throw error;
    });
    if (history !== undefined) histories.push({ ...history, workGroup: group });
  }
  const uses = usesOf(graph, { statements: histories.flatMap(({ statements }) => statements) });
  const showing = { ...roomOf(process.stdout), days, now, histories };
  await write(process.stdout, flags.json ? jsonOfUses(uses, histories) : renderUnused(uses, showing));
  return exitCodes.done;
}
