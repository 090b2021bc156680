import { expect, it } from 'vitest';
import { createPasswords } from './passwords';

const cheap = { ln: 4, r: 8, p: 1 };

it('knows the password again, and no other; two hashes of it differ', async () => {
  const passwords = createPasswords();
  const hash = await passwords.hash('correct horse battery');
  expect(hash).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[\w-]{22}\$[\w-]{43}$/);
  expect(await passwords.hash('correct horse battery')).not.toBe(hash);
  expect(await passwords.verify('correct horse battery', hash)).toBe(true);
  expect(await passwords.verify('correct horse batterY', hash)).toBe(false);
});

it('takes one password for one, however its letters were typed', async () => {
  const passwords = createPasswords({ parameters: cheap });
  const hash = await passwords.hash('Gru\u0308\u00dfe aus Ko\u0308ln');
  expect(await passwords.verify('Gr\u00fc\u00dfe aus K\u00f6ln', hash)).toBe(true);
});

it.each([null, '', '$scrypt$ln=4,r=8,p=1$$', '$2b$12$abc', '$scrypt$ln=4,r=8,p=1$AAAA$AAAA'])(
  'lets nobody in by %j',
  async (hash) => {
    const passwords = createPasswords({ parameters: cheap });
    for (const password of ['', 'AAAA', 'password'])
      expect(await passwords.verify(password, hash)).toBe(false);
  },
);

it('reads what was made with other parameters, and says when they are too weak', async () => {
  const hash = await createPasswords({ parameters: cheap }).hash('long enough it is');
  const stronger = createPasswords({ parameters: { ...cheap, ln: 5 } });
  expect(await stronger.verify('long enough it is', hash)).toBe(true);
  expect([stronger.isOutdated(hash), createPasswords({ parameters: cheap }).isOutdated(hash)]).toEqual([
    true,
    false,
  ]);
});

it('works on two at a time, lets twenty wait, and refuses the others at once', async () => {
  const passwords = createPasswords({ parameters: cheap });
  const tries = await Promise.allSettled(Array.from({ length: 25 }, () => passwords.verify('x', null)));
  expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(22);
  const refused = tries.find((one) => one.status === 'rejected');
  expect(refused?.reason).toMatchObject({ code: 'rate_limited' });
  expect(await passwords.verify('x', null)).toBe(false);
});
