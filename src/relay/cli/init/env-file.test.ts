import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { AppError } from '../../../shared/errors';
import { tempFolder } from '../../../../tests/support/temp-folder';
import { envText, writeOwn } from './env-file';

it('writes nothing that is read as something else', () => {
  const value = fc.string({ minLength: 1, unit: fc.constantFrom(...Array.from('ab1 #=$\\\'"`n\n{}ü')) });
  fc.assert(
    fc.property(value, value, (one, two) => {
      try {
        expect(parseEnv(envText({ AMI_SECRET: one, API_KEY: two }))).toEqual({
          AMI_SECRET: one,
          API_KEY: two,
        });
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        expect(error.message).toMatch(/(AMI_SECRET|API_KEY) can not stand in \.env/);
      }
    }),
  );
});

it('keeps what was there, and lets nobody else read either', () => {
  const path = join(tempFolder('env'), '.env');
  expect(writeOwn(path, 'A=1\n', 0)).toBeNull();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  writeFileSync(path, 'A=by hand\n', { mode: 0o644 });
  const aside = writeOwn(path, 'A=2\n', 0) ?? '';
  expect(readFileSync(path, 'utf8')).toBe('A=2\n');
  expect(readFileSync(aside, 'utf8')).toBe('A=by hand\n');
  expect(statSync(aside).mode & 0o777).toBe(0o600);
});

it('leaves the old file where the new one can not be written', () => {
  const path = join(tempFolder('env'), '.env');
  writeOwn(path, 'A=1\n', 0);
  writeOwn(path, 'A=2\n', 0);
  // The copy of this moment is there already.
  expect(() => writeOwn(path, 'A=3\n', 0)).toThrow(/\.env can not be written \(EEXIST\)/);
  expect(readFileSync(path, 'utf8')).toBe('A=2\n');
});
