import type * as z from 'zod';

/** A function's environment is not what its code needs: it stops the cold start. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

/** Reads environment variables by a schema; throws ConfigurationError naming each variable that is missing or wrong. */
export function readEnvironment<S extends z.ZodType>(
  schema: S,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): z.infer<S> {
  const read = schema.safeParse(environment);
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => {
    const variable = path.join('.');
    return environment[variable] === undefined ? `${variable} is not set` : `${variable}: ${message}`;
  });
  throw new ConfigurationError(`Environment: ${faults.join('; ')}`);
}
