import { CircleCheckBig, Inbox } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../renderer/components/Button';
import { Segmented } from '../../renderer/components/Choices';
import { Said } from '../../renderer/components/Said';
import { ErrorSentence } from '../../renderer/components/TextField';
import type { CallLogJob } from '../../shared/protocol/call-log';
import { Confirm } from '../components/Confirm';
import { Figure, Figures, FiguresWaiting } from '../components/Figures';
import { Freshness } from '../components/Freshness';
import { Page } from '../components/Page';
import { Failed, Waiting } from '../components/Shown';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';
import { useHouse, usePolled } from '../state/house';
import { createPaged } from '../state/paged';
import { JobTable } from './JobTable';
import './call-log.css';

const shownStatuses = ['failed', 'pending', 'given-up', 'logged'] as const;
type Shown = (typeof shownStatuses)[number];

/** While the first page alone is shown it is kept up to date. */
const AGAIN_MS = 4_000;
const PAGE_ROWS = 50;

const Numbers = () => {
  const { t } = useTexts();
  const { value, problem } = usePolled(useHouse().status);
  if (value === null) return problem === null && <FiguresWaiting />;
  const { callLog, conversations, notes } = value;
  const all = (what: 'pending' | 'failed' | 'logged' | 'givenUp'): number =>
    callLog[what] + conversations[what] + notes[what];
  return (
    <Figures>
      <Figure label={t('callLog.pending')} value={all('pending')} />
      <Figure
        label={t('callLog.failed')}
        value={all('failed')}
        bad={all('failed') > 0}
        testId="jobs-failed"
      />
      <Figure label={t('callLog.given-up')} value={all('givenUp')} />
      <Figure label={t('callLog.logged')} value={all('logged')} testId="jobs-logged" />
    </Figures>
  );
};

/** What goes into the CRM: what waits, what failed and why, and what an administrator can do about it. */
export const CallLogPage = () => {
  const { t } = useTexts();
  const { api, status } = useHouse();
  const polled = usePolled(status);
  const [store] = useState(() =>
    createPaged<Shown, CallLogJob>('failed', async (wanted, cursor) => {
      const answer = await api.callLog({
        status: wanted,
        limit: PAGE_ROWS,
        ...(cursor !== null && { cursor }),
      });
      return answer.ok
        ? { ok: true, value: { rows: answer.value.jobs, nextCursor: answer.value.nextCursor } }
        : answer;
    }),
  );
  const { query, rows, status: stage, nextCursor, problem } = useStore(store);
  const [givingUp, setGivingUp] = useState<CallLogJob | null>(null);
  const [said, setSaid] = useState<{ text: string; bad: boolean } | null>(null);

  useEffect(() => {
    void store.load('failed');
    const timer = setInterval(() => {
      const { status: now, rows: shown } = store.getState();
      if (now === 'ready' && shown.length <= PAGE_ROWS && document.visibilityState === 'visible')
        void store.again();
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [store]);

  const retry = async (callId: string | null): Promise<void> => {
    const answer = await api.retry(callId);
    setSaid(
      answer.ok
        ? { text: t('callLog.retried', { count: answer.value.retried }), bad: false }
        : { text: problemText(answer.error, t), bad: true },
    );
    await Promise.all([store.again(), status.refresh()]);
  };

  return (
    <Page title={t('nav.call-log')} aside={<Freshness polled={polled} />}>
      <Numbers />
      {polled.value && !polled.value.callLog.enabled && <p className="notice">{t('callLog.off')}</p>}
      <div className="page-tools">
        <Segmented
          legend={t('callLog.show')}
          value={query}
          onPick={(wanted) => {
            setSaid(null);
            void store.load(wanted);
          }}
          options={shownStatuses.map((value) => ({ value, label: t(`callLog.${value}`) }))}
        />
        {query === 'failed' && rows.length > 0 && (
          <Button onClick={() => void retry(null)} data-testid="retry-all">
            {t('callLog.retryAll')}
          </Button>
        )}
      </div>
      {said &&
        (said.bad ? (
          <ErrorSentence>{said.text}</ErrorSentence>
        ) : (
          <p className="said-line" role="status" data-testid="call-log-said">
            {said.text}
          </p>
        ))}
      {rows.length > 0 && (
        <JobTable jobs={rows} onRetry={(callId) => void retry(callId)} onGiveUp={setGivingUp} />
      )}
      {rows.length === 0 && stage === 'loading' && <Waiting />}
      {rows.length === 0 && stage === 'ready' && (
        <Said
          Icon={query === 'failed' ? CircleCheckBig : Inbox}
          title={t(query === 'failed' ? 'callLog.noneFailedTitle' : 'callLog.noneTitle')}
          text={t(query === 'failed' ? 'callLog.noneFailedText' : 'callLog.noneText')}
        />
      )}
      {problem && <Failed problem={problem} onRetry={() => void store.again()} />}
      {nextCursor !== null && !problem && (
        <div className="load-more">
          <Button look="plain" disabled={stage === 'loading'} onClick={() => void store.more()}>
            {stage === 'loading' ? t('list.loading') : t('list.more')}
          </Button>
        </div>
      )}
      {givingUp && (
        <Confirm
          title={t('callLog.giveUpTitle')}
          action={t('callLog.giveUp')}
          run={() => api.giveUp(givingUp.callId)}
          onClose={(done) => {
            setGivingUp(null);
            if (done) {
              setSaid({ text: t('callLog.gaveUp'), bad: false });
              void Promise.all([store.again(), status.refresh()]);
            }
          }}
        >
          <p>{t('callLog.giveUpText')}</p>
        </Confirm>
      )}
    </Page>
  );
};
