/**
 * What Prometheus reads at `/metrics`. Two kinds: what happened is told by the parts (`Observe`), what is is asked when
 * somebody scrapes (`MetricSources`). Names and units by Prometheus' conventions; docs/operations.md lists them.
 */
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { CrmRequestObserver } from '../../../crm/port';
import { isLive } from '../../../shared/call/call';
import type { CallChange } from '../../../shared/call/change';
import type { Clock } from '../../../shared/clock';
import { installGauges, type MetricSources } from './gauges';

/** Finer where a pop lives (the design asks for milliseconds), coarse where somebody must look. */
const popSeconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const requestSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export type Metrics = ReturnType<typeof createMetrics>;

export const createMetrics = ({ clock, version }: { clock: Clock; version: string }) => {
  const registry = new Registry();
  const registers = [registry];
  /** When the bytes were read that are being worked on now; everything they cause is done before the next are read. */
  let readAt = 0;

  collectDefaultMetrics({ register: registry });

  const popLatency = new Histogram({
    name: 'cti_pop_latency_seconds',
    help: "From reading an AMI event to handing the pop's frame to the desktop's socket.",
    buckets: popSeconds,
    registers,
  });
  const popAcknowledged = new Histogram({
    name: 'cti_pop_acknowledge_seconds',
    help: "From handing over the pop's frame until the desktop said that it is shown.",
    buckets: popSeconds,
    registers,
  });
  const callsEnded = new Counter({
    name: 'cti_calls_ended_total',
    help: 'Calls that ended, by PBX, direction and outcome.',
    labelNames: ['pbx', 'direction', 'outcome'],
    registers,
  });
  const crmRequest = new Histogram({
    name: 'cti_crm_request_seconds',
    help: 'Requests to the CRM, until the last byte of the answer.',
    labelNames: ['method', 'result'],
    buckets: requestSeconds,
    registers,
  });
  const httpRequest = new Histogram({
    name: 'cti_http_request_seconds',
    help: "Requests to the relay, webhooks included, by route (not by address) and the answer's status.",
    labelNames: ['method', 'route', 'status'],
    buckets: requestSeconds,
    registers,
  });

  const crm: CrmRequestObserver = ({ method, result, durationMs }) =>
    crmRequest.observe({ method, result }, durationMs / 1_000);

  return {
    /** Bytes of a PBX were read. */
    read: (): void => {
      readAt = clock.elapsed();
    },
    /** @returns how late it was, in ms */
    popSent: (): number => {
      const latencyMs = clock.elapsed() - readAt;
      popLatency.observe(latencyMs / 1_000);
      return latencyMs;
    },
    popAcknowledged: (afterMs: number): void => popAcknowledged.observe(afterMs / 1_000),
    /** A call changed. */
    changed: ({ call, previous }: CallChange): void => {
      if (isLive(call) || (previous !== null && !isLive(previous))) return;
      callsEnded.inc({ pbx: call.pbxId, direction: call.direction, outcome: call.outcome ?? 'unknown' });
    },
    crm,
    http: (method: string, route: string, status: number, durationMs: number): void =>
      httpRequest.observe({ method, route, status: `${status}` }, durationMs / 1_000),
    /** To be told once, when the parts are there. */
    watch: (sources: MetricSources): void => installGauges(registry, version, sources),
    contentType: registry.contentType,
    /** The text of a scrape. */
    text: (): Promise<string> => registry.metrics(),
  };
};
