import { SqlError } from '../error.ts';
import { javaRegexp, UnsupportedPattern } from '../java-regexp.ts';
import { constantText, type Implementation, type Implementations, same } from './implementation.ts';

/** Java's regular expressions. */
export const regexpFunctions: Implementations = {
  regexp_like: covered(same('trino_regexp_like')),
  regexp_extract: covered(
    ([text = '', pattern = '', group = '0']) => `trino_regexp_extract(${text}, ${pattern}, ${group})`,
  ),
  regexp_extract_all: covered(
    ([text = '', pattern = '', group = '0']) => `trino_regexp_extract_all(${text}, ${pattern}, ${group})`,
  ),
  regexp_split: covered(same('trino_regexp_split')),
  regexp_count: covered(same('trino_regexp_count')),
  regexp_position: covered(
    ([text = '', pattern = '', start = '1', nth = '1']) =>
      `trino_regexp_position(${text}, ${pattern}, ${start}, ${nth})`,
  ),
  regexp_replace: covered(replace),
};

/** A constant pattern that we cannot read right is refused before the first row: a TRY around it would make it NULL. */
function covered(implementation: Implementation): Implementation {
  return (args, call) => {
    const pattern = constantText(call, 1);
    try {
      if (pattern !== undefined) javaRegexp(pattern);
    } catch (error) {
      if (!(error instanceof UnsupportedPattern)) throw error;
      throw new SqlError('NOT_SUPPORTED', `${error.message} in ${pattern}`);
    }
    return implementation(args, call);
  };
}

/** By a text with `$1`, or by a lambda of the groups, applied between what lies outside the matches. */
function replace(args: readonly string[], call: Parameters<Implementation>[1]): string {
  const [text = '', pattern = '', replacement = "''"] = args;
  if (call.signature.arguments[2]?.is !== 'function')
    return `trino_regexp_replace(${text}, ${pattern}, ${replacement})`;
  const outside = `trino_regexp_split(${text}, ${pattern})`;
  const inside = `list_concat(list_transform(trino_regexp_groups(${text}, ${pattern}), ${replacement}), [''])`;
  const pieces = `list_transform(list_zip(${outside}, ${inside}), lambda piece: struct_extract(piece, 1) || struct_extract(piece, 2))`;
  return `CASE WHEN ${text} IS NOT NULL AND ${pattern} IS NOT NULL THEN array_to_string(${pieces}, '') END`;
}
