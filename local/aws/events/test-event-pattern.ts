import { z } from 'zod';
import { operation } from '../../kernel/operation.ts';
import { invalid } from './fault.ts';
import { compilePattern } from './pattern.ts';

const event = z.looseObject({
  id: z.string(),
  'detail-type': z.string(),
  source: z.string(),
  account: z.string(),
  time: z.string(),
  region: z.string(),
  resources: z.array(z.string()),
});

export const testEventPattern = () =>
  operation('events', 'TestEventPattern', {
    permissions: () => [{ action: 'events:TestEventPattern', resource: '*' }],
    handle({ EventPattern = '', Event = '' }) {
      const test = compilePattern(EventPattern);
      return { Result: test(readEvent(Event)) };
    },
  });

function readEvent(text: string): unknown {
  try {
    return event.parse(JSON.parse(text));
  } catch (error) {
    throw invalid(
      `Parameter Event is not valid: ${error instanceof z.ZodError ? z.prettifyError(error) : String(error)}`,
    );
  }
}
