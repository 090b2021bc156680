/** What is, asked when somebody scrapes: nothing here costs anything between two scrapes. */
import { Counter, Gauge, type Registry } from 'prom-client';
import type { PbxLink } from '../../pbx/port';
import type { OwedJobs } from '../../store/job-port';
import type { SignInResult } from '../../administration/sign-in';
import type { Status } from '../../../shared/protocol/rest';

/** Each must be quick however long the history is: it is asked every few seconds. */
export interface MetricSources {
  links: readonly Pick<PbxLink, 'id' | 'status' | 'stats' | 'activeCalls'>[];
  agents(): Status['agents'];
  delivery(): Status['delivery'];
  unacknowledgedPops(): number;
  crm(): Status['crm']['state'];
  lookups(): Status['lookups'];
  load(): Status['load'];
  owedJobs(): readonly OwedJobs[];
  webhooksWaiting(): number;
  signIns(): Readonly<Record<SignInResult, number>>;
  redis(): Status['redis']['state'];
  relays(): Status['relays'];
  /** Milliseconds since the epoch. */
  now(): number;
}

export const installGauges = (registry: Registry, version: string, sources: MetricSources): void => {
  const registers = [registry];

  /** One value. */
  const gauge = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  /** A number that only rises, counted elsewhere. */
  const counter = (name: string, help: string, read: () => number): void => {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset();
        this.inc(read());
      },
    });
  };
  type Link = MetricSources['links'][number];
  const gaugePerPbx = (name: string, help: string, read: (link: Link) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['pbx'],
      registers,
      collect() {
        for (const link of sources.links) this.set({ pbx: link.id }, read(link));
      },
    });
  };
  const counterPerPbx = (name: string, help: string, read: (link: Link) => number): void => {
    new Counter({
      name,
      help,
      labelNames: ['pbx'],
      registers,
      collect() {
        this.reset();
        for (const link of sources.links) this.inc({ pbx: link.id }, read(link));
      },
    });
  };
  const gaugeOfJobs = (name: string, help: string, read: (jobs: OwedJobs) => number): void => {
    new Gauge({
      name,
      help,
      labelNames: ['kind', 'status'],
      registers,
      collect() {
        this.reset();
        for (const jobs of sources.owedJobs()) this.set({ kind: jobs.kind, status: jobs.status }, read(jobs));
      },
    });
  };

  new Gauge({
    name: 'cti_build_info',
    help: 'Always 1; the version is in the label.',
    labelNames: ['version'],
    registers,
  }).set({ version }, 1);

  gaugePerPbx('cti_pbx_up', '1 while the link to the PBX is up.', (link) =>
    link.status().state === 'connected' ? 1 : 0,
  );
  gaugePerPbx(
    'cti_pbx_lag_seconds',
    'Round trip of the last AMI Ping; NaN while there is none.',
    (link) => (link.status().lagMs ?? Number.NaN) / 1_000,
  );
  gaugePerPbx('cti_calls_active', 'Calls that run now.', (link) => link.activeCalls().length);
  counterPerPbx('cti_pbx_events_total', 'AMI events read, wanted or not.', (link) => link.stats().events);
  counterPerPbx('cti_pbx_bytes_total', 'Bytes read from AMI.', (link) => link.stats().bytes);
  counterPerPbx(
    'cti_pbx_dropped_total',
    'AMI messages thrown away because they were too large or made no sense.',
    (link) => link.stats().dropped,
  );
  counterPerPbx('cti_pbx_reconnects_total', 'AMI logins after the first.', (link) => link.stats().reconnects);

  gauge('cti_agents', 'Agents that are known.', () => sources.agents().known);
  gauge('cti_agents_online', 'Agents with a desktop that is signed in.', () => sources.agents().online);
  gauge('cti_sockets', 'Open WebSockets.', () => sources.agents().sockets);
  counter('cti_messages_sent_total', 'Messages sent to desktops.', () => sources.delivery().messagesSent);
  counter('cti_pops_sent_total', 'Pops sent, one for each desktop.', () => sources.delivery().popsSent);
  counter(
    'cti_pops_acknowledged_total',
    'Pops that a desktop has said it shows.',
    () => sources.delivery().popsAcknowledged,
  );
  gauge(
    'cti_pops_unacknowledged',
    'Pops of the last five minutes that are older than five seconds and that no desktop has said it shows.',
    () => sources.unacknowledgedPops(),
  );

  gauge('cti_crm_up', '1 while the CRM answers; NaN where there is none.', () => {
    const state = sources.crm();
    return state === 'off' ? Number.NaN : state === 'connected' ? 1 : 0;
  });
  gauge('cti_crm_lookups_waiting', 'Callers that wait to be looked for.', () => sources.lookups().waiting);
  counter(
    'cti_crm_lookups_shed_total',
    'Callers that were not looked for because too many waited.',
    () => sources.lookups().shed,
  );
  gauge('cti_crm_breaker_open', '1 while callers are not looked for because the CRM failed.', () =>
    sources.lookups().breaker.state === 'open' ? 1 : 0,
  );
  gaugeOfJobs(
    'cti_call_log_jobs',
    'What the CRM does not have yet, by what it is; failed: given up until somebody retries.',
    ({ count }) => count,
  );
  gaugeOfJobs(
    'cti_call_log_oldest_seconds',
    'How long the oldest of them has waited since its call ended.',
    ({ oldestEndedAt }) => Math.max(0, (sources.now() - Date.parse(oldestEndedAt)) / 1_000),
  );
  gauge('cti_webhooks_waiting', 'Webhooks of ElevenLabs that wait for their call.', () =>
    sources.webhooksWaiting(),
  );
  new Counter({
    name: 'cti_admin_sign_ins_total',
    help: 'Sign-ins to the dashboard; locked-out: refused unseen after too many wrong ones.',
    labelNames: ['result'],
    registers,
    collect() {
      this.reset();
      for (const [result, count] of Object.entries(sources.signIns())) this.inc({ result }, count);
    },
  });
  gauge('cti_redis_up', '1 while the relay shares with the others; NaN where it stands alone.', () => {
    const state = sources.redis();
    return state === 'off' ? Number.NaN : state === 'connected' ? 1 : 0;
  });
  gauge('cti_relays_online', 'Relays that share with one another, this one among them.', () =>
    sources.relays().others.reduce((sum, { online }) => sum + (online ? 1 : 0), 1),
  );
  gauge('cti_on_duty', '1 while this relay is the one that writes into the CRM.', () =>
    sources.relays().onDuty ? 1 : 0,
  );
  gauge(
    'cti_share_waiting',
    'Changes that the other relays have not been told yet.',
    () => sources.relays().waiting,
  );
  gauge(
    'cti_share_oldest_seconds',
    'How long the oldest of them has waited.',
    () => sources.relays().oldestWaitingSeconds ?? 0,
  );
  gauge(
    'cti_share_behind_seconds',
    'How late what the other relays told was taken in, the last time.',
    () => sources.relays().behindSeconds,
  );
  gauge('cti_behind', '1 while the relay does not keep up and leaves work out.', () =>
    sources.load().behindSince === null ? 0 : 1,
  );
};
