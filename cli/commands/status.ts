import { flagsOf } from '../jobs/flags.ts';
import { jsonOfStatus } from '../status/as-json.ts';
import { openStatus } from '../status/look.ts';
import { renderStatus } from '../status/render.ts';
import { drawn, watch } from '../status/watch.ts';
import { wrongsOf } from '../status/wrongs.ts';
import type { TargetFlags } from '../target.ts';
import { roomOf } from '../terminal/fitting.ts';
import { untilInterrupted } from '../terminal/interruptible.ts';
import { write } from '../terminal/output.ts';
import { exitCodes } from '../usage.ts';

export type StatusFlags = TargetFlags & {
  /** Again and again, until Ctrl-C. */
  readonly watch?: true | undefined;
  readonly json?: true | undefined;
};

const pauseMs = 5_000;

/** `lake status`: how the lake is, on one screen; ends with 1 when something is wrong. */
export async function status(flags: StatusFlags): Promise<number> {
  const look = await openStatus(flags);
  const told = flagsOf(flags);
  const { stdout } = process;
  const show = async (isWatched: boolean): Promise<number> => {
    const seen = await look();
    const text = flags.json ? jsonOfStatus(seen, told) : renderStatus(seen, { room: roomOf(stdout), flags: told });
    await write(stdout, isWatched && !flags.json ? drawn(text, stdout) : text);
    return wrongsOf(seen).length === 0 ? exitCodes.done : exitCodes.failed;
  };
  if (!flags.watch) return show(false);
  if (stdout.isTTY && !flags.json) await write(stdout, '\u001b[2J');
  return watch(() => show(true), pauseMs, untilInterrupted().signal);
}
