import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Ended, run } from '../harness/run.ts';
import { describeWith } from '../harness/servers.ts';
import { clientEnvironment } from './environment.ts';

/** Services of each protocol that nothing here covers: query, EC2's, REST-XML, REST-JSON, JSON. */
const uncovered = [
  ['ses list-identities', 'ses'],
  ['rds describe-db-instances', 'rds'],
  ['autoscaling describe-auto-scaling-groups', 'autoscaling'],
  ['elbv2 describe-load-balancers', 'elasticloadbalancing'],
  ['redshift describe-clusters', 'redshift'],
  ['ec2 describe-instances', 'ec2'],
  ['route53 list-hosted-zones', 'route53'],
  ['cloudfront list-distributions', 'cloudfront'],
  ['apigateway get-rest-apis', 'apigateway'],
  ['ecs list-clusters', 'ecs'],
] as const;

const form = `
import json, os, urllib.request, urllib.error, uuid
import boto3
post = boto3.client('s3', endpoint_url=os.environ['AWS_ENDPOINT_URL']).generate_presigned_post('some-bucket', 'k')
mark = uuid.uuid4().hex
parts = [f'--{mark}\\r\\nContent-Disposition: form-data; name="{n}"\\r\\n\\r\\n{v}\\r\\n' for n, v in {**post['fields'], 'file': 'x'}.items()]
url = os.environ['AWS_ENDPOINT_URL'] + '/some-bucket'
request = urllib.request.Request(url, ''.join(parts).encode() + f'--{mark}--\\r\\n'.encode(), {'content-type': f'multipart/form-data; boundary={mark}'})
try:
    urllib.request.urlopen(request)
except urllib.error.HTTPError as error:
    print(error.code, error.headers['content-type'], error.read().decode())
`;

describeWith(
  [
    { name: 'aws', check: ['aws', '--version'] },
    { name: 'boto3', check: ['python3', '-c', 'import boto3'] },
  ],
  'what is not covered',
  () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'tributary-refusals-'));
    let running: RunningCloud;
    beforeAll(async () => {
      running = await startCloud({ stateDir, port: 0 });
    });
    afterAll(async () => {
      await running?.stop();
      rmSync(stateDir, { recursive: true, force: true });
    });
    const call = (command: string, args: readonly string[]): Promise<Ended> =>
      run(command, args, { env: { ...clientEnvironment, AWS_ENDPOINT_URL: running.endpoint } });

    test.concurrent.each(uncovered)('aws %s is refused in words, naming the service', async (words, service) => {
      const { code, stderr } = await call('aws', words.split(' '));
      expect(code).not.toBe(0);
      expect(stderr).toMatch(
        /An error occurred \(NotImplemented\) when calling the \w+ operation: The local cloud does/,
      );
      expect(stderr).toContain(`the service ${service}.`);
    });

    test.concurrent('an operation that is not covered, and one without a signature, are refused in S3’s words', async () => {
      const { stderr } = await call('aws', ['s3api', 'get-bucket-acl', '--bucket', 'b']);
      expect(stderr).toMatch(/\(NotImplemented\).*s3:GetBucketAcl/);
      const unsigned = await call('aws', ['s3api', 'list-buckets', '--no-sign-request']);
      expect(unsigned.stderr).toMatch(/\(MissingAuthenticationToken\).*Sign the request/);
    });

    test.concurrent('a presigned POST is refused in S3’s XML', async () => {
      const { stdout, stderr } = await call('python3', ['-c', form]);
      expect(stderr).toBe('');
      expect(stdout).toMatch(/^501 application\/xml <\?xml[^>]*>\s*<Error><Code>NotImplemented<\/Code><Message>.*POST/);
    });
  },
);
