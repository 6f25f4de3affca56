import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { admin, type Caller } from '../../kernel/caller.ts';
import { AwsError } from '../../kernel/error.ts';
import { openJournal } from '../../kernel/journal.ts';

export type IssuedCredentials = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  /** Milliseconds since the epoch. */
  readonly expiration: number;
};

type Session = IssuedCredentials & { readonly roleArn: string; readonly sessionName: string };

export type CredentialStore = {
  issue(roleArn: string, sessionName: string, durationSeconds: number): IssuedCredentials;
  /** Undefined for a key that was never issued; ExpiredToken for one that has run out. `test` is the administrator. */
  callerOf(accessKeyId: string): Caller | undefined;
};

const manySessions = 1000;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** An id as IAM makes them: a prefix and sixteen characters of base 32. */
export function uniqueId(prefix: string): string {
  return prefix + [...randomBytes(16)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

/** Temporary credentials, kept across restarts so that long sessions outlive the process; expired ones are dropped at opening. */
export function openCredentialStore(folder: string, now: () => number): CredentialStore {
  const sessions = openJournal<Session>(join(folder, 'sessions.jsonl'));
  const dropExpired = () => {
    for (const session of [...sessions.values()]) if (session.expiration <= now()) sessions.delete(session.accessKeyId);
  };
  dropExpired();
  return {
    issue(roleArn, sessionName, durationSeconds) {
      const credentials: IssuedCredentials = {
        accessKeyId: uniqueId('ASIA'),
        secretAccessKey: randomBytes(30).toString('base64'),
        sessionToken: randomBytes(96).toString('base64'),
        expiration: now() + durationSeconds * 1000,
      };
      if (sessions.size >= manySessions) dropExpired();
      sessions.put(credentials.accessKeyId, { ...credentials, roleArn, sessionName });
      return credentials;
    },
    callerOf(accessKeyId) {
      if (accessKeyId === 'test') return admin;
      const session = sessions.get(accessKeyId);
      if (session === undefined) return undefined;
      if (session.expiration <= now())
        throw new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);
      return { kind: 'role', roleArn: session.roleArn, sessionName: session.sessionName };
    },
  };
}
