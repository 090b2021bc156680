/** Redis, which several relays share over, and whether they hear each other. */
import { AppError } from '../../../../shared/errors';
import {
  counted,
  failure,
  failureOf,
  fine,
  skipped,
  unseen,
  warning,
  type Check,
  type LookAtRedis,
} from '../check';

const settings = 'Check REDIS_URL (docs/operations.md, Several relays).';
/** GETDEL, XTRIM MINID. */
const leastVersion = [6, 2] as const;
const behindWorthSayingSeconds = 60;

const isOld = (version: string): boolean => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [leastMajor, leastMinor] = leastVersion;
  return major < leastMajor || (major === leastMajor && minor < leastMinor);
};

export const redis =
  (lookAtRedis: LookAtRedis): Check =>
  async ({ config }) => {
    if (!config.redis) return skipped('Off: REDIS_URL is not set, so this relay stands alone.');
    try {
      const { address, version, maxmemoryPolicy } = await lookAtRedis(config.redis);
      if (isOld(version))
        return failure(
          `Redis at ${address} is of version ${version}.`,
          `Use ${leastVersion.join('.')} or newer.`,
        );
      if (maxmemoryPolicy !== '' && maxmemoryPolicy !== 'noeviction')
        return warning(
          `Redis at ${address} drops keys when its memory is full (maxmemory-policy ${maxmemoryPolicy}).`,
          'Set maxmemory-policy noeviction: what relays tell each other must not vanish.',
        );
      return fine(`Redis ${version} at ${address} lets this relay in.`);
    } catch (error) {
      return failureOf(error instanceof AppError ? error.message : String(error), settings);
    }
  };

export const otherRelays: Check = (situation) => {
  const { config, relay } = situation;
  if (!config.redis) return skipped('This relay stands alone.');
  if (!relay.status) return unseen(situation);
  if (relay.status.redis.state === 'off')
    return warning('The relay that runs stands alone.', 'Restart it with REDIS_URL.');
  const { redis: link, storage } = relay.status;
  if (link.state === 'down' && link.problem !== null)
    return storage?.problem === link.problem
      ? failure(link.problem, 'Make room where DATA_DIR is; the relay takes in what waits by itself then.')
      : failureOf(link.problem, settings);
  const { gap, others, onDuty, behindSeconds, waiting } = relay.status.relays;
  if (gap !== null) return failureOf(gap, settings);
  const online = others.filter((one) => one.online);
  if (!onDuty && !online.some((one) => one.onDuty))
    return failure(
      'No relay writes into the CRM now.',
      'Look at the link to Redis of each relay (`/health`); one of them takes over within redis.leaseSeconds.',
    );
  if (behindSeconds > behindWorthSayingSeconds)
    return warning(
      `This relay is ${Math.round(behindSeconds)} s behind what the others tell, with ${waiting} changes of its own waiting.`,
      'Look at the load of this machine and of Redis.',
    );
  const names = online.map(({ name }) => name).join(', ');
  return fine(
    online.length === 0
      ? 'No other relay is online; this one writes into the CRM.'
      : `${counted(online.length, 'other relay')} online (${names}); ${onDuty ? 'this one' : 'another one'} writes into the CRM.`,
  );
};
