import { expect, test } from 'vitest';
import { placeOf } from '../../delivery/place.ts';

test('a stage with an account has its roles there, by name', () => {
  const file = { account: '111122223333', region: 'us-gov-west-1', parameters: {} };
  expect(placeOf('prod', file, 'acme')).toEqual({
    outputs: {
      deploys: 'true',
      region: 'us-gov-west-1',
      role: 'arn:aws-us-gov:iam::111122223333:role/acme-deploy-prod',
      'drift-role': 'arn:aws-us-gov:iam::111122223333:role/acme-drift-prod',
    },
  });
});

test.each([[undefined], [{ region: 'eu-west-1', parameters: {} }]])(
  'a stage without an account is not deployed to, and that is said: %j',
  (file) => {
    const { notice, outputs } = placeOf('dev', file, 'tributary');
    expect(outputs).toEqual({ deploys: 'false' });
    expect(notice).toContain('stages/dev.yml names no account');
  },
);
