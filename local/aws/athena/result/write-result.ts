import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { putObject } from '../catalog/table-files.ts';
import type { Outcome } from '../execution/outcome.ts';
import type { Run } from '../run.ts';
import type { StoredExecution } from '../store.ts';
import { csvRow } from './csv.ts';

export type ResultRecord = Pick<
  StoredExecution,
  'outputLocation' | 'manifestLocation' | 'columns' | 'outputRows' | 'outputBytes' | 'updateCount'
>;

/** Writes what a statement gave below its output folder, as its caller, and says what the execution's record keeps of it. */
export async function writeResult(run: Run, outcome: Outcome): Promise<ResultRecord> {
  if (outcome.kind !== 'rows') await run.linger();
  const base = `${run.outputFolder}${run.queryExecutionId}`;
  switch (outcome.kind) {
    case 'rows':
      return writeRows(run, outcome, `${base}.csv`);
    case 'text': {
      const content = Buffer.from(outcome.lines.map((line) => `${line}\n`).join(''));
      await putObject(run, `${base}.txt`, content, 'text/plain');
      const outputRows = outcome.lines.length;
      return { outputLocation: `${base}.txt`, columns: outcome.columns, outputRows, outputBytes: content.length };
    }
    case 'update': {
      const manifest = outcome.files ? `${base}-manifest.csv` : undefined;
      if (manifest)
        await putObject(run, manifest, Buffer.from((outcome.files ?? []).map((file) => `${file}\n`).join('')));
      const rows = { name: 'rows', type: 'bigint', precision: 19, scale: 0 };
      return { outputLocation: base, manifestLocation: manifest, columns: [rows], updateCount: outcome.count };
    }
  }
}

async function writeRows(run: Run, outcome: Extract<Outcome, { kind: 'rows' }>, uri: string): Promise<ResultRecord> {
  const local = join(run.workDir, 'result.csv');
  const counted = { rows: 0 };
  await pipeline(Readable.from(csvText(outcome, counted)), createWriteStream(local));
  await run.linger();
  run.signal.throwIfAborted();
  await putObject(run, uri, createReadStream(local), 'application/octet-stream');
  const outputBytes = (await stat(local)).size;
  return { outputLocation: uri, columns: outcome.columns, outputRows: counted.rows, outputBytes };
}

async function* csvText(
  outcome: Extract<Outcome, { kind: 'rows' }>,
  counted: { rows: number },
): AsyncGenerator<string> {
  yield csvRow(outcome.columns.map(({ name }) => name));
  for await (const rows of outcome.rows) {
    counted.rows += rows.length;
    if (rows.length > 0) yield rows.map(csvRow).join('');
  }
}
