import { ExternalLink, Phone, SquareCheck, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reply } from '../../../shared/ipc/contract';
import type { FollowUpState } from '../../../shared/ipc/notes';
import { dueMoment } from '../../lib/due-times';
import { useTrouble } from '../../lib/use-trouble';
import { useBridge } from '../../stores/bridge-context';
import { Button } from '../Button';
import { ErrorSentence } from '../TextField';

const icons = { task: SquareCheck, call: Phone };

const FollowUpRow = ({
  followUp,
  onRetry,
  onOpen,
  onRemove,
}: {
  followUp: FollowUpState;
  onRetry: () => void;
  onOpen: (url: string) => void;
  onRemove: () => void;
}) => {
  const { t, i18n } = useTranslation();
  const { kind, subject, dueAt, status, url } = followUp;
  const problem = useTrouble()(followUp);
  const Icon = icons[kind];
  return (
    <li data-status={status} data-testid="follow-up">
      <Icon className="icon" aria-hidden />
      <span className="what">
        <span className="visually-hidden">{t(`followUp.${kind}`)}: </span>
        <bdi className="clip" title={subject}>
          {subject}
        </bdi>
        <span className="when tabular">
          <time dateTime={dueAt}>{dueMoment(new Date(dueAt), new Date(), i18n.language)}</time>
          {' · '}
          <span className="state">{t(`followUp.${status}`)}</span>
        </span>
        {(problem !== null || status === 'failed') && (
          <span className="why">
            {problem}
            {status === 'failed' && (
              <Button look="link" data-testid="follow-up-retry" onClick={onRetry}>
                {t('note.retry')}
              </Button>
            )}
          </span>
        )}
      </span>
      {status === 'saved' && url !== null && (
        <Button
          look={['plain', 'square']}
          aria-label={t('followUp.open', { subject })}
          title={t('followUp.open', { subject })}
          data-testid="follow-up-open"
          onClick={() => onOpen(url)}
        >
          <ExternalLink className="icon" aria-hidden />
        </Button>
      )}
      {status !== 'saved' && (
        <Button
          look={['plain', 'square']}
          aria-label={t('followUp.remove', { subject })}
          title={t('followUp.remove', { subject })}
          data-testid="follow-up-remove"
          onClick={onRemove}
        >
          <X className="icon" aria-hidden />
        </Button>
      )}
    </li>
  );
};

/** What is to be done after a call, each with its state and the way to it; it can be taken back until it is written. */
export const FollowUps = ({
  callId,
  followUps,
  onChanged,
}: {
  callId: string;
  followUps: readonly FollowUpState[];
  onChanged: () => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [problem, setProblem] = useState<string | null>(null);
  const tell = (asked: Promise<Reply<unknown>>): void =>
    void asked.then((reply) => {
      setProblem(reply.ok ? null : reply.error.message);
      onChanged();
    });
  return (
    <>
      {followUps.length > 0 && (
        <ul className="follow-ups" aria-label={t('followUp.list')} data-testid="follow-ups">
          {followUps.map((followUp) => (
            <FollowUpRow
              key={followUp.id}
              followUp={followUp}
              onRetry={() => tell(bridge.invoke('note:retry', { callId }))}
              onOpen={(url) => tell(bridge.invoke('crm:open-link', { url }))}
              onRemove={() => tell(bridge.invoke('follow-up:remove', { callId, id: followUp.id }))}
            />
          ))}
        </ul>
      )}
      {problem && <ErrorSentence>{problem}</ErrorSentence>}
    </>
  );
};
