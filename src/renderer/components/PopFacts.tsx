import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallCrm } from '../../shared/ipc/state';
import { crmParts, type CrmContext, type CrmPart } from '../../shared/protocol/crm-context';
import { shortMoment } from '../lib/days';
import { spokenDuration } from '../lib/durations';
import { shortMoney } from '../lib/money';
import { showNumber } from '../lib/show-number';
import { useTrouble } from '../lib/use-trouble';

/** The card has three rows for facts: two for the last calls, one for what is open. */
const LAST_ROWS = 2;

const SkeletonRow = ({ kind, width }: { kind?: string; width: string }) => (
  <p className="pop-fact">
    <span className="kind">{kind}</span>
    <span className={`skeleton ${width}`} />
  </p>
);

const More = ({ count }: { count: number }) => {
  const { t } = useTranslation();
  return count > 0 ? <span className="more">{t('pop.more', { count })}</span> : null;
};

const FactLink = ({
  text,
  url,
  openLink,
}: {
  text: string;
  url: string;
  openLink: (url: string) => void;
}) => (
  <button type="button" className="fact-link" title={text} onClick={() => openLink(url)}>
    <bdi>{text}</bdi>
  </button>
);

const LastCalls = ({ context, openLink }: { context: CrmContext; openLink: (url: string) => void }) => {
  const { t, i18n } = useTranslation();
  const now = new Date();
  const last = context.recentCalls.slice(0, LAST_ROWS);
  if (last.length === 0)
    return (
      <p className="pop-fact">
        <span className="kind">{t('pop.last')}</span>
        <span className="when">{t('pop.noCalls')}</span>
      </p>
    );
  return last.map((call, index) => (
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
      {/* What somebody wrote says more than "Inbound call from ...". */}
      <FactLink text={call.note ?? call.subject} url={call.url} openLink={openLink} />
    </p>
  ));
};

/** One case and one opportunity, and how many more there are. */
const Open = ({ context, openLink }: { context: CrmContext; openLink: (url: string) => void }) => {
  const { t, i18n } = useTranslation();
  const [ticket] = context.openCases;
  const [deal] = context.openOpportunities;
  const shown = Number(ticket !== undefined) + Number(deal !== undefined);
  return (
    <p className="pop-fact fade-in">
      <span className="kind">{t('pop.open')}</span>
      {shown === 0 && <span className="when">{t('pop.noCases')}</span>}
      {ticket && (
        <>
          <span className="when tabular">{ticket.number}</span>
          <FactLink text={ticket.subject} url={ticket.url} openLink={openLink} />
        </>
      )}
      {ticket && deal && <span className="when">·</span>}
      {deal && (
        <FactLink
          text={[deal.name, shortMoney(deal, i18n.language)].filter(Boolean).join(' ')}
          url={deal.url}
          openLink={openLink}
        />
      )}
      <More count={context.openCases.length + context.openOpportunities.length - shown} />
    </p>
  );
};

/** Each part as soon as it has come, in the place that was kept for it. */
const Parts = ({ crm, openLink }: { crm: CallCrm | undefined; openLink: (url: string) => void }) => {
  const { t } = useTranslation();
  const context = crm?.context ?? null;
  const pending = crm?.status === 'ready' ? [] : (crm?.pending ?? crmParts);
  const waits = (part: CrmPart): boolean => context === null || pending.includes(part);
  return (
    <>
      {context === null || waits('calls') ? (
        <>
          <SkeletonRow kind={t('pop.last')} width="w-80" />
          <SkeletonRow width="w-60" />
        </>
      ) : (
        <LastCalls context={context} openLink={openLink} />
      )}
      {context === null || waits('cases') || waits('opportunities') ? (
        <SkeletonRow kind={t('pop.open')} width="w-50" />
      ) : (
        <Open context={context} openLink={openLink} />
      )}
    </>
  );
};

/** Last calls and open cases, or the sentence that says why there are none. Its height never changes. */
export const PopFacts = ({
  crm,
  dialled,
  openLink,
  children,
}: {
  /** What can be done about an unknown caller. */
  children?: ReactNode;
  crm: CallCrm | undefined;
  /** What the caller dialled: of an unknown caller it is all one knows. */
  dialled: string | null;
  openLink: (url: string) => void;
}) => {
  const { t } = useTranslation();
  const trouble = useTrouble();
  const problem = crm ? trouble(crm) : null;
  const status = crm?.status ?? 'off';
  const asking = status === 'loading' || status === 'slow';
  return (
    <div className="pop-facts" data-testid="pop-last-calls" data-status={status} aria-busy={asking}>
      {(asking || (status === 'ready' && crm?.context)) && <Parts crm={crm} openLink={openLink} />}
      {status === 'unknown' && dialled !== null && (
        <p className="pop-fact fade-in">
          <span className="kind">{t('pop.to')}</span>
          <span className="when tabular">{showNumber(dialled)}</span>
        </p>
      )}
      {status === 'unknown' && children}
      {status === 'failed' && (
        <p className="pop-says warn fade-in">
          <CircleAlert className="icon" aria-hidden />
          <span>{problem ?? t('pop.crmFailed')}</span>
        </p>
      )}
      {status === 'off' && <p className="pop-says">{problem ?? t('pop.crmOff')}</p>}
    </div>
  );
};
