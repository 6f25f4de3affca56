import type { Cloud } from '../../../kernel/cloud.ts';
import { pause } from './pause.ts';

/** A loop's life: its turns go on until it is stopped. */
export type Life = { readonly cloud: Cloud; readonly what: string; stopped: boolean };

const errorPausesMs = [1_000, 2_000, 5_000, 15_000];

/** Runs `turn` again and again; it returns the pause before the next. An error is told once, then pauses grow until a turn succeeds. */
export async function keepOn(life: Life, turn: () => Promise<number>): Promise<void> {
  let failures = 0;
  while (!life.stopped) {
    const rest = await turn().then(
      (ms) => {
        failures = 0;
        return ms;
      },
      (error: unknown) => {
        if (failures === 0 && !life.stopped) life.cloud.log('warn', life.what, { reason: String(error) });
        failures += 1;
        return errorPausesMs[Math.min(failures, errorPausesMs.length) - 1] ?? 0;
      },
    );
    if (rest > 0 && !life.stopped) await pause(life.cloud, rest);
  }
}
