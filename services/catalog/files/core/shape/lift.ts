import { type Fields, isFields } from '../value.ts';

/** Takes members out of an object that a record holds under `key`, beside the others; one that has no such place there stays where it is. */
export function createLift(key: string, names: readonly string[]) {
  return function lift(record: Fields): Fields {
    const held = record[key];
    if (!isFields(held)) return record;
    const lifted = names.filter((name) => Object.hasOwn(held, name) && !Object.hasOwn(record, name));
    if (lifted.length === 0) return record;
    const rest = Object.entries(held).filter(([name]) => !lifted.includes(name));
    return {
      ...record,
      ...Object.fromEntries(lifted.map((name) => [name, held[name]])),
      [key]: Object.fromEntries(rest),
    };
  };
}
