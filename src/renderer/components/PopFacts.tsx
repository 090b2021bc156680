import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { CallCrm } from '../../shared/ipc/state';
import type { CrmContext } from '../../shared/protocol/rest';
import { shortMoment } from '../lib/days';
import { spokenDuration } from '../lib/durations';
import { showNumber } from '../lib/show-number';

/** The card has three rows for facts: two for the last calls, one for the open cases. */
const LAST_ROWS = 2;

const Skeletons = () => {
  const { t } = useTranslation();
  return (
    <>
      <p className="pop-fact">
        <span className="kind">{t('pop.last')}</span>
        <span className="skeleton w-80" />
      </p>
      <p className="pop-fact">
        <span className="kind" />
        <span className="skeleton w-60" />
      </p>
      <p className="pop-fact">
        <span className="kind">{t('pop.open')}</span>
        <span className="skeleton w-50" />
      </p>
    </>
  );
};

const More = ({ count }: { count: number }) => {
  const { t } = useTranslation();
  return count > 0 ? <span className="more">{t('pop.more', { count })}</span> : null;
};

const Known = ({ context, openLink }: { context: CrmContext; openLink: (url: string) => void }) => {
  const { t, i18n } = useTranslation();
  const now = new Date();
  const last = context.recentCalls.slice(0, LAST_ROWS);
  const open = context.openCases[0];
  return (
    <>
      {last.length === 0 && (
        <p className="pop-fact">
          <span className="kind">{t('pop.last')}</span>
          <span className="when">{t('pop.noCalls')}</span>
        </p>
      )}
      {last.map((call, index) => (
        <p className="pop-fact fade-in" key={call.id}>
          <span className="kind">{index === 0 && t('pop.last')}</span>
          <span className="when tabular">
            {[
              shortMoment(call.startedAt, now, i18n.language),
              call.durationMinutes > 0 ? spokenDuration(call.durationMinutes * 60) : '',
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
          <button type="button" className="fact-link" title={call.subject} onClick={() => openLink(call.url)}>
            <bdi>{call.subject}</bdi>
          </button>
        </p>
      ))}
      <p className="pop-fact fade-in">
        <span className="kind">{t('pop.open')}</span>
        {open ? (
          <>
            <span className="when tabular">{open.number}</span>
            <button
              type="button"
              className="fact-link"
              title={open.subject}
              onClick={() => openLink(open.url)}
            >
              <bdi>{open.subject}</bdi>
            </button>
            <More count={context.openCases.length - 1} />
          </>
        ) : (
          <span className="when">{t('pop.noCases')}</span>
        )}
      </p>
    </>
  );
};

/** Last calls and open cases, or the sentence that says why there are none. Its height never changes. */
export const PopFacts = ({
  crm,
  dialled,
  openLink,
}: {
  crm: CallCrm | undefined;
  /** What the caller dialled: of an unknown caller it is all one knows. */
  dialled: string | null;
  openLink: (url: string) => void;
}) => {
  const { t } = useTranslation();
  const status = crm?.status ?? 'off';
  const asking = status === 'loading' || status === 'slow';
  return (
    <div className="pop-facts" data-testid="pop-last-calls" data-status={status} aria-busy={asking}>
      {asking && <Skeletons />}
      {status === 'ready' && crm?.context && <Known context={crm.context} openLink={openLink} />}
      {status === 'unknown' && dialled !== null && (
        <p className="pop-fact fade-in">
          <span className="kind">{t('pop.to')}</span>
          <span className="when tabular">{showNumber(dialled)}</span>
        </p>
      )}
      {status === 'failed' && (
        <p className="pop-says warn fade-in">
          <CircleAlert className="icon" aria-hidden />
          <span>{crm?.problem ?? t('pop.crmFailed')}</span>
        </p>
      )}
      {status === 'off' && <p className="pop-says">{crm?.problem ?? t('pop.crmOff')}</p>}
    </div>
  );
};
