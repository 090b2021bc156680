/** The desktops, and what is counted and kept of each pop that goes to them. */
import type { Clock } from '../../shared/clock';
import type { Frames } from '../agents/frames';
import { createHub, type Hub } from '../agents/hub';
import type { Inspector } from '../ops/inspector';
import type { Metrics } from '../ops/metrics';
import type { SeriesKeeper } from '../ops/series';

export const createWatchedHub = ({
  frames,
  clock,
  inspector,
  series,
  metrics,
  onDesktops,
}: {
  frames: Frames;
  clock: Clock;
  inspector: Pick<Inspector, 'popped' | 'shown'>;
  series: Pick<SeriesKeeper, 'popSent'>;
  metrics: Pick<Metrics, 'popSent' | 'popAcknowledged'>;
  /** Some came or went. */
  onDesktops: () => void;
}): Hub =>
  createHub({
    frames,
    clock,
    onPop: inspector.popped,
    onPopSent: () => series.popSent(metrics.popSent()),
    onPopAcknowledged: (afterMs, pop, agentId) => {
      metrics.popAcknowledged(afterMs);
      inspector.shown(pop, agentId, afterMs);
    },
    onDesktops,
  });
