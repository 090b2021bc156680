import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { CompanionState } from '../../../shared/ipc/state';
import { AttachNumber } from '../../components/AttachNumber';
import { Button } from '../../components/Button';
import { ContactChoice } from '../../components/ContactChoice';
import { CrmContextRows } from '../../components/CrmContextRows';
import { contactOf } from '../../lib/pop-view';
import { useTrouble } from '../../lib/use-trouble';
import { useBridge } from '../../stores/bridge-context';

/** Who it is of those who have the number, and what the CRM has about him; for calls of which the CRM was asked. */
export const CallerInCrm = ({ call, state }: { call: Call; state: CompanionState }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const trouble = useTrouble();
  const [attaching, setAttaching] = useState(false);
  const crm = state.crm[call.id];
  if (!crm || crm.status === 'off') return null;
  const { context } = crm;
  const { number } = call.remote;
  const canWrite = state.platform === 'electron' && state.crmAccount !== null;
  return (
    <section className="caller-in-crm" data-testid="caller-in-crm" aria-busy={crm.status === 'loading'}>
      <h3>{t('detail.context')}</h3>
      {context && context.matches.length > 1 && (
        <div className="crm-rows">
          <h4>{t('who.choose')}</h4>
          <ContactChoice
            onElse={null}
            callId={call.id}
            matches={context.matches}
            shownId={contactOf(call, crm)?.id ?? null}
            onChosen={() => undefined}
          />
        </div>
      )}
      {crm.status === 'failed' && <p className="quiet">{trouble(crm) ?? t('pop.crmFailed')}</p>}
      {(crm.status === 'loading' || crm.status === 'slow') && <p className="quiet">{t('who.loading')}</p>}
      {crm.status === 'ready' && context && <CrmContextRows context={context} />}
      {crm.status === 'unknown' && <p className="quiet">{t('pop.notInCrm')}</p>}
      {crm.status === 'unknown' && canWrite && number !== null && (
        <div className="call-actions">
          {(['Contacts', 'Leads'] as const).map((module) => (
            <Button
              key={module}
              onClick={() => void bridge.invoke('contact:open-form', { callId: call.id, module })}
            >
              {t(module === 'Leads' ? 'who.createLead' : 'who.create')}
            </Button>
          ))}
          <Button onClick={() => void bridge.invoke('contact:look-again', { callId: call.id })}>
            {t('who.lookAgain')}
          </Button>
          <Button aria-expanded={attaching} onClick={() => setAttaching(!attaching)}>
            {t('who.attach')}
          </Button>
        </div>
      )}
      {attaching && crm.status === 'unknown' && number !== null && (
        <AttachNumber callId={call.id} number={number} onClose={() => setAttaching(false)} />
      )}
    </section>
  );
};
