/** A desktop as Electron's main process builds it, without its windows: real sockets, real HTTP, a real profile folder. */
import { cpSync } from 'node:fs';
import { createSuiteCrm } from '../../src/crm/suitecrm';
import { createCore } from '../../src/main/app/core';
import { createMemoryStore } from '../../src/main/secrets/memory';
import { openProfile } from '../../src/main/settings/profile';
import type { Clock } from '../../src/shared/clock';
import type { CompanionState } from '../../src/shared/ipc/state';
import { demoSignIn } from '../../src/simulators/suitecrm';
import { createMemoryLog } from './log';
import { tempFolder } from './temp-folder';

export type DemoUser = (typeof demoSignIn.agents)[number];

export const startOwnDesktop = async ({
  relayUrl,
  token,
  crmUrl,
  user,
  clock,
  folder = tempFolder('desktop'),
}: {
  relayUrl: string;
  token: string;
  crmUrl: string;
  user: DemoUser;
  clock: Clock;
  /** Of a desktop that ran before. */
  folder?: string;
}) => {
  const log = createMemoryLog();
  const { clientId, clientSecret } = demoSignIn;
  const core = await createCore({
    folder,
    client: { name: 'test', version: '1.0.0' },
    profile: await openProfile(folder, log),
    secrets: createMemoryStore(),
    connection: { relayUrl, token },
    // Real time: what is never answered costs the test so much.
    createCrm: (login, country) =>
      createSuiteCrm({ ...login, timeoutMs: 500, signInPauseMs: 0 }, { country, clock }),
    clock,
    log,
  });
  core.companion.start();
  void core.crm.start({
    url: crmUrl,
    clientId,
    clientSecret,
    username: user.username,
    password: user.password,
  });
  const { companion } = core;
  const state = (): CompanionState => companion.state();
  return {
    ...core,
    log,
    folder,
    handlers: companion.handlers,
    state,
    isLinked: () => state().links.relay.state === 'connected',
    /** What the screen says of the call's record. */
    recordOf: (callId: string) => state().calls.find(({ id }) => id === callId)?.crmRecord.status ?? null,
    /** Dies at once. @returns what was on its disk at that moment */
    kill: (): string => {
      const disk = tempFolder('killed');
      cpSync(folder, disk, { recursive: true });
      core.stop();
      return disk;
    },
  };
};
export type OwnDesktop = Awaited<ReturnType<typeof startOwnDesktop>>;
