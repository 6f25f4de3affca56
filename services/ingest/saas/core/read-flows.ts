import { readYamlFile } from '@tributary/shared/yaml-file.ts';
import * as z from 'zod';
import { type ConnectorType, connectorTypes } from './connectors.ts';

/** One object of a source, and how it comes. */
export type Flow = {
  readonly source: string;
  readonly object: string;
  readonly connector: ConnectorType;
  readonly profile: string;
  readonly entity: string;
  /** AppFlow's expression; undefined for a flow that is started by hand. */
  readonly schedule: string | undefined;
  /** The field of dates that tells what is new; undefined: everything comes each time. */
  readonly incremental: string | undefined;
  /** Undefined for all. */
  readonly fields: readonly string[] | undefined;
};

/** What becomes a folder and a part of a table's name. */
const name = z.string().regex(/^[a-z][a-z0-9_]{0,40}$/, 'a name of lower-case letters, digits and _ is expected');
const field = z.string().min(1).max(256);

/** The shortest schedule is of 5 minutes. https://docs.aws.amazon.com/appflow/latest/userguide/flow-triggers.html */
const every = z
  .string()
  .regex(/^[1-9]\d{0,3} (minutes|hours|days)$/, 'a number and minutes, hours or days are expected: 1 hours')
  .refine((text) => !text.endsWith(' minutes') || Number.parseInt(text, 10) >= 5, 'is 5 minutes at least');

const object = z
  .strictObject({
    entity: z.string().min(1).max(512),
    every: every.optional(),
    incremental: field.optional(),
    fields: z
      .array(field)
      .min(1)
      .refine((all) => new Set(all).size === all.length, 'names a field twice')
      .optional(),
  })
  .superRefine(({ incremental, every: schedule, fields }, context) => {
    if (incremental !== undefined && schedule === undefined)
      context.addIssue({
        code: 'custom',
        path: ['incremental'],
        message: 'needs `every`: AppFlow knows what is new by its schedule',
      });
    if (incremental !== undefined && fields !== undefined && !fields.includes(incremental))
      context.addIssue({
        code: 'custom',
        path: ['fields'],
        message: `has to name ${incremental}, by which it is incremental`,
      });
  });

const file = z.strictObject({
  flows: z
    .record(
      name,
      z.strictObject({
        connector: z.enum(connectorTypes),
        profile: z.string().regex(/^[\w/!@#+=.-]{1,256}$/, 'a name of a connection of AppFlow is expected'),
        objects: z.record(name, object),
      }),
    )
    .default({}),
});

/** Reads the text of flows.yml; throws DeclarationError with file, line and column of each mistake. */
export function readFlows(text: string, fileName = 'flows.yml'): readonly Flow[] {
  const { flows } = readYamlFile(fileName, text, file);
  return Object.entries(flows).flatMap(([source, { connector, profile, objects }]) =>
    Object.entries(objects).map(([id, { entity, every: text, incremental, fields }]) => ({
      ...{ source, object: id, connector, profile, entity, incremental, fields },
      schedule: text === undefined ? undefined : `rate(${text.replace(' ', '')})`,
    })),
  );
}
