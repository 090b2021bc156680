/** The first run: in with a code, a token, or the agent's sign-in at the CRM; and out again. */
import { because, type Trouble } from '../error-reasons';
import { AppError } from '../errors';
import type { CompanionState } from '../ipc/state';
import { relayUrlsOf, relayUrlText } from './relay-urls';
import { enrol, popOnOwnDesktops, takesCrmSignIn, type Proof } from './rest';
import type { CompanionDeps, CompanionHandlers, Connection } from './types';

/** How long `setup:connect` waits for the relay to take or refuse a token. */
const TRIAL_MS = 15_000;
const tooLate = ({ relayUrl }: Connection): Trouble => ({
  problem: 'The relay did not answer. Check the address.',
  because: because('relay-unreachable', { host: relayUrl.replaceAll(/https?:\/\//g, '') }),
});

export const createSetup = (deps: {
  companion: Pick<
    CompanionDeps,
    'clock' | 'fetchJson' | 'client' | 'deviceName' | 'crmToken' | 'saveConnection'
  >;
  /** The connection that works; null before there is one. */
  former: () => Connection | null;
  /** With the relay that is connected. */
  connected: () => Connection | null;
  agent: () => CompanionState['agent'];
  open: (next: Connection) => void;
  /** Ends the session and takes everything of this agent off the screen. */
  forget: () => void;
  /** Nothing that was kept of him stays on this computer. */
  erase: () => void;
  update: (patch: Partial<CompanionState>) => void;
}) => {
  const { companion, former: currentConnection, open, forget, erase, update } = deps;
  const { clock, fetchJson, saveConnection } = companion;
  /** Waits for the relay's word on a new token. */
  let trial: ((trouble: Trouble) => void) | null = null;
  let trying = false;

  /** Registers with the token and keeps it only if the relay takes it; else the former connection is back. */
  const tryOut = async (next: Connection): Promise<void> => {
    const former = currentConnection();
    forget();
    trying = true;
    const { problem, because: details } = await new Promise<Trouble>((resolve) => {
      const cancel = clock.after(TRIAL_MS, () => trial?.(tooLate(next)));
      trial = (said) => {
        cancel();
        trial = null;
        resolve(said);
      };
      open(next);
    });
    trying = false;
    if (problem === null) return;
    forget();
    if (former) open(former);
    throw new AppError('unauthorized', problem, { details });
  };

  const urlsOf = (typed: string): string[] => {
    const urls = relayUrlsOf(typed);
    if (urls) return urls;
    throw new AppError('bad_request', 'Please give the whole address, e.g. https://relay.example.com.', {
      details: because('relay-address'),
    });
  };

  const crmProof = async (): Promise<Proof> => {
    if (!companion.crmToken)
      throw new AppError('unavailable', 'Only the desktop app can sign in with your SuiteCRM account.');
    return { crmToken: await companion.crmToken() };
  };

  const handlers: Pick<
    CompanionHandlers,
    'setup:ask' | 'setup:connect' | 'setup:sign-out' | 'setup:test-pop'
  > = {
    'setup:ask': async ({ relayUrl: typed }) => ({
      crmSignIn: companion.crmToken !== undefined && (await takesCrmSignIn(fetchJson, urlsOf(typed))),
    }),
    'setup:connect': async ({ relayUrl: typed, secret }) => {
      const urls = urlsOf(typed);
      const relayUrl = relayUrlText(urls);
      if (secret.kind === 'token') {
        const next = { relayUrl, token: secret.token.trim() };
        await tryOut(next);
        await saveConnection(next);
      } else {
        const proof = secret.kind === 'code' ? { code: secret.code } : await crmProof();
        const name = companion.deviceName ?? companion.client.name;
        // A code works once, so what it bought is kept before anything else can fail.
        const { token } = await enrol(fetchJson, urls, proof, name);
        await saveConnection({ relayUrl, token });
        forget();
        open({ relayUrl, token });
      }
      update({ stage: 'ready', relayUrl });
      return undefined;
    },
    'setup:test-pop': async ({ name }) => {
      const at = deps.connected();
      const agent = deps.agent();
      if (!at || !agent)
        throw new AppError('unavailable', 'Not connected to the relay.', {
          details: because('relay-offline'),
        });
      const [number = agent.id] = agent.extensions;
      const { callId } = await popOnOwnDesktops(fetchJson, at, { agentId: agent.id, number, name });
      return { callId };
    },
    'setup:sign-out': async () => {
      forget();
      erase();
      await saveConnection(null);
      update({ stage: 'needs-token' });
      return undefined;
    },
  };

  return {
    handlers,
    isTrying: (): boolean => trying,
    /** The relay has taken the token, or what is wrong. */
    heard: (trouble: Trouble): void => trial?.(trouble),
  };
};
