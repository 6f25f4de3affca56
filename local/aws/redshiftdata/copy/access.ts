import { admin, type Caller } from '../../../kernel/caller.ts';
import type { Cloud } from '../../../kernel/cloud.ts';
import { AwsError } from '../../../kernel/error.ts';
import type { ObjectFile, ObjectFiles } from '../../../kernel/objects.ts';
import type { Permission } from '../../../kernel/permission.ts';
import { LoadError } from './load-error.ts';
import type { Place } from './read-copy.ts';

export type Access = {
  readonly cloud: Pick<Cloud, 'authorize' | 'call'>;
  readonly objects: ObjectFiles;
  /** Throws unless the role trusts Redshift. */
  readonly checkTrust: (roleArn: string) => void;
};

/** Reads S3 as a COPY's role does; `default`, and a role that this cloud does not have, are the cloud itself. */
export type Reader = {
  /** All objects below a prefix that hold anything. Throws where there are none. */
  list(place: Place): readonly ObjectFile[];
  find(place: Place): ObjectFile;
};

export async function openReader(access: Access, role: string | undefined): Promise<Reader> {
  const { cloud, objects } = access;
  const caller = await callerOf(access, role);
  const permit = (permission: Permission) => reading(() => cloud.authorize(caller, permission));
  return {
    list({ bucket, key }) {
      permit({ action: 's3:ListBucket', resource: `arn:aws:s3:::${bucket}`, conditions: { 's3:prefix': key } });
      const found = reading(() => objects.list(bucket, key)).filter(({ size }) => size > 0);
      if (found.length === 0) throw new LoadError(`The specified S3 prefix '${key}' does not exist`);
      for (const file of found) {
        permit({ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${file.key}` });
        if (file.archived === true) throw serviceError('InvalidObjectState', 403, `s3://${bucket}/${file.key}`);
      }
      return found;
    },
    find({ bucket, key }) {
      permit({ action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` });
      const found = reading(() => objects.locate(bucket, key));
      if (found === undefined) throw serviceError('NoSuchKey', 404, `s3://${bucket}/${key}`);
      return found;
    },
  };
}

async function callerOf({ cloud, checkTrust }: Access, role: string | undefined): Promise<Caller> {
  if (role === undefined || !(await exists(cloud, role))) return admin;
  try {
    checkTrust(role);
  } catch (error) {
    if (error instanceof AwsError) throw new LoadError(`Not authorized to get credentials of role ${role}`);
    throw error;
  }
  return { kind: 'role', roleArn: role, sessionName: 'RedshiftIamRoleSession' };
}

async function exists(cloud: Access['cloud'], role: string): Promise<boolean> {
  try {
    await cloud.call(admin, 'iam', 'GetRole', { RoleName: role.slice(role.lastIndexOf('/') + 1) });
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'NoSuchEntity') return false;
    throw error;
  }
}

/** S3's refusals as COPY tells them. */
function reading<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AwsError) throw serviceError(error.code, error.status, error.message);
    throw error;
  }
}

const serviceError = (code: string, status: number, detail: string) =>
  new LoadError(`S3ServiceException:${code},Status ${status},Error ${code}`, detail);
