import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { writeLogObject } from './log-object.ts';

const sizes = [8, 64, 128];
const mebibyte = 1024 * 1024;
/** As hard as CloudWatch Logs compresses. */
const gzipLevel = 6;

const measured = z.object({ requests: z.number(), peakBytes: z.number() });

/** The peak memory of a process that parses one object, by the object's size. */
export async function memoryBenchmark(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-memory-'));
  const object = join(folder, 'object');
  const child = fileURLToPath(new URL('./parse-object-alone.ts', import.meta.url));
  console.log('\nPeak memory (resident set) of a process that parses one object');
  for (const size of sizes) {
    const { lines, textBytes } = writeLogObject(object, size * mebibyte, gzipLevel);
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', child, object], { encoding: 'utf8' });
    if (stdout === '') throw new Error(`parsing ${size} MiB ended with: ${stderr}`);
    const { requests, peakBytes } = measured.parse(JSON.parse(stdout));
    if (requests !== lines) throw new Error(`${lines - requests} lines were rejected`);
    console.log(
      `${String(size).padStart(4)} MiB, ${(textBytes / 1e6).toFixed(0).padStart(5)} MB of text, ${lines} lines: ${Math.round(peakBytes / 1e6)} MB`,
    );
  }
  rmSync(folder, { recursive: true });
}
