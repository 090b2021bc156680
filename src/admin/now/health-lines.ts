/** Each of the relay's links in one line: how it is, since when, what is wrong and what can be done. */
import type { Status } from '../../shared/protocol/rest';
import type { Tone } from '../components/Tag';
import type { T } from '../i18n';

export interface HealthLine {
  id: string;
  name: string;
  tone: Tone;
  word: string;
  /** Since when it is so; null where the relay does not know. */
  since: string | null;
  /** More about a link that works, e.g. its lag. */
  detail: string | null;
  problem: string | null;
  /** What a person can do about the problem. */
  mend: string | null;
}

type Pbx = Status['pbx'][number];

const pbxLine = (pbx: Pbx, alone: boolean, t: T): HealthLine => ({
  id: `pbx-${pbx.id}`,
  name: alone ? t('health.pbx') : t('health.pbxNamed', { id: pbx.id }),
  tone: pbx.state === 'connected' ? 'good' : pbx.state === 'connecting' ? 'wait' : 'bad',
  word: t(`health.${pbx.state}`),
  since: pbx.since,
  detail: pbx.lagMs === null ? null : t('health.lag', { ms: Math.round(pbx.lagMs) }),
  problem: pbx.problem,
  mend: pbx.state === 'down' ? t('health.mendPbx') : null,
});

const crmLine = ({ crm, lookups }: Status, t: T): HealthLine => {
  const tones = { off: 'quiet', connecting: 'wait', connected: 'good', down: 'bad' } as const;
  // The link may look well while every question fails: then it is not asked for a while.
  const resting = crm.state === 'connected' && lookups.breaker.state === 'open';
  return {
    id: 'crm',
    name: t('health.crm'),
    tone: resting ? 'wait' : tones[crm.state],
    word: resting ? t('health.resting') : t(`health.${crm.state}`),
    since: null,
    detail: crm.state === 'off' ? t('health.crmOff') : null,
    problem: crm.problem ?? (resting ? t('health.crmResting') : null),
    mend: crm.state === 'down' ? t('health.mendCrm') : null,
  };
};

const indexLine = ({ crmIndex }: Status, t: T): HealthLine => ({
  id: 'index',
  name: t('health.index'),
  tone: crmIndex.problem !== null ? 'bad' : crmIndex.complete ? 'good' : 'wait',
  word: t(crmIndex.complete ? 'health.complete' : 'health.reading'),
  since: null,
  detail: t('health.indexRecords', { count: crmIndex.records }),
  problem: crmIndex.problem,
  mend: crmIndex.problem === null ? null : t('health.mendIndex'),
});

const webhookLine = ({ conversations: { reconcile, waiting } }: Status, t: T): HealthLine => ({
  id: 'elevenlabs',
  name: t('health.elevenlabs'),
  tone: reconcile.problem === null ? 'good' : 'bad',
  word: t(reconcile.problem === null ? 'health.taken' : 'health.partly'),
  since: null,
  detail: waiting > 0 ? t('health.webhooksWaiting', { count: waiting }) : null,
  problem: reconcile.problem,
  mend: reconcile.problem === null ? null : t('health.mendElevenlabs'),
});

const callLogLine = ({ callLog }: Status, t: T): HealthLine => ({
  id: 'call-log',
  name: t('health.callLog'),
  tone: callLog.failed > 0 ? 'bad' : 'good',
  word: t(callLog.failed > 0 ? 'health.needsYou' : 'health.running'),
  since: null,
  detail: callLog.pending > 0 ? t('health.jobsWaiting', { count: callLog.pending }) : null,
  problem: callLog.failed > 0 ? t('health.jobsFailed', { count: callLog.failed }) : null,
  mend: callLog.failed > 0 ? t('health.mendCallLog') : null,
});

/** Only while it is full, or broken. */
const diskLine = (problem: string, t: T): HealthLine => ({
  id: 'disk',
  name: t('health.disk'),
  tone: 'bad',
  word: t('health.needsYou'),
  since: null,
  detail: null,
  problem,
  mend: t('health.mendDisk'),
});

const redisLine = ({ redis, relays, storage }: Status, t: T): HealthLine => {
  // The line of the disk says it, and what to do.
  const isDisk = redis.problem !== null && redis.problem === storage?.problem;
  const tones = { off: 'quiet', connecting: 'wait', connected: 'good', down: 'bad' } as const;
  return {
    id: 'redis',
    name: t('health.redis'),
    tone: tones[redis.state],
    word: t(`health.${redis.state}`),
    since: redis.since,
    detail: t('health.otherRelays', { count: relays.others.filter(({ online }) => online).length }),
    problem: isDisk ? null : (redis.problem ?? relays.gap),
    mend: redis.state === 'down' && !isDisk ? t('health.mendRedis') : null,
  };
};

/** What is switched off has no line, but for the CRM: without it nothing is logged, and that should be seen. */
export const healthLines = (status: Status, t: T): HealthLine[] => [
  ...status.pbx.map((pbx) => pbxLine(pbx, status.pbx.length === 1, t)),
  crmLine(status, t),
  ...(status.storage?.problem ? [diskLine(status.storage.problem, t)] : []),
  ...(status.redis.state === 'off' ? [] : [redisLine(status, t)]),
  ...(status.callLog.enabled ? [callLogLine(status, t)] : []),
  ...(status.crmIndex.enabled ? [indexLine(status, t)] : []),
  ...(status.conversations.enabled ? [webhookLine(status, t)] : []),
];
