import type { Cloud } from '../../../kernel/cloud.ts';

/** A loop's life: its turns go on until it is stopped. */
export type Life = {
  readonly cloud: Cloud;
  readonly what: string;
  stopped: boolean;
  /** Ends the pauses of this moment. */
  readonly wakers: Set<() => void>;
};

const errorPausesMs = [1_000, 2_000, 5_000, 15_000];

export function newLife(cloud: Cloud, what: string): Life {
  return { cloud, what, stopped: false, wakers: new Set() };
}

export function endLife(life: Life): void {
  life.stopped = true;
  wake(life);
}

export function wake(life: Life): void {
  for (const waker of life.wakers) waker();
}

/** Waits on the cloud's clock, or until it is woken or stopped. */
export function rest(life: Life, ms: number): Promise<void> {
  if (life.stopped) return Promise.resolve();
  return new Promise((resolve) => {
    const waker = () => {
      cancel();
      life.wakers.delete(waker);
      resolve();
    };
    const cancel = life.cloud.clock.after(ms, waker);
    life.wakers.add(waker);
  });
}

/**
 * Runs `turn` again and again; it returns the pause before the next, or undefined when there is none. An error is told once, then
 * pauses grow until a turn succeeds.
 */
export async function keepOn(life: Life, turn: () => Promise<number | undefined>): Promise<void> {
  let failures = 0;
  while (!life.stopped) {
    const pause = await turn().then(
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
    if (pause === undefined) return;
    if (pause > 0) await rest(life, pause);
  }
}
