/** The CRM as the companion sees it: its link, what it knows about each call, and whom the agent picked. */
import { iso } from '../clock';
import { because, noTrouble, troubleOf, type Trouble } from '../error-reasons';
import { AppError } from '../errors';
import type { Link } from '../ipc/state';
import { createContactChoice } from './contact-choice';
import { createCrmContexts, wantedCalls } from './crm-contexts';
import { crmOf } from './message-patch';
import { chooseContact } from './rest';
import type { StateKeeper } from './state-keeper';
import type { CompanionDeps, Connection, CrmSide } from './types';

export const createCrmSide = (deps: {
  companion: Pick<CompanionDeps, 'clock' | 'log' | 'fetchJson' | 'choices'>;
  keeper: StateKeeper;
  connected: () => Connection | null;
  /** The CRM is back: what waits for it need not wait any longer. */
  onBack: () => void;
}) => {
  const { keeper, connected, onBack } = deps;
  const { clock, log, fetchJson, choices } = deps.companion;

  const linkAs = (state: Link['state'], trouble: Trouble = noTrouble): Link => {
    const { crm } = keeper.state().links;
    return { state, ...trouble, since: crm.state === state ? crm.since : iso(clock.now()) };
  };

  const contactChoice = createContactChoice({
    state: keeper.state,
    contexts: () => contexts,
    choices,
    tellRelay: async (callId, ref) => {
      const at = connected();
      if (!at)
        throw new AppError('unavailable', 'Connect to your relay first.', {
          details: because('relay-offline'),
        });
      return chooseContact(fetchJson, at, callId, ref);
    },
    log,
  });

  const contexts = createCrmContexts({
    clock,
    log,
    remembered: (number) => choices?.get(number) ?? null,
    onChange: (callId, crm) => {
      const { calls, crm: known } = keeper.state();
      keeper.update({ crm: { ...crmOf(calls, known), [callId]: crm } });
      contactChoice.tellRemembered();
    },
    onOutcome: (error) => {
      if (!error && keeper.state().links.crm.state === 'down') onBack();
      if (!error) keeper.heard('crm');
      const crm = error ? linkAs('down', troubleOf(error)) : linkAs('connected');
      // `onChange` follows at once and tells both.
      keeper.amend({ links: { ...keeper.state().links, crm } });
    },
  });

  const want = (): void => contexts.want(wantedCalls(keeper.state()));

  return {
    contexts,
    contactChoice,
    /** Asks about the calls that the agent sees now. */
    want,
    use: ({ lookup, account, state, ...trouble }: Omit<CrmSide, 'notes'>): void => {
      const changed = contexts.use(lookup);
      keeper.update({
        crmAccount: account,
        links: { ...keeper.state().links, crm: linkAs(state, trouble) },
        ...(changed && { crm: {} }),
      });
      want();
    },
  };
};
