import type { Locator, Page } from 'playwright-core';
import { eventually } from '../harness/eventually.ts';

/** Of a lake that is busy. */
export const withinMs = 120_000;
export const parseNode = 'queue:tributary-ingest-local-parse';

export function nodeOf(page: Page, id: string): Locator {
  return page.locator(`[data-node="${id}"]`);
}

/** `1,200 lines` of a node is 1200. */
export async function countOf(page: Page, id: string, unit: string): Promise<number | undefined> {
  const text = await nodeOf(page, id).textContent({ timeout: withinMs });
  const [, number] = new RegExp(`(\\d[\\d,]*) ${unit}s?(?:,|$)`).exec(text?.trim() ?? '') ?? [];
  return number === undefined ? undefined : Number(number.replaceAll(',', ''));
}

/** Waits until the node shows so many, or more. */
export function untilCount(page: Page, id: string, unit: string, least: number): Promise<unknown> {
  return eventually(
    () => countOf(page, id, unit),
    (count = 0) => count >= least,
    withinMs,
  );
}

/** Waits until the queue of parsing shows dead letters, or none. */
export function untilDeadLetters(page: Page, are: boolean): Promise<unknown> {
  return eventually(
    async () => (await nodeOf(page, parseNode).textContent({ timeout: withinMs })) ?? '',
    (text) => /\d dead letter/.test(text) === are,
    withinMs,
  );
}

/** In the panel of the queue of parsing, which is open: reads what was given up, and sends it again. */
export async function sendAgain(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Send again' }).click();
  await page.getByRole('button', { name: 'Yes, send' }).click();
  await page
    .getByText(/messages? sent back to parse\./)
    .first()
    .waitFor({ timeout: withinMs });
}
