import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { localClient, localRegion } from '@tributary/cli/target.ts';
import { run } from './run.ts';

const folder = new URL('../../docs/runbook/', import.meta.url);
const root = fileURLToPath(new URL('../../', import.meta.url));

/** The headings of a page, in their order. */
export const sections = [
  'Symptom',
  'Meaning for the data',
  'How to look',
  'How to mend',
  'How to know that it is mended',
  'What it never needs',
] as const;

export type Section = (typeof sections)[number];

/** The names of all pages. */
export function pageNames(): readonly string[] {
  const files = readdirSync(folder).filter((file) => file.endsWith('.md') && file !== 'README.md');
  return files.map((file) => file.slice(0, -'.md'.length)).toSorted();
}

export function readSection(page: string, section: Section): string {
  const text = readFileSync(new URL(`${page}.md`, folder), 'utf8');
  const parts = text.split(/^## /m);
  const found = parts.find((part) => part.startsWith(`${section}\n`));
  if (found === undefined) throw new Error(`docs/runbook/${page}.md has no section "${section}"`);
  return found;
}

/** The commands in a section's `sh` blocks, a line each, in their order. */
export function commandsOf(page: string, section: Section): readonly string[] {
  const blocks = [...readSection(page, section).matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  return blocks.flatMap((block) => block.split('\n')).filter((line) => line.trim() !== '');
}

/** Runs a command of a page as somebody does who has the page open, with what stands for its words in capitals. */
export function runCommand(
  command: string,
  { endpoint, values }: { readonly endpoint: string; readonly values: Readonly<Record<string, string>> },
) {
  const words = Object.entries(values).reduce(
    (text, [name, value]) => text.replace(new RegExp(`\\b${name}\\b`, 'g'), value),
    command,
  );
  const { credentials } = localClient(endpoint);
  return run('bash', ['-c', words], {
    cwd: root,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: credentials?.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials?.secretAccessKey,
      AWS_DEFAULT_REGION: localRegion,
    },
  });
}
