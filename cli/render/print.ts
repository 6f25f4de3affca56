import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UsageError } from '../usage.ts';

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** A page as a picture as high as it is, or as pages of A4; its width in CSS pixels. */
export async function print(html: string, format: 'png' | 'pdf', environment = process.env): Promise<Uint8Array> {
  const executablePath = findBrowser(environment);
  const { chromium } = await import('playwright-core');
  // A container's root may have no sandbox; the page is ours, and asks for nothing.
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
  try {
    const page = await browser.newPage({ viewport: { width: 1_240, height: 800 }, deviceScaleFactor: 2 });
    // On paper a table has no part that is out of sight.
    await page.emulateMedia({ media: 'print' });
    await page.setContent(html);
    if (format === 'png') return await page.screenshot({ fullPage: true });
    return await page.pdf({ format: 'A4', landscape: true, printBackground: true, margin: margins });
  } finally {
    await browser.close();
  }
}

const margins = { top: '10mm', right: '10mm', bottom: '10mm', left: '10mm' };

function findBrowser({ CHROMIUM, PATH = '' }: NodeJS.ProcessEnv): string {
  const named = CHROMIUM === undefined || CHROMIUM === '' ? [] : [CHROMIUM];
  const onPath = PATH.split(delimiter).flatMap((folder) => programs.map((program) => join(folder, program)));
  const found = (named.length > 0 ? named : [...onPath, onMac]).find(isProgram);
  if (found !== undefined) return found;
  const where =
    named.length > 0 ? `CHROMIUM is ${CHROMIUM}, which is no program` : `none of ${programs.join(', ')} is in PATH`;
  throw new UsageError(
    `A picture or a PDF is made by Chromium, and ${where}. Install it, or say where it is in CHROMIUM; --out FILE.html needs none.`,
  );
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
