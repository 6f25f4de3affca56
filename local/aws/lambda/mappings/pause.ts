import type { Cloud } from '../../../kernel/cloud.ts';

/** Waits on the cloud's clock. */
export function pause(cloud: Pick<Cloud, 'clock'>, ms: number): Promise<void> {
  return new Promise((resolve) => {
    cloud.clock.after(ms, resolve);
  });
}
