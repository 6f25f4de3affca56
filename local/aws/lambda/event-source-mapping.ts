import { randomUUID } from 'node:crypto';
import { AwsError } from '../../kernel/error.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import type { Engine } from './engine.ts';
import { functionArn, readFunctionName, resolveConfiguration } from './function-name.ts';
import {
  checkRoleReads,
  checkSettings,
  defaultSettings,
  type MappingSettings,
  toMappingAnswer,
} from './mapping-settings.ts';
import type { Mappings } from './mappings/mappings.ts';
import { checkSource } from './mappings/source-check.ts';
import { page } from './paging.ts';
import type { LambdaStore, Mapping } from './store.ts';

function find(store: LambdaStore, uuid: string | undefined): Mapping {
  const mapping = store.mappings.get(uuid ?? '');
  if (mapping === undefined)
    throw new AwsError('ResourceNotFoundException', 'The resource you requested does not exist.', 404);
  return mapping;
}

function present<T extends object>(settings: T): Partial<T> {
  const given: Partial<T> = { ...settings };
  for (const key in given) if (given[key] === undefined) delete given[key];
  return given;
}

function kept({ StartingPositionTimestamp, ...settings }: MappingSettings) {
  const at = StartingPositionTimestamp?.getTime();
  return { ...present(settings), ...(at === undefined ? {} : { StartingPositionTimestamp: at }) };
}

export function createEventSourceMapping({ store }: Engine, mappings: Mappings): Operation {
  return operation('lambda', 'CreateEventSourceMapping', {
    permissions: (_input, { cloud }) => [
      {
        action: 'lambda:CreateEventSourceMapping',
        resource: `arn:aws:lambda:${cloud.region}:${cloud.account}:event-source-mapping:*`,
      },
    ],
    async handle(input, context) {
      const { FunctionName, EventSourceArn = '', Enabled = true, Tags: _tags, ...settings } = input;
      const of = readFunctionName(FunctionName);
      const configuration = resolveConfiguration(store, of);
      checkSettings(EventSourceArn, settings);
      checkRoleReads(configuration, EventSourceArn, settings, context);
      await checkSource(EventSourceArn, settings, configuration, context);
      const FunctionArn = functionArn(context.cloud, of);
      const twin = [...store.mappings.values()].find(
        (one) =>
          one.EventSourceArn === EventSourceArn &&
          one.FunctionArn === FunctionArn &&
          one.Queues?.[0] === settings.Queues?.[0],
      );
      if (twin !== undefined)
        throw new AwsError(
          'ResourceConflictException',
          `An event source mapping with event source arn (" ${EventSourceArn} ") and function (" ${of.name} ") already exists. Please update or delete the existing mapping with UUID ${twin.UUID}`,
          409,
        );
      const UUID = randomUUID();
      const mapping: Mapping = {
        UUID,
        FunctionArn,
        EventSourceArn,
        EventSourceMappingArn: `arn:aws:lambda:${context.cloud.region}:${context.cloud.account}:event-source-mapping:${UUID}`,
        ...defaultSettings(EventSourceArn),
        LastModified: context.cloud.clock.now(),
        createdAt: context.cloud.clock.now(),
        enabled: Enabled,
        ...kept(settings),
      };
      store.mappings.put(UUID, mapping);
      mappings.refresh(UUID);
      return toMappingAnswer(mapping);
    },
  });
}

export function updateEventSourceMapping({ store }: Engine, mappings: Mappings): Operation {
  return operation('lambda', 'UpdateEventSourceMapping', {
    permissions: ({ UUID }, { cloud }) => [
      {
        action: 'lambda:UpdateEventSourceMapping',
        resource: `arn:aws:lambda:${cloud.region}:${cloud.account}:event-source-mapping:${UUID}`,
      },
    ],
    async handle(input, context) {
      const { cloud } = context;
      const { UUID, FunctionName, Enabled, ...settings } = input;
      const mapping = find(store, UUID);
      const { BatchSize, MaximumBatchingWindowInSeconds, StartingPosition, StartingPositionTimestamp: at } = mapping;
      const StartingPositionTimestamp = at === undefined ? undefined : new Date(at);
      const { Queues, SourceAccessConfigurations } = mapping;
      const start = present({ StartingPosition, StartingPositionTimestamp, Queues, SourceAccessConfigurations });
      const before = { BatchSize, MaximumBatchingWindowInSeconds, ...start };
      const after = { ...before, ...present(settings) };
      checkSettings(mapping.EventSourceArn, after);
      const configuration = resolveConfiguration(store, readFunctionName(FunctionName ?? mapping.FunctionArn));
      await checkSource(mapping.EventSourceArn, after, configuration, context);
      const FunctionArn =
        FunctionName === undefined ? mapping.FunctionArn : functionArn(cloud, readFunctionName(FunctionName));
      const changed: Mapping = {
        ...mapping,
        ...kept(settings),
        FunctionArn,
        enabled: Enabled ?? mapping.enabled,
        LastModified: cloud.clock.now(),
      };
      store.mappings.put(mapping.UUID, changed);
      mappings.refresh(mapping.UUID);
      return toMappingAnswer(changed);
    },
  });
}

export function deleteEventSourceMapping({ store }: Engine, mappings: Mappings): Operation {
  return operation('lambda', 'DeleteEventSourceMapping', {
    permissions: ({ UUID }, { cloud }) => [
      {
        action: 'lambda:DeleteEventSourceMapping',
        resource: `arn:aws:lambda:${cloud.region}:${cloud.account}:event-source-mapping:${UUID}`,
      },
    ],
    handle({ UUID }) {
      const mapping = find(store, UUID);
      store.mappings.delete(mapping.UUID);
      store.checkpoints.forget(mapping.UUID);
      mappings.refresh(mapping.UUID);
      return { ...toMappingAnswer(mapping), State: 'Deleting' };
    },
  });
}

export function getEventSourceMapping({ store }: Engine): Operation {
  return operation('lambda', 'GetEventSourceMapping', {
    permissions: ({ UUID }, { cloud }) => [
      {
        action: 'lambda:GetEventSourceMapping',
        resource: `arn:aws:lambda:${cloud.region}:${cloud.account}:event-source-mapping:${UUID}`,
      },
    ],
    handle: ({ UUID }) => toMappingAnswer(find(store, UUID)),
  });
}

export function listEventSourceMappings({ store }: Engine): Operation {
  return operation('lambda', 'ListEventSourceMappings', {
    permissions: () => [{ action: 'lambda:ListEventSourceMappings', resource: '*' }],
    handle(input, { cloud }) {
      const of = input.FunctionName === undefined ? undefined : readFunctionName(input.FunctionName);
      const arn = of === undefined ? undefined : functionArn(cloud, of);
      const all = [...store.mappings.values()].filter(
        (one) =>
          (arn === undefined || one.FunctionArn === arn) &&
          (input.EventSourceArn === undefined || one.EventSourceArn === input.EventSourceArn),
      );
      const { items, NextMarker } = page(all, input);
      return { EventSourceMappings: items.map(toMappingAnswer), NextMarker };
    },
  });
}
