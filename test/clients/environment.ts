import { devNull } from 'node:os';

/** What a foreign AWS client sees: the local cloud's administrator, a region, and no profile of the machine's user. */
export const clientEnvironment: NodeJS.ProcessEnv = {
  AWS_CONFIG_FILE: devNull,
  AWS_SHARED_CREDENTIALS_FILE: devNull,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_DEFAULT_REGION: 'eu-west-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
};
