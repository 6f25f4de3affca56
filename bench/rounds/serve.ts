import { cpuSeconds } from '../cpu-seconds.ts';

export type Done = { readonly requests: number; readonly bytesOut: number };

/** Does the work each time the parent process asks for it, and answers with what it took. `prepare` is not timed. */
export function serveRounds(work: () => Done | Promise<Done>, prepare: () => void = () => undefined): void {
  process.on('message', async () => {
    prepare();
    let done: Done = { requests: 0, bytesOut: 0 };
    const { seconds } = await cpuSeconds(async () => {
      done = await work();
    });
    process.send?.({ seconds, ...done });
  });
}
