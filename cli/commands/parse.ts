import { type ParseOutcome, parseOutcomes } from '../parse/outcomes.ts';
import { standardInput } from '../standard-input.ts';
import { write } from '../terminal/output.ts';

/**
 * `lake parse < FILE`: rows as NDJSON on standard output; rejects and HAProxy's notices, with where they stood, on standard error. The file
 * holds lines, or is an object of raw/logs as Firehose writes it.
 */
export async function parse({ config }: { readonly config?: string | undefined }): Promise<number> {
  for await (const outcome of parseOutcomes(standardInput('lake parse < FILE'), config)) {
    const isRequest = outcome.kind === 'row' && outcome.table === 'haproxy_requests';
    await write(isRequest ? process.stdout : process.stderr, `${JSON.stringify(told(outcome))}\n`);
  }
  return 0;
}

function told(outcome: ParseOutcome): unknown {
  if (outcome.kind === 'row')
    return outcome.table === 'haproxy_requests' ? outcome.row : { ...outcome.at, notice: outcome.row };
  const { at, reason, detail, text } = outcome;
  return { ...at, rejected: reason, detail, ...(text === undefined ? {} : { text }) };
}
