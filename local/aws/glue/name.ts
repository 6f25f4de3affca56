import { invalidInput, required } from './error.ts';

/** A database's or table's name as the Data Catalog keeps it: lower case, 1 to 255 characters. */
export function entityName(value: string | undefined, member: string): string {
  const name = required(value, member).toLowerCase();
  if (name.length === 0 || name.length > 255)
    throw invalidInput(`${member} must be between 1 and 255 characters long: '${name}'`);
  return name;
}
