/** What the dashboard shows beside what other programs ask for, too. */
import type { LogPage, LogQuery } from '../../shared/protocol/logs';
import type { Setting } from '../../shared/protocol/settings';
import { tellStory, type StorySources } from '../calls/story';
import type { Dashboard } from '../http/routes/dashboard';
import type { Housekeeping } from '../ops/housekeeping';
import type { Inspector } from '../ops/inspector';
import type { SeriesKeeper } from '../ops/series';
import type { PbxLink } from '../pbx/port';
import type { Store } from '../store/port';

const lagEveryMs = 15_000;

export interface DashboardSources {
  /** The last lines of the log. */
  recentLogs: (query: LogQuery) => LogPage;
  /** Those in force, with where each came from. */
  settings: readonly Setting[];
}

export const createDashboard = (
  deps: Partial<DashboardSources> & {
    store: Pick<Store, 'jobsOf' | 'conversationsOf'>;
    inspector: Pick<Inspector, 'events' | 'pops'>;
    notes: (callId: string) => StorySources['notes'];
    series: SeriesKeeper;
    links: readonly Pick<PbxLink, 'status'>[];
    housekeeping: Housekeeping;
  },
): Dashboard => {
  const { store, inspector, series, links } = deps;
  deps.housekeeping.every('Noting how late the PBX answers', lagEveryMs, () => {
    for (const link of links) series.lagged(link.status().lagMs);
  });
  return {
    series: series.series,
    logs: deps.recentLogs ?? (() => ({ lines: [], latest: 0 })),
    settings: () => ({ settings: [...(deps.settings ?? [])] }),
    story: (call) =>
      tellStory({
        call,
        events: inspector.events(call.id),
        pops: inspector.pops(call.id),
        jobs: store.jobsOf([call.id]),
        conversations: store.conversationsOf(call.id),
        notes: deps.notes(call.id),
      }),
  };
};
