/**
 * Passwords of administrators, kept as scrypt. It runs on threads of its own (libuv), a few at a time: somebody who guesses
 * must not take the memory, nor the threads that files need.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../shared/errors';

export interface ScryptParameters {
  /** Blocks, as a power of two: memory is 128 * r * 2^ln bytes. */
  ln: number;
  r: number;
  p: number;
}

/** 32 MiB and about 0.1 s each; one of the equally strong choices of OWASP's cheat sheet on storing passwords (2024). */
export const defaultParameters: ScryptParameters = { ln: 15, r: 8, p: 3 };

const keyBytes = 32;
const saltBytes = 16;
const atOnce = 2;
const maxWaiting = 20;
const pattern = /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([\w-]+)\$([\w-]+)$/;

interface Parsed extends ScryptParameters {
  salt: Buffer;
  key: Buffer;
}

const derive = (password: string, salt: Buffer, { ln, r, p }: ScryptParameters): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const options = { N: 2 ** ln, r, p, maxmem: 256 * r * 2 ** ln };
    // Two ways to type one letter are one password.
    scrypt(password.normalize('NFKC'), salt, keyBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });

const written = ({ ln, r, p, salt, key }: Parsed): string =>
  `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;

const parse = (hash: string): Parsed | null => {
  const [, ln, r, p, salt = '', key = ''] = pattern.exec(hash) ?? [];
  return ln === undefined
    ? null
    : {
        ln: Number(ln),
        r: Number(r),
        p: Number(p),
        salt: Buffer.from(salt, 'base64url'),
        key: Buffer.from(key, 'base64url'),
      };
};

export type Passwords = ReturnType<typeof createPasswords>;

export const createPasswords = ({
  parameters = defaultParameters,
}: { parameters?: ScryptParameters } = {}) => {
  const waiting: (() => void)[] = [];
  let running = 0;
  /** Throws `rate_limited` when too many wait already. */
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= atOnce) {
      if (waiting.length >= maxWaiting)
        throw new AppError('rate_limited', 'Too many sign-ins at the same time; try again in a moment.', {
          retryable: true,
        });
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else running += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes over the place.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
  /** What an unknown name is compared with, so that it takes as long as a known one. */
  const nobody: Parsed = { ...parameters, salt: randomBytes(saltBytes), key: randomBytes(keyBytes) };

  return {
    hash: (password: string): Promise<string> =>
      inTurn(async () => {
        const salt = randomBytes(saltBytes);
        return written({ ...parameters, salt, key: await derive(password, salt, parameters) });
      }),

    /** @param hash null: there is no such account */
    verify: (password: string, hash: string | null): Promise<boolean> =>
      inTurn(async () => {
        const known = hash === null ? null : parse(hash);
        const wanted = known ?? nobody;
        const key = await derive(password, wanted.salt, wanted);
        return wanted.key.length === keyBytes && timingSafeEqual(key, wanted.key) && known !== null;
      }),

    /** Whether it was made with weaker parameters than a new one. */
    isOutdated: (hash: string): boolean => {
      const known = parse(hash);
      return known === null || known.ln < parameters.ln || known.r < parameters.r || known.p < parameters.p;
    },
  };
};
