import { notCovered } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { describeSecret, stagesByVersion } from '../describe.ts';
import type { SecretDeps } from '../find.ts';

const maxPageSize = 100;

export const listSecrets = (deps: SecretDeps) =>
  operation('secretsmanager', 'ListSecrets', {
    permissions: () => [{ action: 'secretsmanager:ListSecrets', resource: '*' }],
    handle(input) {
      if (input.Filters?.length) throw notCovered('secretsmanager:ListSecrets with Filters');
      const after = input.NextToken ?? '';
      const secrets = [...deps.store.values()].filter(
        ({ name, deletionAt }) => name > after && (input.IncludePlannedDeletion || deletionAt === undefined),
      );
      secrets.sort((a, b) => (a.name < b.name ? -1 : 1));
      const page = secrets.slice(0, input.MaxResults ?? maxPageSize);
      return {
        SecretList: page.map((secret) => ({
          ...describeSecret(secret),
          SecretVersionsToStages: stagesByVersion(secret),
        })),
        ...(page.length < secrets.length && { NextToken: page.at(-1)?.name }),
      };
    },
  });
