import * as z from 'zod';
import type { Framework } from '../framework.ts';
import type { Naming } from './form.ts';

const custom = z.looseObject({ names: z.looseObject({ alarmsTopic: z.string().min(1) }) });

/** How a service names what belongs to it. Throws where its serverless.yml has no names. */
export function namingOf(framework: Framework): Naming {
  const { service, custom: given } = framework.service;
  const stage = framework.getProvider('aws').getStage();
  const { names } = custom.parse(given, {
    error: () => 'custom.names is not shared/names.yml: alarms need its alarmsTopic',
  });
  return { prefix: `${service}-${stage}`, stage, topic: names.alarmsTopic };
}
