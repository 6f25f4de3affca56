import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Answering, NotThereError } from '../api.ts';
import { piecesOf } from './markdown.ts';

const folder = new URL('../../../docs/runbook/', import.meta.url);

/** `runbook`: the names of its pages; `runbook/NAME`: one, as the pieces of its Markdown. */
export const runbook: Answering = async ({ path: [name] }) => {
  const pages = await pageNames();
  if (name === undefined) return { pages };
  if (!pages.includes(name)) throw new NotThereError(`docs/runbook has no page ${name}. It has: ${pages.join(', ')}.`);
  return { page: name, pieces: piecesOf(await readFile(new URL(`${name}.md`, folder), 'utf8')) };
};

/** What is asked for is looked up in this list, and is never a path. */
async function pageNames(): Promise<readonly string[]> {
  const files = await readdir(fileURLToPath(folder)).catch((cause: unknown) => {
    throw new NotThereError('docs/runbook is not beside this program.', { cause });
  });
  return files.flatMap((file) => (/^[a-z-]+\.md$/.test(file) ? file.slice(0, -'.md'.length) : [])).toSorted();
}
