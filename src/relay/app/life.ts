/** In which order the parts of a relay begin and end: it listens first, so that a port that is taken ends it; calls end last. */
import type { CrmClient } from '../../crm/port';
import type { Logger } from '../../shared/logger';
import type { Administration } from '../administration';
import type { AiCalls } from '../ai';
import type { CallLog } from '../call-log';
import type { CallBook } from '../calls/call-book';
import type { Config } from '../config/config';
import { listenAt } from '../http/listen';
import type { createHttpServer } from '../http/server';
import type { Housekeeping } from '../ops/housekeeping';
import type { Inspector } from '../ops/inspector';
import type { Load } from '../ops/load';
import type { PbxLink } from '../pbx/port';
import type { Sharing } from '../sharing';
import type { Store } from '../store/port';
import type { createAgentsOfCrm } from './agents-of-crm';
import type { createCrmSide } from './crm-side';
import type { createSockets } from './sockets';
import type { createUpkeep } from './upkeep';

/** What is being written into the CRM then may end. */
const callLogEndsMs = 5_000;

export const createLife = (
  config: Pick<Config, 'http'>,
  parts: {
    version: string;
    upkeep: Pick<ReturnType<typeof createUpkeep>, 'start' | 'stop'>;
    administration: Pick<Administration, 'logLevel'>;
    crmSide: Pick<ReturnType<typeof createCrmSide>, 'watch' | 'index'>;
    load: Pick<Load, 'start' | 'stop'>;
    agentsOfCrm: Pick<ReturnType<typeof createAgentsOfCrm>, 'start' | 'stop'>;
    links: readonly PbxLink[];
    sockets: Pick<ReturnType<typeof createSockets>, 'close'>;
    http: Awaited<ReturnType<typeof createHttpServer>>;
    ai: Pick<AiCalls, 'start' | 'stop' | 'route'>;
    callLog: CallLog | null;
    sharing: Pick<Sharing, 'start' | 'stop'>;
    book: Pick<CallBook, 'stop'>;
    inspector: Pick<Inspector, 'stop'>;
    crm: CrmClient | null;
    store: Store;
    housekeeping: Housekeeping;
    logger: Logger;
    onStop: () => void;
  },
) => {
  const { upkeep, administration, crmSide, load, agentsOfCrm, links, sockets, http, ai, callLog } = parts;
  const { sharing, book, inspector, crm, store, housekeeping, logger, version } = parts;

  const stop = async (): Promise<void> => {
    parts.onStop();
    const tended = upkeep.stop();
    administration.logLevel.stop();
    crmSide.watch.stop();
    load.stop();
    agentsOfCrm.stop();
    await Promise.all(links.map((link) => link.stop()));
    await sockets.close();
    await http.close();
    ai.stop();
    await callLog?.stop(callLogEndsMs);
    await sharing.stop();
    book.stop();
    inspector.stop();
    crm?.close();
    await crmSide.index?.stop();
    await tended;
    store.close();
  };

  return {
    /** @returns where it listens, e.g. `http://127.0.0.1:3000`. Throws `AppError('config')` when the port is taken. */
    start: async (): Promise<string> => {
      const { host, port } = config.http;
      const address = await listenAt(http, host, port).catch(async (error: unknown) => {
        await stop();
        throw error;
      });
      for (const link of links) link.start();
      load.start();
      crmSide.watch.start();
      sharing.start();
      callLog?.start();
      crmSide.index?.start();
      housekeeping.once('Taking up webhooks', ai.start);
      agentsOfCrm.start();
      upkeep.start();
      logger.info(`CTI Relay ${version} listens on ${address}.`, {
        pbxs: links.map(({ id }) => id),
        callLog: callLog === null ? 'off: there are no SUITECRM_ settings' : 'on',
        elevenlabs: ai.route.receive === null ? 'off: ELEVENLABS_WEBHOOK_SECRET is not set' : 'on',
      });
      return address;
    },
    stop,
  };
};
