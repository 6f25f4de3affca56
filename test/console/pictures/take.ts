import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { startChromium } from '../../clients/chromium.ts';
import { structureOf } from './structure.ts';
import { views } from './views.ts';

/** A README is read over slow lines, too. */
const mostBytes = 250_000;
const folder = fileURLToPath(new URL('../../../docs/pictures/', import.meta.url));
const endpoint = process.env.LAKE_ENDPOINT ?? 'http://127.0.0.1:4566';

/** `npm run pictures`: the README's pictures of the console, of the lake that `npm start` has started, and how each page is built. */
async function take(): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const browser = await startChromium([]);
  const structures: Record<string, readonly string[]> = {};
  try {
    const page = await browser.newPage({ colorScheme: 'light' });
    for (const { name, path, height, ready } of views) {
      await page.setViewportSize({ width: 1280, height });
      await page.goto(`${endpoint}/_lake/${path}`);
      await ready(page);
      structures[name] = await structureOf(page);
      const file = `${folder}${name}.png`;
      await page.screenshot({ path: file, animations: 'disabled' });
      const { size } = statSync(file);
      if (size > mostBytes) throw new Error(`${file} has ${size} bytes, over ${mostBytes}: show less of the page.`);
      process.stdout.write(`${file}  ${Math.round(size / 1000)} kB\n`);
    }
  } finally {
    await browser.close();
  }
  writeFileSync(`${folder}structure.yml`, stringify(structures));
}

await take();
