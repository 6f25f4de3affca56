import * as z from 'zod';

/** What a subscription filter sends (CloudWatch Logs user guide, "Subscription filters"). */
const envelopeSchema = z.object({
  messageType: z.enum(['DATA_MESSAGE', 'CONTROL_MESSAGE']),
  owner: z.string(),
  logGroup: z.string(),
  logStream: z.string(),
  logEvents: z.array(z.object({ id: z.string(), timestamp: z.number(), message: z.string() })),
});

export type Envelope = z.infer<typeof envelopeSchema>;

export type EnvelopeOutcome =
  | { readonly kind: 'envelope'; readonly envelope: Envelope }
  | { readonly kind: 'rejected'; readonly reason: string; readonly text: string };

/** Reads envelopes that stand back to back or one per line. What is no envelope is rejected up to where the next can begin. */
export function* readEnvelopes(text: string): Generator<EnvelopeOutcome> {
  const single = readOne(text);
  if (single.kind === 'envelope') {
    yield single;
    return;
  }
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf('{', at);
    if (start < 0) break;
    const junk = text.slice(at, start).trim();
    if (junk !== '') yield { kind: 'rejected', reason: 'no JSON object', text: junk };
    const end = endOfObject(text, start);
    yield readOne(text.slice(start, end));
    at = end;
  }
  const rest = text.slice(at).trim();
  if (rest !== '') yield { kind: 'rejected', reason: 'no JSON object', text: rest };
}

function readOne(text: string): EnvelopeOutcome {
  try {
    const read = envelopeSchema.safeParse(JSON.parse(text));
    if (read.success) return { kind: 'envelope', envelope: read.data };
    return { kind: 'rejected', reason: 'no envelope of CloudWatch Logs', text };
  } catch {
    return { kind: 'rejected', reason: 'no whole JSON object', text };
  }
}

const structure = /["{}]/g;
const stringEnd = /["\\]/g;

/** Past the object that begins at `from`: braces outside strings are counted. The end of the text when it is not closed. */
function endOfObject(text: string, from: number): number {
  let depth = 0;
  structure.lastIndex = from;
  for (let found = structure.exec(text); found !== null; found = structure.exec(text)) {
    if (found[0] === '"') structure.lastIndex = endOfString(text, structure.lastIndex);
    else depth += found[0] === '{' ? 1 : -1;
    if (depth === 0 && found[0] === '}') return structure.lastIndex;
  }
  return text.length;
}

function endOfString(text: string, from: number): number {
  stringEnd.lastIndex = from;
  for (let found = stringEnd.exec(text); found !== null; found = stringEnd.exec(text)) {
    if (found[0] === '"') return stringEnd.lastIndex;
    stringEnd.lastIndex += 1;
  }
  return text.length;
}
