import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { startBundled } from './bundled.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { machine } from './machine.ts';
import { type Contender, measure, report } from './measure.ts';
import { splitInMemory } from './rival.ts';

const root = new URL('../', import.meta.url);

/** Parser against DuckDB's string_split, over the same httplog lines, one thread each, in turns. */
export async function parseBenchmark(): Promise<void> {
  const lines = httpLines(200_000);
  const bytes = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const folder = mkdtempSync(join(tmpdir(), 'bench-parse-'));
  const file = join(folder, 'lines.log');
  writeFileSync(file, `${lines.join('\n')}\n`, 'latin1');
  const parser = await startBundled('lines', folder, [file]);
  const rival = await splitInMemory(file);
  const contenders: readonly Contender[] = [
    {
      name: 'parser, all fields decoded',
      lines: lines.length,
      bytes,
      run: async () => {
        const round = await parser.round();
        if (round.requests !== lines.length) throw new Error(`${lines.length - round.requests} lines were rejected`);
        return round;
      },
    },
    { name: baseline, lines: lines.length, bytes, run: () => cpuSeconds(rival) },
  ];
  console.log(machine());
  console.log(
    `${lines.length} httplog lines, ${(bytes / 1e6).toFixed(0)} MB, the median of ${rounds} rounds, CPU time`,
  );
  console.log(report(await measure(contenders, rounds), baseline));
  await parser.stop();
  rmSync(folder, { recursive: true });
}

const rounds = 15;
const baseline = 'DuckDB string_split, fields as texts, 1 thread';

/** The sample's httplog lines, again and again. */
function httpLines(count: number): readonly string[] {
  const sample = gunzipSync(readFileSync(new URL('samples/haproxy/wire-rfc3164.log.gz', root)))
    .toString('latin1')
    .split('\n')
    .filter((line) => / www(?:-plain)? \w+\//.test(line));
  return Array.from({ length: Math.ceil(count / sample.length) }, () => sample).flat();
}
