import { maskNumber } from '../../../../shared/phone/mask';
import type { PbxConfig } from '../../../config/config';
import { askAmiRights } from '../ami-rights';
import { counted, failure, failureOf, fine, skipped, unseen, warning, type Check } from '../check';

const userNeeds = 'Give the user in manager.conf "read = call,agent,user" and "write = originate,reporting".';
/** With these one can do anything to a PBX. */
const dangerous = ['command', 'updateconfig', 'getconfig'];

/** The logins of one PBX, and what each may do. What it may hear only shows when something is to be heard. */
export const amiRights =
  ({ id, host, port, tls, username, secret, control }: PbxConfig): Check =>
  async ({ relay }) => {
    const address = { host, port, tls };
    const main = await askAmiRights({ ...address, username, secret });
    if (!main.ok) return failureOf(main.error, 'Compare AMI_USERNAME and AMI_SECRET with manager.conf.');
    const isOne = control.username === username;
    const second = isOne ? main : await askAmiRights({ ...address, ...control });
    if (!second.ok)
      return failureOf(
        second.error,
        'Compare AMI_CONTROL_USERNAME and AMI_CONTROL_SECRET with manager.conf.',
      );
    if (!main.value.has('coreshowchannels'))
      return failure(
        `The manager user "${username}" may not list the calls that run (reporting), so after a break they are not known.`,
        userNeeds,
      );
    if (!second.value.has('originate'))
      return warning(
        `The manager user "${control.username}" may not place calls (originate), so click-to-dial does not work.`,
        userNeeds,
      );
    const tooMuch = dangerous.filter((action) => main.value.has(action) || second.value.has(action));
    if (tooMuch.length > 0)
      return warning(`The manager user may do more than the relay needs (${tooMuch.join(', ')}).`, userNeeds);
    const heard = relay.health?.pbx.find((link) => link.id === id)?.lastEventAt ?? null;
    if (relay.health && heard === null)
      return warning(
        'The login works, but the relay has heard no event of this PBX yet.',
        'Make a test call; if it stays silent, the user in manager.conf lacks "read = call,agent,user".',
      );
    return fine(`"${username}" may list calls, and "${control.username}" may place them.`);
  };

/** How the PBX writes numbers, as seen in the latest calls. */
export const numbers: Check = (situation) => {
  const { status, calls } = situation.relay;
  if (!status) return unseen(situation);
  const external = calls.filter(
    ({ direction, remote }) => direction !== 'internal' && remote.number !== null,
  );
  if (external.length === 0)
    return skipped('There was no call with an outside number yet. Make a test call and look again.');
  const odd = external.filter(({ remote }) => !remote.number?.startsWith('+'));
  const [example] = odd;
  const seen = `${external.length - odd.length} of the last ${counted(external.length, 'outside number')}`;
  if (!example || odd.length * 10 < external.length)
    return fine(`${seen} were understood as public numbers.`);
  return warning(
    `Only ${seen} were understood as public numbers; one that was not has ${counted((example.remote.number ?? '').length, 'digit')}: ${maskNumber(example.remote.number)}.`,
    'Try one with `npm run relay -- explain-number <number>`, then set DEFAULT_COUNTRY or numbers.rewrite in config.json.',
  );
};
