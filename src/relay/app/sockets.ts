/** The desktops' door: who may come in, and what he is given. */
import type { CrmClient } from '../../crm/port';
import type { Clock } from '../../shared/clock';
import type { Logger } from '../../shared/logger';
import type { AgentRegistry } from '../agents/registry';
import { createSocketServer, type SocketDeps } from '../agents/socket-server';
import type { CallLog } from '../call-log';
import type { Config } from '../config/config';
import { countryOf } from '../config/pbx-options';
import type { PbxLink } from '../pbx/port';
import { createDesk } from './desk';

export const createSockets = (
  config: Config,
  deps: Pick<SocketDeps, 'version' | 'hub' | 'frames' | 'note'> &
    Omit<Parameters<typeof createDesk>[0], 'links'> & {
      links: readonly PbxLink[];
      registry: Pick<AgentRegistry, 'authenticate' | 'seen'>;
      /** Null without a CRM. */
      crm: CrmClient | null;
      callLog: CallLog | null;
      clock: Clock;
      logger: Logger;
    },
) => {
  const { version, hub, frames, note, registry, crm, callLog, clock, logger, links } = deps;
  return createSocketServer(
    { ...config.http, ...config.webSocket },
    {
      clock,
      logger,
      hub,
      frames,
      version,
      crmContext: crm !== null && config.webCompanion.crmContext,
      country: countryOf(config),
      dispositions: config.callLog.dispositions,
      retentionDays: config.retentionDays,
      callLog: callLog === null ? 'off' : 'relay',
      relays: config.relays,
      note,
      authenticate: registry.authenticate,
      seen: registry.seen,
      pbxStatuses: () => links.map((link) => link.status()),
      ...createDesk(deps),
    },
  );
};
