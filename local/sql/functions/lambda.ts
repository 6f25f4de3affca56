import type { Call } from './resolve.ts';

/**
 * The body of a call's lambda with SQL in place of its parameters. Parameter names are unique in the statement, so a name stands for
 * nothing else wherever it occurs.
 */
export function applied(call: Call, index: number, values: readonly string[]): string {
  const lambda = call.args[index]?.lambda;
  if (!lambda) return 'NULL';
  const pattern = new RegExp(
    lambda.parameters.map((name) => `"?(?<![\\w$])${name.replace(/\$/g, '\\$')}(?![\\w$])"?`).join('|'),
    'g',
  );
  return lambda.body.replace(pattern, (found) => {
    const name = found.replaceAll('"', '');
    return values[lambda.parameters.indexOf(name)] ?? found;
  });
}
