import { StringDecoder } from 'node:string_decoder';
import { openText } from './compressed-text.ts';

/** A text file's lines, without their terminators (`\n` or `\r\n`), in batches; uncompressed as its name says. */
export async function* readLines(path: string, name: string): AsyncGenerator<readonly string[]> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of await openText(path, name)) {
    const lines = (rest + decoder.write(chunk)).split('\n');
    rest = lines.pop() ?? '';
    yield lines.map(withoutReturn);
  }
  rest += decoder.end();
  if (rest !== '') yield [withoutReturn(rest)];
}

const withoutReturn = (line: string) => (line.endsWith('\r') ? line.slice(0, -1) : line);
