import { useTranslation } from 'react-i18next';
import type { CrmContext } from '../../shared/protocol/crm-context';
import { shortMoment } from '../lib/days';
import { spokenDuration } from '../lib/durations';
import { shortMoney } from '../lib/money';
import { useBridge } from '../stores/bridge-context';
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

/** Calls, open cases and opportunities of one record of the CRM; each opens there. */
export const CrmContextRows = ({ context }: { context: CrmContext }) => {
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
          // Under this title all are open: SuiteCRM's `Open_New` says no more than `New`.
          beside: status.replace(/^Open_/, ''),
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
