import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CompanionState } from '../../shared/ipc/state';
import { Button } from '../components/Button';
import { StatusCounter } from '../components/PopCard';
import { liveCalls } from '../lib/live-calls';
import { contactOf, nameOf, numberOf, popStatus, viaOf } from '../lib/pop-view';
import { useBridge } from '../stores/bridge-context';

/** The calls that run now, docked over everything else. */
export const LiveCalls = ({ state, onPick }: { state: CompanionState; onPick: (callId: string) => void }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  // In a browser the card lies in this very window and says it all.
  const onCard = new Set(state.platform === 'web' ? state.pops.map(({ callId }) => callId) : []);
  const live = liveCalls(state).filter(({ id }) => !onCard.has(id));
  if (live.length === 0) return null;
  return (
    <ul className="live-calls" aria-label={t('pop.stack')}>
      {live.map((call) => {
        const crm = state.crm[call.id];
        const contact = contactOf(call, crm);
        const pop = state.pops.find((candidate) => candidate.callId === call.id) ?? null;
        const status = popStatus(call, pop, t);
        const name = nameOf(call, crm, t);
        const number = numberOf(call, t);
        const extension = pop?.extension ?? state.agent?.extensions[0] ?? null;
        const second = [contact?.account, name === number ? null : number, viaOf(call, extension, t)].filter(
          Boolean,
        );
        return (
          <li key={call.id} className="live-call" data-testid="live-call" data-tone={status.tone}>
            <span className="state-dot" data-tone={status.tone} aria-hidden />
            <button type="button" className="live-who" onClick={() => onPick(call.id)}>
              <strong className="clip" title={name}>
                <bdi>{name}</bdi>
              </strong>
              <span className="clip tabular">{second.join(' · ')}</span>
            </button>
            <span className="live-state">
              <strong className={`tone-${status.tone}`}>{status.text}</strong>
              <StatusCounter status={status} />
            </span>
            {contact && (
              <Button
                className="live-open"
                title={t('pop.openCrm')}
                onClick={() => void bridge.invoke('call:open-in-crm', { callId: call.id, what: 'contact' })}
              >
                <ExternalLink className="icon" aria-hidden />
                <span>{t('pop.openCrm')}</span>
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
};
