/** All checks, in the order in which one would look. */
import type { Config } from '../../../config/config';
import type { Check, LookAtRedis } from '../check';
import { callLog, lookups, phoneIndex, suitecrm } from './crm';
import { initiation, joined, reconcile, webhook } from './elevenlabs';
import { amiRights, numbers } from './pbx';
import { configuration, relay } from './relay';
import { otherRelays, redis } from './sharing';

export const checksFor = (
  { pbxs }: Pick<Config, 'pbxs'>,
  lookAtRedis: LookAtRedis,
): readonly (readonly [name: string, check: Check])[] => [
  ['configuration', configuration],
  ['relay', relay],
  ...pbxs.map((pbx) => [`ami ${pbx.id}`, amiRights(pbx)] as const),
  ['numbers', numbers],
  ['suitecrm', suitecrm],
  ['call log', callLog],
  ['lookups', lookups],
  ['phone index', phoneIndex],
  ['elevenlabs webhook', webhook],
  ['elevenlabs joined', joined],
  ['elevenlabs fetching', reconcile],
  ['elevenlabs initiation', initiation],
  ['redis', redis(lookAtRedis)],
  ['other relays', otherRelays],
];
