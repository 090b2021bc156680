import { Button } from '../../renderer/components/Button';
import type { CallLogJob } from '../../shared/protocol/call-log';
import { Table, type Column } from '../components/Table';
import { Tag } from '../components/Tag';
import { useTexts } from '../i18n';
import { inText, moment } from '../lib/moments';
import { hashOf } from '../lib/place';
import { useNow } from '../lib/use-now';

const tones = { pending: 'wait', failed: 'bad', logged: 'good', 'given-up': 'quiet' } as const;

/** In the relay's order, newest first: it comes in pages, so that sorting those that are here would mislead. */
export const JobTable = ({
  jobs,
  onRetry,
  onGiveUp,
}: {
  jobs: readonly CallLogJob[];
  onRetry: (callId: string) => void;
  onGiveUp: (job: CallLogJob) => void;
}) => {
  const { t, locale } = useTexts();
  const now = useNow();
  const columns: Column<CallLogJob>[] = [
    {
      id: 'call',
      head: t('callLog.call'),
      className: 'col-when',
      cell: ({ callId, startedAt, kind }) => (
        <>
          <a className="row-link clip tabular" href={hashOf('history', callId)}>
            {moment(startedAt, new Date(now), locale)}
          </a>
          <span className="under">{t(`job.${kind}`)}</span>
        </>
      ),
    },
    {
      id: 'status',
      head: t('callLog.status'),
      className: 'col-status',
      cell: ({ status, nextTryAt, tries }) => (
        <>
          <Tag tone={tones[status]}>{t(`jobStatus.${status}`)}</Tag>
          <span className="under tabular">
            {nextTryAt === null
              ? t('story.tries', { count: tries })
              : t('callLog.nextTry', { when: inText(nextTryAt, now, t) })}
          </span>
        </>
      ),
    },
    {
      id: 'reason',
      head: t('callLog.reason'),
      className: 'breakable',
      cell: ({ error }) => error ?? '–',
    },
    {
      id: 'actions',
      head: t('list.actions'),
      quietHead: true,
      className: 'col-actions',
      cell: (job) =>
        job.status !== 'logged' && (
          <div className="table-actions">
            <Button onClick={() => onRetry(job.callId)} data-testid="retry">
              {t('callLog.retry')}
            </Button>
            {job.status !== 'given-up' && (
              <Button look="plain" onClick={() => onGiveUp(job)} data-testid="give-up">
                {t('callLog.giveUp')}
              </Button>
            )}
          </div>
        ),
    },
  ];
  return (
    <Table
      columns={columns}
      rows={jobs}
      rowKey={({ callId, kind }) => `${callId} ${kind}`}
      testId="job"
      className="job-table"
    />
  );
};
