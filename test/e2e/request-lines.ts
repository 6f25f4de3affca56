import { readLines } from '@tributary/cli/log-lines.ts';
import { sampleFile } from '@tributary/cli/sample/feed.ts';

/** Lines of the sample that are requests of the frontend www. */
export async function requestLines(count: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLines(sampleFile)) {
    if (/\[.*\] www \S+\/\S+ \d+\/\d+\/\d+\/\d+\/\d+ \d{3} .*"$/.test(line)) lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}
