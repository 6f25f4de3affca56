import type { Template } from '../templates/package-service.ts';

/** The bucket that functions' zips lie in before the stack is there; on AWS the framework makes the stack's own first. */
export const artefacts = 'artefacts';

/**
 * A packaged template as moto takes it: what moto cannot do, and AWS does, is written out. Code is where it can lie beforehand; a rule has its
 * bus by name (moto gives it the object); the attribute of a type that moto does not know is a text (moto refuses the template); a broker's
 * event source is left out (moto looks for a queue or a stream of that ARN).
 */
export function forMoto({ Resources: resources, ...rest }: Template, unknown: ReadonlySet<string>): object {
  const typeOf = (id: unknown) => (typeof id === 'string' ? (resources[id]?.Type ?? '') : '');
  const adapt = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(adapt);
    if (typeof value !== 'object' || value === null) return value;
    const attribute = 'Fn::GetAtt' in value && Array.isArray(value['Fn::GetAtt']) ? value['Fn::GetAtt'] : [];
    if (unknown.has(typeOf(attribute[0]))) return attribute.join('.');
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, adapt(each)]));
  };
  const own = (properties: Readonly<Record<string, unknown>>, type: string) => {
    if (type === 'AWS::Lambda::Function')
      return { ...properties, Code: { ...record(properties.Code), S3Bucket: artefacts } };
    const bus = record(properties.EventBusName).Ref;
    return type === 'AWS::Events::Rule' && typeof bus === 'string'
      ? { ...properties, EventBusName: resources[bus]?.Properties.Name }
      : properties;
  };
  const taken = Object.entries(resources).filter(([, resource]) => !isOfBroker(resource));
  const adapted = taken.map(([id, resource]) => [
    id,
    { ...resource, Properties: adapt(own(resource.Properties, resource.Type)) },
  ]);
  return { ...rest, Outputs: {}, Resources: Object.fromEntries(adapted) };
}

/** Lambda reads queues of Amazon MQ by their names. */
export function isOfBroker({ Type: type, Properties: properties }: Template['Resources'][string]): boolean {
  return type === 'AWS::Lambda::EventSourceMapping' && 'Queues' in properties;
}

/** Where the framework says that the code of functions lies, in their template. */
export function codeKeys({ Resources: resources }: Template): readonly string[] {
  return Object.values(resources).flatMap(({ Type: type, Properties: properties }) => {
    const key = type === 'AWS::Lambda::Function' ? record(properties.Code).S3Key : undefined;
    return typeof key === 'string' ? [key] : [];
  });
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
