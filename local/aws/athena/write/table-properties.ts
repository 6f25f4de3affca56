import { SqlError } from '../../../sql/error.ts';
import type { Properties } from '../../../sql/plan.ts';

/** A statement's WITH (…) properties, read by name; what nobody has read is refused at the end. */
export type PropertyReader = {
  text(name: string): string | undefined;
  flag(name: string): boolean | undefined;
  list(name: string): readonly string[] | undefined;
  /** Throws INVALID_TABLE_PROPERTY for a property that was not asked for. */
  done(): void;
};

export function readProperties(properties: Properties): PropertyReader {
  const left = new Map(Object.entries(properties));
  const take = (name: string) => {
    const value = left.get(name);
    left.delete(name);
    return value;
  };
  return {
    text(name) {
      const value = take(name);
      if (typeof value === 'object') throw wrong(name, 'a text');
      return value === undefined ? undefined : String(value);
    },
    flag(name) {
      const value = take(name);
      if (value === undefined || typeof value === 'boolean') return value;
      if (value === 'true' || value === 'false') return value === 'true';
      throw wrong(name, 'true or false');
    },
    list(name) {
      const value = take(name);
      if (value === undefined || typeof value === 'object') return value;
      throw wrong(name, 'an ARRAY of texts');
    },
    done() {
      const [unknown] = left.keys();
      if (unknown !== undefined)
        throw new SqlError('INVALID_TABLE_PROPERTY', `Table property '${unknown}' does not exist`);
    },
  };
}

const wrong = (name: string, wanted: string) =>
  new SqlError('INVALID_TABLE_PROPERTY', `Invalid value for table property '${name}': it must be ${wanted}`);
