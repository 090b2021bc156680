/**
 * Who guesses passwords waits, longer each time. Counted are failures in a row of three things, so that nobody who guesses can
 * keep an administrator out:
 *
 *   account from one address   after 5    waits 30 s, 1 min ... 15 min   who mistypes, or guesses one account
 *   address                    after 20   waits 1 min ... 15 min         who guesses many accounts
 *   account, from anywhere     after 50   waits 10 s ... 1 min           many who guess one account together
 *
 * The last does not hold for an address from which that account has signed in before. A try while one waits is not looked at and
 * makes the wait no longer. A new password (`admin password`) ends what was counted of the account.
 */
import type { Clock } from '../../shared/clock';
import { hashSecret } from '../agents/secrets';
import type { AdminStore, SignInFailures } from '../store/admin-port';

interface Rule {
  /** So many wrong ones are free. */
  free: number;
  baseMs: number;
  maxMs: number;
}

const rules: Record<'accountHere' | 'address' | 'account', Rule> = {
  accountHere: { free: 5, baseMs: 30_000, maxMs: 15 * 60_000 },
  address: { free: 20, baseMs: 60_000, maxMs: 15 * 60_000 },
  account: { free: 50, baseMs: 10_000, maxMs: 60_000 },
};
export const failuresForgottenMs = 24 * 60 * 60_000;
/** More would only be somebody who fills the disk. */
const keptKeys = 10_000;

const waitMs = ({ free, baseMs, maxMs }: Rule, count: number): number =>
  count < free ? 0 : Math.min(maxMs, baseMs * 2 ** (count - free));

/** A household or an office has a /64 of IPv6: it counts as one address. */
export const addressGroup = (address: string): string => {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined || !address.includes(':')) return mapped ?? address;
  const [head = '', tail] = address.split('%')[0]?.toLowerCase().split('::') ?? [];
  const before = head.split(':').filter((part) => part !== '');
  const after = (tail ?? '').split(':').filter((part) => part !== '');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
};

export interface Attempt {
  name: string;
  address: string;
}

export type LockOut = ReturnType<typeof createLockOut>;

export const createLockOut = (
  store: Pick<
    AdminStore,
    | 'getAdmin'
    | 'isAdminAddress'
    | 'noteAdminAddress'
    | 'signInFailures'
    | 'noteSignInFailures'
    | 'clearSignInFailures'
  >,
  { clock }: { clock: Clock },
) => {
  /** Hashed: the name that was typed may be a password, and addresses are people's. */
  const keysOf = ({ name, address }: Attempt) => {
    const [account, from] = [name.toLowerCase(), addressGroup(address)];
    return {
      from: hashSecret(from),
      accountHere: hashSecret(JSON.stringify([account, from])),
      address: hashSecret(JSON.stringify([null, from])),
      account: hashSecret(JSON.stringify([account, null])),
    };
  };

  const read = (attempt: Attempt) => {
    const keys = keysOf(attempt);
    const changed = store.getAdmin(attempt.name)?.account.passwordChangedAt;
    const changedAt = changed === undefined ? 0 : Date.parse(changed);
    const [here = null, address = null, account = null] = store.signInFailures([
      keys.accountHere,
      keys.address,
      keys.account,
    ]);
    const count = (found: SignInFailures | null, since: number): SignInFailures =>
      found && found.lastAt >= since ? found : { count: 0, lastAt: 0 };
    const old = clock.now() - failuresForgottenMs;
    return {
      keys,
      accountHere: count(here, Math.max(old, changedAt)),
      address: count(address, old),
      account: count(account, Math.max(old, changedAt)),
      isKnown: store.isAdminAddress(attempt.name, keys.from),
    };
  };
  type Counted = ReturnType<typeof read>;

  const waitOf = ({ accountHere, address, account, isKnown }: Counted): number => {
    // One that is still to come is of a clock that was set back since; the next failure counts by the new one.
    const left = (rule: Rule, { count, lastAt }: SignInFailures): number =>
      lastAt > clock.now() ? 0 : lastAt + waitMs(rule, count) - clock.now();
    return Math.max(
      0,
      left(rules.accountHere, accountHere),
      left(rules.address, address),
      isKnown ? 0 : left(rules.account, account),
    );
  };

  return {
    /** How long this one has to wait, in ms; 0: he may try. */
    waitMs: (attempt: Attempt): number => waitOf(read(attempt)),

    /**
     * Before the password is looked at, so that many tries at the same time are many failures.
     * @returns `lockedMs`: for how long it is locked if it was wrong; `succeeded` is to be said if it was right, `withdrawn` if
     * nobody looked at it after all
     */
    begin: (attempt: Attempt): { lockedMs: number; succeeded: () => void; withdrawn: () => void } => {
      const before = read(attempt);
      const { keys } = before;
      const now = clock.now();
      const more = ({ count }: SignInFailures): SignInFailures => ({ count: count + 1, lastAt: now });
      const after = {
        ...before,
        accountHere: more(before.accountHere),
        address: more(before.address),
        account: more(before.account),
      };
      const note = (key: string, { count, lastAt }: SignInFailures): void =>
        count === 0
          ? store.clearSignInFailures([key])
          : store.noteSignInFailures({ key, count, lastAt }, keptKeys);
      note(keys.accountHere, after.accountHere);
      note(keys.address, after.address);
      note(keys.account, after.account);
      return {
        lockedMs: waitOf(after),
        succeeded: () => {
          store.clearSignInFailures([keys.accountHere, keys.account]);
          // Of others from there it is not known that they are right.
          note(keys.address, before.address);
          store.noteAdminAddress(attempt.name, keys.from, clock.now());
        },
        withdrawn: () => {
          note(keys.accountHere, before.accountHere);
          note(keys.address, before.address);
          note(keys.account, before.account);
        },
      };
    },
  };
};
