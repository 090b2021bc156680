import { Button } from '../../renderer/components/Button';
import type { CallLogJob } from '../../shared/protocol/call-log';
import { Tag } from '../components/Tag';
import { useTexts } from '../i18n';
import { inText, moment } from '../lib/moments';
import { hashOf } from '../lib/place';
import { useNow } from '../lib/use-now';

const tones = { pending: 'wait', failed: 'bad', logged: 'good', 'given-up': 'quiet' } as const;

const Job = ({
  job,
  now,
  onRetry,
  onGiveUp,
}: {
  job: CallLogJob;
  now: number;
  onRetry: (callId: string) => void;
  onGiveUp: (job: CallLogJob) => void;
}) => {
  const { t, locale } = useTexts();
  const owed = job.status !== 'logged';
  return (
    <tr data-testid="job">
      <td>
        <a className="row-link clip tabular" href={hashOf('history', job.callId)}>
          {moment(job.startedAt, new Date(now), locale)}
        </a>
        <span className="under">{t(`job.${job.kind}`)}</span>
      </td>
      <td>
        <Tag tone={tones[job.status]}>{t(`jobStatus.${job.status}`)}</Tag>
        <span className="under tabular">
          {job.nextTryAt === null
            ? t('story.tries', { count: job.tries })
            : t('callLog.nextTry', { when: inText(job.nextTryAt, now, t) })}
        </span>
      </td>
      <td>
        <span className="breakable">{job.error ?? '–'}</span>
      </td>
      <td>
        {owed && (
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
        )}
      </td>
    </tr>
  );
};

export const JobTable = ({
  jobs,
  ...actions
}: {
  jobs: readonly CallLogJob[];
  onRetry: (callId: string) => void;
  onGiveUp: (job: CallLogJob) => void;
}) => {
  const { t } = useTexts();
  const now = useNow();
  return (
    <table className="table job-table">
      <thead>
        <tr>
          <th scope="col" className="col-when">
            {t('callLog.call')}
          </th>
          <th scope="col" className="col-status">
            {t('callLog.status')}
          </th>
          <th scope="col">{t('callLog.reason')}</th>
          <th scope="col" className="col-actions">
            <span className="visually-hidden">{t('list.actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <Job key={`${job.callId} ${job.kind}`} job={job} now={now} {...actions} />
        ))}
      </tbody>
    </table>
  );
};
