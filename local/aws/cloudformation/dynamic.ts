import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import { isJsonObject, type Json, type JsonObject } from './json.ts';
import { templateError } from './validation-error.ts';

type Fetch = (service: string, reference: string) => Promise<string>;

const pattern = /\{\{resolve:([a-z-]+):([^{}]+)\}\}/g;

/** Replaces every `{{resolve:service:reference}}` in the texts of a value. */
export async function resolveDynamic(value: Json, fetch: Fetch): Promise<Json> {
  if (typeof value === 'string') return resolveText(value, fetch);
  if (Array.isArray(value)) return Promise.all(value.map((item) => resolveDynamic(item, fetch)));
  return isJsonObject(value) ? resolveDynamicObject(value, fetch) : value;
}

export async function resolveDynamicObject(value: JsonObject, fetch: Fetch): Promise<JsonObject> {
  const entries = Object.entries(value).map(async ([key, item]) => [key, await resolveDynamic(item, fetch)] as const);
  return Object.fromEntries(await Promise.all(entries));
}

async function resolveText(text: string, fetch: Fetch): Promise<string> {
  let result = text;
  for (const [whole, service = '', reference = ''] of text.matchAll(pattern))
    result = result.replace(whole, await fetch(service, reference).then((value) => value.replaceAll('$', '$$$$')));
  return result;
}

/** Reads what dynamic references name: `ssm:name[:version]`, `ssm-secure:…`, `secretsmanager:id:SecretString:key:stage:version`. */
export function dynamicReader(cloud: Pick<Cloud, 'call'>, caller: Caller): Fetch {
  return (service, reference) => {
    if (service === 'ssm' || service === 'ssm-secure') return readParameter(cloud, caller, reference);
    if (service === 'secretsmanager') return readSecret(cloud, caller, reference);
    throw templateError(`{{resolve:${service}:…}} names a service that has no dynamic references`);
  };
}

async function readParameter(cloud: Pick<Cloud, 'call'>, caller: Caller, name: string): Promise<string> {
  const { Parameter } = await cloud.call(caller, 'ssm', 'GetParameter', { Name: name, WithDecryption: true });
  return Parameter?.Value ?? '';
}

async function readSecret(cloud: Pick<Cloud, 'call'>, caller: Caller, reference: string): Promise<string> {
  const [, id = '', rest = ''] = /^(arn:(?:[^:]*:){5}[^:]+|[^:]+)(?::(.*))?$/.exec(reference) ?? [];
  const [, key, stage, version] = rest.split(':');
  const { SecretString = '' } = await cloud.call(caller, 'secretsmanager', 'GetSecretValue', {
    SecretId: id,
    ...(stage && { VersionStage: stage }),
    ...(version && { VersionId: version }),
  });
  return key ? secretMember(SecretString, key, id) : SecretString;
}

function secretMember(secret: string, key: string, id: string): string {
  const parsed: unknown = JSON.parse(secret);
  const value =
    typeof parsed === 'object' && parsed !== null
      ? Object.entries(parsed).find(([name]) => name === key)?.[1]
      : undefined;
  if (value === undefined)
    throw templateError(`Could not find a value associated with JSONKey ${key} in the secret ${id}`);
  return String(value);
}
