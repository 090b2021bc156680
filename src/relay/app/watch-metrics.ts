/** What is asked when somebody scrapes the metrics. */
import type { Clock } from '../../shared/clock';
import type { Administration } from '../administration';
import type { Hub } from '../agents/hub';
import type { AgentRegistry } from '../agents/registry';
import type { Load } from '../ops/load';
import type { Metrics } from '../ops/metrics';
import type { PbxLink } from '../pbx/port';
import type { Sharing } from '../sharing';
import type { Store } from '../store/port';
import type { createCrmSide } from './crm-side';

export const watchMetrics = (
  metrics: Metrics,
  parts: {
    links: readonly PbxLink[];
    hub: Hub;
    sharing: Sharing;
    registry: AgentRegistry;
    sockets: { count(): number };
    crmSide: Pick<ReturnType<typeof createCrmSide>, 'watch' | 'load'>;
    load: Pick<Load, 'figures'>;
    store: Store;
    administration: Pick<Administration, 'signIn'>;
    clock: Clock;
  },
): void => {
  const { links, hub, sharing, registry, sockets, crmSide, load, store, administration, clock } = parts;
  metrics.watch({
    links,
    // Those of this relay alone: whoever sums over all relays counts nobody twice.
    agents: () => ({ known: registry.count().known, online: hub.online(), sockets: sockets.count() }),
    delivery: hub.figures,
    unacknowledgedPops: hub.unacknowledgedPops,
    crm: () => crmSide.watch.state().state,
    lookups: () => crmSide.load(),
    load: load.figures,
    owedJobs: () => store.owedJobs(),
    webhooksWaiting: () => store.countOpenWebhooks(),
    signIns: administration.signIn.figures,
    redis: () => sharing.health().state,
    relays: sharing.status,
    now: () => clock.now(),
  });
};
