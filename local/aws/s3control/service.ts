import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import type { S3Service } from '../s3/service.ts';
import { createJob, describeJob, type Job } from './jobs.ts';

type Deps = {
  readonly s3: Pick<S3Service, 'replicateAgain'>;
  /** Throws unless S3 Batch Operations may take the role. */
  readonly checkTrust: (roleArn: string) => void;
};

/** S3 Batch Operations, for batch replication alone; its jobs end with the process. */
export function createS3Control(_cloud: Cloud, { s3, checkTrust }: Deps): Service {
  const jobs = new Map<string, Job>();
  return {
    name: 's3-control',
    operations: [createJob({ jobs, checkTrust, replicateAgain: s3.replicateAgain }), describeJob(jobs)],
  };
}
