/** Makes the support bundle and saves it where the agent says. */
import { readFile, writeFile } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { because } from '../../shared/error-reasons';
import { AppError } from '../../shared/errors';
import type { Handlers } from '../../shared/ipc/contract';
import type { CompanionState } from '../../shared/ipc/state';
import { bundleName, makeBundle, type Bundle } from './bundle';

export interface SupportDeps {
  logFolder: string;
  versions: Readonly<Record<string, string>>;
  state: () => CompanionState;
  secrets: () => Promise<string[]>;
  /** Where to save it; null: he has changed his mind. */
  ask: (name: string) => Promise<string | null>;
  now: () => Date;
}

const logNames = ['companion.log', 'companion.old.log'];

export const createSupport = (deps: SupportDeps): Pick<Handlers, 'support:prepare' | 'support:save'> => {
  let made: { bundle: Bundle; name: string } | null = null;

  const logs = async (): Promise<{ name: string; text: string }[]> => {
    const read = await Promise.all(
      logNames.map(async (name) => ({
        name,
        text: await readFile(join(deps.logFolder, name), 'utf8').catch(() => null),
      })),
    );
    return read.flatMap(({ name, text }) => (text === null ? [] : [{ name, text }]));
  };

  return {
    'support:prepare': async () => {
      const now = deps.now();
      const versions = { ...deps.versions, system: `${process.platform} ${release()} ${process.arch}` };
      const parts = { now, versions, state: deps.state(), logs: await logs(), secrets: await deps.secrets() };
      made = { bundle: makeBundle(parts), name: bundleName(now) };
      return { files: made.bundle.files };
    },
    // What is saved is what was listed, whatever has happened since.
    'support:save': async () => {
      if (!made) throw new AppError('bad_request', 'Make the bundle first.');
      const path = await deps.ask(made.name);
      if (path === null) return { path: null };
      try {
        await writeFile(path, made.bundle.zip, { mode: 0o600 });
      } catch (cause) {
        throw new AppError('unavailable', 'The bundle could not be saved there. Choose another folder.', {
          cause,
          details: because('bundle-not-saved'),
        });
      }
      return { path };
    },
  };
};
