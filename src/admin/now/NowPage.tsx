import { TriangleAlert } from 'lucide-react';
import type { Status } from '../../shared/protocol/rest';
import { shortMoment } from '../../renderer/lib/days';
import { Figure, Figures, FiguresWaiting } from '../components/Figures';
import { Freshness } from '../components/Freshness';
import { Page } from '../components/Page';
import { Shown } from '../components/Shown';
import { useTexts } from '../i18n';
import { useHouse, usePolled } from '../state/house';
import { AgentsOnline } from './AgentsOnline';
import { Health } from './Health';
import { LiveCalls } from './LiveCalls';
import './now.css';

const Behind = ({ load }: { load: Status['load'] }) => {
  const { t, locale } = useTexts();
  if (load.behindSince === null) return null;
  return (
    <p className="notice" role="status" data-testid="behind">
      <TriangleAlert className="icon" aria-hidden />
      {t('now.behind', {
        ms: load.delayMs,
        time: shortMoment(load.behindSince, new Date(), locale),
      })}
    </p>
  );
};

const Numbers = ({ status }: { status: Status }) => {
  const { t } = useTexts();
  const { agents, callLog, conversations, notes, delivery } = status;
  const failed = callLog.failed + conversations.failed + notes.failed;
  const waiting = callLog.pending + conversations.pending + notes.pending;
  const lags = status.pbx.map(({ lagMs }) => lagMs).filter((lag) => lag !== null);
  return (
    <Figures>
      <Figure label={t('now.liveCalls')} value={status.calls.active} testId="figure-calls" />
      <Figure label={t('now.agentsOnline')} value={agents.online} of={agents.known} />
      <Figure
        label={t('now.popsShown')}
        value={delivery.popsAcknowledged}
        of={delivery.popsSent}
        title={t('now.popsShownHint')}
      />
      <Figure label={t('now.waitForCrm')} value={waiting} />
      <Figure label={t('now.failed')} value={failed} bad={failed > 0} testId="figure-failed" />
      <Figure
        label={t('now.amiLag')}
        value={lags.length === 0 ? null : Math.round(Math.max(...lags))}
        unit="ms"
      />
    </Figures>
  );
};

/** What goes on at this moment, and whether everything that should be connected is. */
export const NowPage = () => {
  const { t } = useTexts();
  const { status } = useHouse();
  const polled = usePolled(status);
  return (
    <Page title={t('nav.now')} aside={<Freshness polled={polled} />}>
      {polled.value && <Behind load={polled.value.load} />}
      {polled.value ? <Numbers status={polled.value} /> : polled.problem === null && <FiguresWaiting />}
      <div className="now">
        <div className="now-main">
          <LiveCalls />
          <AgentsOnline />
        </div>
        <section className="block health" aria-labelledby="health">
          <h2 id="health">{t('health.title')}</h2>
          <Shown poll={status}>{(value) => <Health status={value} />}</Shown>
        </section>
      </div>
    </Page>
  );
};
