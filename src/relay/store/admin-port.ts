/** Who may sign in to the dashboard, who is signed in, and who has tried too often. */
import type { AdminAccount } from '../../shared/protocol/admin-accounts';

export interface StoredAdmin {
  account: AdminAccount;
  /** As `administration/passwords.ts` writes it. */
  passwordHash: string;
}

export interface StoredAdminSession {
  /** SHA-256 of its secret, hex. */
  hash: string;
  /** Of the account. */
  name: string;
  /** Milliseconds since the epoch, as all times here. */
  startedAt: number;
  usedAt: number;
}

/** Wrong sign-ins in a row, of one account, one address, or one of both. */
export interface SignInFailures {
  count: number;
  lastAt: number;
}

/** A name is the same in large and small letters. */
export interface AdminStore {
  /** By name. */
  listAdmins(): AdminAccount[];
  getAdmin(name: string): StoredAdmin | null;
  /** Throws `AppError('conflict')` when there is one of that name. */
  addAdmin(account: AdminAccount, passwordHash: string): void;
  /** Ends his sessions. @returns false where there is none */
  changeAdminPassword(name: string, passwordHash: string, at: string): boolean;
  /** The same password in a newer hash, unless it was changed meanwhile; his sessions stay. */
  rehashAdmin(name: string, from: string, to: string): void;
  noteAdminSignIn(name: string, at: string): void;
  /** With his sessions. @returns false where there is none */
  removeAdmin(name: string): boolean;
  /** He has signed in from this address (a hash); the latest 20 of each are remembered. */
  noteAdminAddress(name: string, address: string, at: number): void;
  isAdminAddress(name: string, address: string): boolean;

  addAdminSession(session: StoredAdminSession): void;
  adminSession(hash: string): StoredAdminSession | null;
  noteAdminSessionUsed(hash: string, usedAt: number): void;
  /** @returns false where there is none */
  removeAdminSession(hash: string): boolean;
  /** Those that were not used since, or began before. */
  purgeAdminSessions(before: { usedAt: number; startedAt: number }): void;

  /** What was noted under each of these keys, null where nothing is. */
  signInFailures(keys: readonly string[]): (SignInFailures | null)[];
  /** `keep`: of so many keys; those whose last failure is longest ago go. */
  noteSignInFailures(failures: SignInFailures & { key: string }, keep: number): void;
  clearSignInFailures(keys: readonly string[]): void;
  purgeSignInFailures(lastBefore: number): void;
}
