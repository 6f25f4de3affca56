import { AwsError } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { busPermission, type Events } from './events.ts';
import { invalid } from './fault.ts';
import { page } from './page.ts';
import type { BusRecord } from './record.ts';

export const createEventBus = (events: Events) =>
  operation('events', 'CreateEventBus', {
    permissions: (input, context) => [busPermission('CreateEventBus', input.Name, context)],
    handle(input, { cloud }) {
      const name = input.Name ?? '';
      if (!/^[.\-_A-Za-z0-9]{1,256}$/.test(name)) throw invalid(`Parameter Name is not valid: ${name}`);
      if (events.store.buses.has(name))
        throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
      const now = cloud.clock.now();
      const { Name, Description, Tags, ...settings } = input;
      events.store.putBus({
        name,
        created: now,
        modified: now,
        tags: Tags ?? [],
        recorded: settings,
        ...(Description !== undefined && { description: Description }),
      });
      return { EventBusArn: events.store.busArn(name) };
    },
  });

export const deleteEventBus = (events: Events) =>
  operation('events', 'DeleteEventBus', {
    permissions: (input, context) => [busPermission('DeleteEventBus', input.Name, context)],
    handle(input) {
      const name = input.Name ?? '';
      if (name === 'default') throw invalid('Cannot delete event bus default.');
      if ([...events.store.rules()].some(({ bus }) => bus === name))
        throw invalid(`Event bus ${name} has rules. Delete its rules first.`);
      events.store.buses.delete(name);
      return {};
    },
  });

export const describeEventBus = (events: Events) =>
  operation('events', 'DescribeEventBus', {
    permissions: (input, context) => [busPermission('DescribeEventBus', input.Name, context)],
    handle: (input) => describe(events, events.store.bus(input.Name)),
  });

export const listEventBuses = (events: Events) =>
  operation('events', 'ListEventBuses', {
    permissions: (_input, context) => [busPermission('ListEventBuses', '*', context)],
    handle(input) {
      const found = [...events.store.buses.values()]
        .filter(({ name }) => name.startsWith(input.NamePrefix ?? ''))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      const { items, NextToken } = page(found, input, ({ name }) => name);
      return { EventBuses: items.map((bus) => describe(events, bus)), ...NextToken };
    },
  });

function describe(events: Events, bus: BusRecord) {
  return {
    Name: bus.name,
    Arn: events.store.busArn(bus.name),
    CreationTime: new Date(bus.created),
    LastModifiedTime: new Date(bus.modified),
    ...(bus.description !== undefined && { Description: bus.description }),
    ...(bus.policy !== undefined && { Policy: bus.policy }),
  };
}
