import { randomInt } from 'node:crypto';
import { z } from 'zod';

export const generateSecretString = z.strictObject({
  SecretStringTemplate: z.string().optional(),
  GenerateStringKey: z.string().optional(),
  PasswordLength: z.number().int().min(1).max(4096).optional(),
  ExcludeCharacters: z.string().optional(),
  ExcludeLowercase: z.boolean().optional(),
  ExcludeUppercase: z.boolean().optional(),
  ExcludeNumbers: z.boolean().optional(),
  ExcludePunctuation: z.boolean().optional(),
  IncludeSpace: z.boolean().optional(),
  RequireEachIncludedType: z.boolean().optional(),
});

type Options = z.infer<typeof generateSecretString>;

const alphabets = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digits: '0123456789',
  punctuation: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
};

/** A random password as GetRandomPassword makes it, put into the template under its key when there is one. */
export function generateSecret(options: Options): string {
  const password = generatePassword(options);
  if (options.SecretStringTemplate === undefined) return password;
  const template = z.record(z.string(), z.unknown()).parse(JSON.parse(options.SecretStringTemplate));
  return JSON.stringify({ ...template, [options.GenerateStringKey ?? 'password']: password });
}

function generatePassword(options: Options): string {
  const excluded = new Set(options.ExcludeCharacters ?? '');
  const kinds = included(options)
    .map((letters) => [...letters].filter((letter) => !excluded.has(letter)))
    .filter((letters) => letters.length > 0);
  const all = kinds.flat();
  if (all.length === 0) throw new Error('GenerateSecretString excludes every character');
  const length = options.PasswordLength ?? 32;
  const one = options.RequireEachIncludedType === false ? [] : kinds.map(pick).slice(0, length);
  const rest = Array.from({ length: length - one.length }, () => pick(all));
  return shuffle([...one, ...rest]).join('');
}

function included(options: Options): readonly string[] {
  return [
    options.ExcludeLowercase ? '' : alphabets.lower,
    options.ExcludeUppercase ? '' : alphabets.upper,
    options.ExcludeNumbers ? '' : alphabets.digits,
    options.ExcludePunctuation ? '' : alphabets.punctuation,
    options.IncludeSpace ? ' ' : '',
  ];
}

function pick(letters: readonly string[]): string {
  return letters[randomInt(letters.length)] ?? '';
}

function shuffle(letters: readonly string[]): readonly string[] {
  const keyed = letters.map((letter) => ({ letter, key: randomInt(2 ** 32) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ letter }) => letter);
}
