import { openAwsStack } from './aws-stack.ts';
import { openBucket } from './bucket.ts';
import { openLakeFormation } from './lake-formation.ts';
import { messagesIn } from './queue.ts';

/** What the plugin does on AWS. The clients are loaded when a deployment or a removal needs them: packaging does not. */
export const aws = { open: openAwsStack, bucketOf: openBucket, messagesIn, lakeFormation: openLakeFormation };
