import { runDue } from './warehouse-double.ts';
import type { createWorld } from './world.ts';
import { Killed } from './world-state.ts';

export type Lake = ReturnType<typeof createWorld>;

/** Gives a function a message, as SQS does: one that fails comes again. */
export async function deliver({ world, egress, load }: Lake, to: 'egress' | 'load', body: unknown): Promise<void> {
  world.isDead = false;
  try {
    await (to === 'egress' ? egress : load)({ body });
  } catch (error) {
    // What egress lets go on in spite of an error it throws together in the end.
    const all: readonly unknown[] = error instanceof AggregateError ? error.errors : [error];
    if (!all.every((each) => each instanceof Killed)) throw error;
    world.messages.push({ to, at: world.now + 60_000, body });
  }
}

/** Lets time pass, a second at a time: messages come when they are due, and reconcile each minute. */
export async function pass(lake: Lake, seconds: number, lose: (body: unknown) => boolean = () => false): Promise<void> {
  const { world } = lake;
  for (let second = 0; second < seconds; second += 1) {
    world.now += 1_000;
    runDue(world);
    const due = world.messages.filter(({ at }) => at <= world.now);
    world.messages = world.messages.filter(({ at }) => at > world.now);
    for (const { to, body } of due) if (!lose(body)) await deliver(lake, to, body);
    if (second % 60 === 59) await deliver(lake, 'egress', { reconcile: true });
  }
}
