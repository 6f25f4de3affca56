import { isJsonObject, type Json } from './json.ts';
import { formatError, validationError } from './validation-error.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
const maxBodyBytes = 51_200;
const maxStoredBytes = 1_000_000;
const maxDescriptionBytes = 1_024;
const sections = [
  ['resources', 'Resource', 500],
  ['parameters', 'Parameter', 200],
  ['mappings', 'Mapping', 200],
  ['outputs', 'Output', 200],
] as const;

/** A template given in the request may be smaller than one that is read from S3. */
export function checkTemplateSize(body: string, isStored: boolean): void {
  const bytes = Buffer.byteLength(body);
  if (isStored && bytes > maxStoredBytes)
    throw validationError(`Template may not exceed ${maxStoredBytes} bytes in size.`);
  if (!isStored && bytes > maxBodyBytes)
    throw validationError(
      `1 validation error detected: Value at 'templateBody' failed to satisfy constraint: Member must have length less than or equal to ${maxBodyBytes}`,
    );
}

type Declared = {
  readonly description?: string | undefined;
  readonly resources: object;
  readonly mappings: object;
  readonly outputs: object;
  readonly parameters: Readonly<Record<string, { readonly Type: string }>>;
};

/** Numbers, names and lengths of what a template declares. */
export function checkLimits(template: Declared): void {
  for (const [section, one, most] of sections) {
    const names = Object.keys(template[section]);
    if (names.length > most)
      throw formatError(`Number of ${section}, ${names.length}, is greater than maximum allowed, ${most}`);
    const wrong = names.find((name) => !/^[A-Za-z0-9]{1,255}$/.test(name));
    if (wrong !== undefined) throw formatError(`${one} name ${wrong} is non alphanumeric.`);
  }
  if (Buffer.byteLength(template.description ?? '') > maxDescriptionBytes)
    throw formatError(`'Description' length is greater than ${maxDescriptionBytes}.`);
  for (const [name, { Type }] of Object.entries(template.parameters))
    if (!parameterType.test(Type)) throw formatError(`Unrecognized parameter type: ${Type} of ${name}`);
}

const parameterType =
  /^(String|Number|CommaDelimitedList|List<(Number|String|AWS::[A-Za-z0-9:]+)>|AWS::[A-Za-z0-9:]+(<.+>)?)$/;

/** No null stands anywhere in a template: an empty `Properties:` of YAML is one. */
export function refuseNull(value: Json, path = ''): void {
  if (value === null) throw formatError(`[${path}] 'null' values are not allowed in templates`);
  const members = isJsonObject(value) || Array.isArray(value) ? Object.entries(value) : [];
  for (const [name, inner] of members) refuseNull(inner, `${path}/${name}`);
}
