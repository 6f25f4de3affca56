import type { Operation } from '../../kernel/operation.ts';
import { checkChoices } from './choices.ts';
import { checkDocument } from './document-digest.ts';
import { refuseUncovered } from './uncovered.ts';

/** An operation behind the checks that all of S3's requests share. */
export function admitted(operation: Operation): Operation {
  return {
    ...operation,
    async handle(input, context) {
      const members = new Map<string, unknown>(Object.entries(input ?? {}));
      refuseUncovered(members);
      checkChoices(members);
      if (context.http) await checkDocument(operation.name, context.http);
      return operation.handle(input, context);
    },
  };
}
