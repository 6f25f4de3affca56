import type { Source } from '../declaration/changes.ts';
import { shared } from './endpoints.ts';
import type { DmsSettings } from './settings.ts';

type Resources = Readonly<Record<string, object>>;

/** The database's credentials, unless there is a secret, and who may read them and write to the sources' folders. */
export function dmsAccess(sources: readonly Source[], settings: DmsSettings, secretName: string): Resources {
  const folders = [...new Set(sources.map(({ folder }) => folder))];
  return {
    ...(settings.secretArn === '' && { [shared.secret]: secret(settings, secretName) }),
    // Endpoints read secrets by the service of their region: https://docs.aws.amazon.com/dms/latest/userguide/security_iam_secretsmanager.html
    [shared.secretRole]: role('read-secret', { 'Fn::Join': ['.', ['dms', { Ref: 'AWS::Region' }, 'amazonaws.com']] }, [
      allow(
        ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
        [settings.secretArn === '' ? { Ref: shared.secret } : settings.secretArn],
      ),
    ]),
    // https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.S3.html#CHAP_Target.S3.Prerequisites
    [shared.targetRole]: role('land', 'dms.amazonaws.com', [
      allow(
        ['s3:PutObject', 's3:DeleteObject', 's3:PutObjectTagging'],
        folders.map((folder) => ({ 'Fn::Sub': `\${RawBucket.Arn}/${folder}/*` })),
      ),
      allow(['s3:ListBucket'], [{ 'Fn::GetAtt': ['RawBucket', 'Arn'] }]),
    ]),
  };
}

/** Made with a password that the database does not know yet: give it to the user there, or put the user's own in. */
function secret({ host, port }: DmsSettings, name: string): object {
  return {
    Type: 'AWS::SecretsManager::Secret',
    // Somebody has put the database's credentials in
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      Name: name,
      Description: 'The database whose changes DMS reads: host, port, username and password',
      GenerateSecretString: {
        SecretStringTemplate: JSON.stringify({ host, port, username: 'tributary' }),
        GenerateStringKey: 'password',
        ExcludePunctuation: true,
      },
    },
  };
}

function role(policy: string, service: unknown, statements: readonly object[]): object {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: service },
            Action: 'sts:AssumeRole',
            // That the service of a region names the account is written nowhere
            ...(typeof service === 'string' && {
              Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
            }),
          },
        ],
      },
      Policies: [{ PolicyName: policy, PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  };
}

function allow(actions: readonly string[], resources: readonly unknown[]): object {
  return { Effect: 'Allow', Action: actions, Resource: resources };
}
