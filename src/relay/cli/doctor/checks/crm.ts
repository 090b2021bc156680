import { counted, failure, fine, skipped, unseen, warning, type Check } from '../check';

/** Signs in and asks who it is; creates nothing. */
export const suitecrm: Check = async ({ crm }) => {
  if (!crm)
    return skipped('There are no SUITECRM_ settings: the relay pops and keeps history, and logs no call.');
  const who = await crm.check();
  return who.ok
    ? fine(`SuiteCRM lets the relay in as "${who.value.userName}".`)
    : failure(
        who.error.message,
        'Compare the SUITECRM_ settings with the OAuth2 client and the user in SuiteCRM.',
      );
};

/**
 * Whether calls arrive in the CRM. SuiteCRM's list of rights names what its roles then refuse (7.14.6, 7.15.0), so only
 * calls that were logged prove the right to create them.
 */
export const callLog: Check = (situation) => {
  const { status } = situation.relay;
  if (!status) return unseen(situation);
  const { enabled, pending, failed, logged } = status.callLog;
  if (!enabled) return skipped('The relay that runs logs no calls: it has no SUITECRM_ settings.');
  if (failed > 0)
    return failure(
      `${counted(failed, 'call')} could not be logged; ${pending} wait, ${logged} are in SuiteCRM.`,
      "`npm run relay -- call-log list --status failed` says why, e.g. that the role of the relay's user may not create Calls; `call-log retry --all` tries again.",
    );
  if (status.crm.state === 'down')
    return warning(
      `${counted(pending, 'call waits', 'calls wait')}, because SuiteCRM does not answer the relay.`,
      status.crm.problem ?? 'They are logged by themselves when it does.',
    );
  if (logged === 0)
    return skipped(
      'No call was to be logged yet, so the right to create Calls is not proven. Make a test call.',
    );
  return fine(`${counted(logged, 'call')} logged, so the right to create Calls is there; ${pending} wait.`);
};

export const lookups: Check = (situation) => {
  const { status } = situation.relay;
  if (!status) return unseen(situation);
  if (status.crm.state === 'off')
    return skipped('Callers are not looked up: the relay that runs has no CRM.');
  const { running, waiting, shed } = status.lookups;
  if (shed > 0)
    return warning(
      `${counted(shed, 'caller')} got no name since the start, because SuiteCRM answered too slowly; ${waiting} wait now.`,
      "Look at SuiteCRM's load, or raise crm.parallelLookups in config.json.",
    );
  return fine(`Callers are looked up without delay (${running} now, ${waiting} waiting).`);
};

const staleSeconds = 3_600;

export const phoneIndex: Check = (situation) => {
  const { status } = situation.relay;
  if (!status) return unseen(situation);
  const { enabled, complete, records, ageSeconds, problem } = status.crmIndex;
  if (!enabled)
    return skipped('crm.index is off: while SuiteCRM is away, only callers of the last minutes have names.');
  if (problem !== null)
    return warning(`The phone index is not brought up to date: ${problem}`, 'It goes on trying by itself.');
  if (!complete || ageSeconds === null)
    return warning(
      `The phone index is still being filled (${counted(records, 'record')} so far).`,
      'Until it is complete SuiteCRM is asked about every caller; look again later.',
    );
  return ageSeconds > staleSeconds
    ? warning(
        `The phone index is ${Math.round(ageSeconds / 60)} minutes old.`,
        "Look at the relay's log for why it is not read again.",
      )
    : fine(`The phone index has ${counted(records, 'record')} and is ${ageSeconds} s old.`);
};
