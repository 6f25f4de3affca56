import {
  CreateLakeFormationOptInCommand,
  DeleteLakeFormationOptInCommand,
  LakeFormationClient,
  ListLakeFormationOptInsCommand,
} from '@aws-sdk/client-lakeformation';
import type { Framework } from './framework.ts';
import type { LakeFormation, OptIn } from './opt-ins.ts';

/** Lake Formation on AWS, or in the local cloud, with the framework's credentials. */
export async function openLakeFormation(framework: Framework): Promise<LakeFormation> {
  const client = new LakeFormationClient(await framework.getProvider('aws').getAwsSdkV3Config());
  return {
    async isOptedIn(optIn) {
      const { LakeFormationOptInsInfoList = [] } = await client.send(
        new ListLakeFormationOptInsCommand(inputOf(optIn)),
      );
      return LakeFormationOptInsInfoList.length > 0;
    },
    async optIn(optIn) {
      await client.send(new CreateLakeFormationOptInCommand(inputOf(optIn)));
    },
    async optOut(optIn) {
      await client.send(new DeleteLakeFormationOptInCommand(inputOf(optIn)));
    },
  };
}

function inputOf({ role, database, of }: OptIn) {
  return {
    Principal: { DataLakePrincipalIdentifier: role },
    Resource:
      of === 'database' ? { Database: { Name: database } } : { Table: { DatabaseName: database, TableWildcard: {} } },
  };
}
