import { z } from 'zod';
import { type Json, type JsonObject, json } from './json.ts';
import { checkLimits, refuseNull } from './template-limits.ts';
import { readTemplateText } from './template-text.ts';
import { formatError, templateError } from './validation-error.ts';

export type ParameterDefinition = z.infer<typeof parameter>;
export type ResourceDefinition = {
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition?: string | undefined;
  readonly dependsOn: readonly string[];
  readonly deletionPolicy?: Policy | undefined;
  readonly updateReplacePolicy?: Policy | undefined;
};
export type Policy = z.infer<typeof policy>;
export type OutputDefinition = z.infer<typeof output>;
export type Template = {
  readonly description?: string | undefined;
  readonly parameters: Readonly<Record<string, ParameterDefinition>>;
  readonly mappings: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Json>>>>>>;
  readonly conditions: Readonly<Record<string, Json>>;
  readonly resources: Readonly<Record<string, ResourceDefinition>>;
  readonly outputs: Readonly<Record<string, OutputDefinition>>;
};

const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const parameter = z.strictObject({
  Type: z.string(),
  Default: text.optional(),
  Description: z.string().optional(),
  NoEcho: z.union([z.boolean(), z.string().transform((value) => value === 'true')]).optional(),
  AllowedValues: z.array(text).optional(),
  AllowedPattern: z.string().optional(),
  ConstraintDescription: z.string().optional(),
  MinLength: z.coerce.number().optional(),
  MaxLength: z.coerce.number().optional(),
  MinValue: z.coerce.number().optional(),
  MaxValue: z.coerce.number().optional(),
});

const policy = z.enum(['Delete', 'Retain', 'RetainExceptOnCreate', 'Snapshot']);
const object = z.record(z.string(), json);

const resource = z.strictObject({
  Type: z.string(),
  Properties: object.optional(),
  Condition: z.string().optional(),
  DependsOn: z.union([z.string().transform((name) => [name]), z.array(z.string())]).optional(),
  DeletionPolicy: policy.optional(),
  UpdateReplacePolicy: policy.optional(),
  Metadata: json.optional(),
  CreationPolicy: z.never('is not covered by the local cloud').optional(),
  UpdatePolicy: z.never('is not covered by the local cloud').optional(),
});

const output = z.strictObject({
  Value: json,
  Description: z.string().optional(),
  Condition: z.string().optional(),
  Export: z.strictObject({ Name: json }).optional(),
});

const document = z.strictObject({
  AWSTemplateFormatVersion: z.literal('2010-09-09').optional(),
  Description: z.string().optional(),
  Metadata: json.optional(),
  Parameters: z.record(z.string(), parameter).optional(),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), json))).optional(),
  Conditions: z.record(z.string(), json).optional(),
  Resources: z.record(z.string(), resource),
  Outputs: z.record(z.string(), output).optional(),
  Transform: z.never('is not covered by the local cloud').optional(),
  Rules: z.never('is not covered by the local cloud').optional(),
});

/** Reads a template; ValidationError names the section and member that are wrong. */
export function parseTemplate(source: string): Template {
  const tree = readTemplateText(source);
  refuseNull(tree);
  const result = document.safeParse(tree);
  if (!result.success) throw formatError(result.error.issues.map(describe).join('; '));
  const { Description, Parameters = {}, Mappings = {}, Conditions = {}, Resources, Outputs = {} } = result.data;
  if (Object.keys(Resources).length === 0) throw formatError('At least one Resources member must be defined.');
  const template: Template = {
    description: Description,
    parameters: Parameters,
    mappings: Mappings,
    conditions: Conditions,
    resources: Object.fromEntries(Object.entries(Resources).map(([name, value]) => [name, readResource(value)])),
    outputs: Outputs,
  };
  checkLimits(template);
  checkConditionNames(template);
  return template;
}

function readResource(value: z.infer<typeof resource>): ResourceDefinition {
  return {
    type: value.Type,
    properties: value.Properties ?? {},
    condition: value.Condition,
    dependsOn: value.DependsOn ?? [],
    deletionPolicy: value.DeletionPolicy,
    updateReplacePolicy: value.UpdateReplacePolicy,
  };
}

function checkConditionNames(template: Template): void {
  const used = [
    ...Object.values(template.resources).map(({ condition }) => condition),
    ...Object.values(template.outputs).map(({ Condition }) => Condition),
  ];
  const unknown = used.find((name) => name !== undefined && template.conditions[name] === undefined);
  if (unknown !== undefined)
    throw templateError(`unresolved condition dependency ${unknown} in the Conditions block of the template`);
}

function describe(issue: z.core.$ZodIssue): string {
  const where = issue.path.join('/');
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.join(', ');
    return where === '' ? `Invalid template property or properties [${keys}]` : `[/${where}] unknown member ${keys}`;
  }
  return `[/${where}] ${issue.message}`;
}
