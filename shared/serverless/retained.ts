import type { Resource } from './framework.ts';

/**
 * Types that hold data, and the property that CloudFormation knows a resource of them by. It takes in again what is there already by
 * that property, written out in the template (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/import-resources-automatically.html);
 * a secret's is made by AWS.
 */
export const identifiers: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::Glue::Database': 'DatabaseName',
  'AWS::Kinesis::Stream': 'Name',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Logs::LogGroup': 'LogGroupName',
};

export const secretType = 'AWS::SecretsManager::Secret';

type Resources = Readonly<Record<string, Resource>>;

/** The resources that outlive their stack, by logical id. */
export function retained(resources: Resources): readonly (readonly [string, Resource])[] {
  return Object.entries(resources).filter(([, { DeletionPolicy }]) => DeletionPolicy?.startsWith('Retain'));
}

/**
 * The resource with its identifier written out: CloudFormation reads no function in it. A database that a stack has without
 * DatabaseName keeps it so: the property cannot be added to a database without making another one of the same name.
 */
export function identified(resource: Resource, account: string, deployed: Resource | undefined): Resource {
  const { Type, Properties = {} } = resource;
  const identifier = identifiers[Type];
  if (identifier === undefined) return resource;
  if (Type === 'AWS::Glue::Database') {
    const isDeployedWithout = deployed !== undefined && deployed.Properties?.DatabaseName === undefined;
    const name = isDeployedWithout ? undefined : databaseName(Properties.DatabaseInput);
    return name === undefined ? resource : { ...resource, Properties: { ...Properties, DatabaseName: name } };
  }
  return { ...resource, Properties: { ...Properties, [identifier]: writtenOut(Properties[identifier], account) } };
}

function databaseName(input: unknown): unknown {
  return typeof input === 'object' && input !== null && 'Name' in input ? input.Name : undefined;
}

function writtenOut(name: unknown, account: string): unknown {
  const text = typeof name === 'object' && name !== null && 'Fn::Sub' in name ? name['Fn::Sub'] : undefined;
  return typeof text === 'string' ? text.replaceAll(`\${AWS::AccountId}`, account) : name;
}
