import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { CompanionState } from '../../../shared/ipc/state';
import type { CrmContext } from '../../../shared/protocol/crm-context';
import { AttachNumber } from '../../components/AttachNumber';
import { Button } from '../../components/Button';
import { ContactChoice } from '../../components/ContactChoice';
import { shortMoment } from '../../lib/days';
import { spokenDuration } from '../../lib/durations';
import { shortMoney } from '../../lib/money';
import { contactOf } from '../../lib/pop-view';
import { useBridge } from '../../stores/bridge-context';
import './caller-in-crm.css';

interface Row {
  id: string;
  url: string;
  text: string;
  beside: string;
  below?: string | null;
}

const Rows = ({ title, none, rows }: { title: string; none: string; rows: readonly Row[] }) => {
  const bridge = useBridge();
  return (
    <div className="crm-rows">
      <h4>{title}</h4>
      {rows.length === 0 && <p className="quiet">{none}</p>}
      <ul>
        {rows.map(({ id, url, text, beside, below }) => (
          <li key={id}>
            <button
              type="button"
              className="crm-row"
              onClick={() => void bridge.invoke('crm:open-link', { url })}
            >
              <bdi className="clip">{text}</bdi>
              <span className="beside tabular">{beside}</span>
            </button>
            {below && <p className="below selectable">{below}</p>}
          </li>
        ))}
      </ul>
    </div>
  );
};

const Known = ({ context }: { context: CrmContext }) => {
  const { t, i18n } = useTranslation();
  const now = new Date();
  const outcome = (status: string): string =>
    status === 'Held' ? t('who.held') : status === 'Not Held' ? t('who.notHeld') : status;
  const direction = (said: string): string =>
    said === 'Inbound' ? t('who.inbound') : said === 'Outbound' ? t('who.outbound') : said;
  return (
    <>
      <Rows
        title={t('who.callsTitle')}
        none={t('pop.noCalls')}
        rows={context.recentCalls.map((call) => ({
          id: call.id,
          url: call.url,
          text: call.subject,
          beside: [
            shortMoment(call.startedAt, now, i18n.language),
            call.durationMinutes > 0 ? spokenDuration(call.durationMinutes * 60) : '',
            direction(call.direction),
            outcome(call.status),
          ]
            .filter(Boolean)
            .join(' · '),
          below: call.note,
        }))}
      />
      <Rows
        title={t('who.casesTitle')}
        none={t('pop.noCases')}
        rows={context.openCases.map(({ id, url, number, subject, status }) => ({
          id,
          url,
          text: `${number} ${subject}`.trim(),
          beside: status,
        }))}
      />
      <Rows
        title={t('who.opportunitiesTitle')}
        none={t('who.noOpportunities')}
        rows={context.openOpportunities.map((deal) => ({
          id: deal.id,
          url: deal.url,
          text: deal.name,
          beside: [shortMoney(deal, i18n.language), deal.stage].filter(Boolean).join(' · '),
        }))}
      />
    </>
  );
};

/** Who it is of those who have the number, and what the CRM has about him; for calls of which the CRM was asked. */
export const CallerInCrm = ({ call, state }: { call: Call; state: CompanionState }) => {
  const { t } = useTranslation();
  const bridge = useBridge();
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
      {crm.status === 'failed' && <p className="quiet">{crm.problem ?? t('pop.crmFailed')}</p>}
      {(crm.status === 'loading' || crm.status === 'slow') && <p className="quiet">{t('who.loading')}</p>}
      {crm.status === 'ready' && context && <Known context={context} />}
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
