/** Longer than query takes to look once more, each minute, at what is to be filled. */
const betweenLooksMs = 75_000;

/**
 * Waits until nothing has to be done, and nothing has been begun for longer than a minute: `idle` ends once nothing waits, `begun` gives
 * how much was begun until now.
 */
export async function untilQuiet(idle: () => Promise<unknown>, begun: () => Promise<number>): Promise<void> {
  let before: number;
  do {
    await idle();
    before = await begun();
    await new Promise((resolve) => setTimeout(resolve, betweenLooksMs));
  } while ((await begun()) !== before);
}
