import { readDeclaration } from '../../jobs/declaration.ts';
import { type Answering, NotThereError } from '../api.ts';

/** `declared/NAME`: the file that declares a target, what its header says, and its SQL. */
export const declared: Answering = async ({ path: [name = ''] }) => {
  const found = await readDeclaration(name);
  if (found === undefined) throw new NotThereError(`${name} is declared in no file of SQL.`);
  return found;
};
