import { CircleAlert, CircleCheck, Clock, HardDrive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { NoteState } from '../../../shared/ipc/notes';
import { isEmptyNote } from '../../../shared/protocol/call-note';
import type { T } from '../../i18n';
import { useTrouble } from '../../lib/use-trouble';
import { Button } from '../Button';

const icons = { kept: HardDrive, waiting: Clock, saved: CircleCheck, failed: CircleAlert };

/** Where a note is, in one sentence. */
const sentence = (status: NoteState['status'], problem: string | null, web: boolean, t: T): string => {
  switch (status) {
    case 'kept':
      return problem === null ? t(web ? 'note.keptWeb' : 'note.kept') : t('note.keptFor', { problem });
    case 'waiting':
      return problem === null ? t('note.waiting') : t('note.waitingFor', { problem });
    case 'saved':
      return t(web ? 'note.savedWeb' : 'note.saved');
    case 'failed':
      return problem === null ? t('note.failedNoReason') : t('note.failed', { problem });
  }
};

/** The quiet line under a note. Its place is kept while there is nothing to say. */
export const NoteStatus = ({
  stored,
  problem,
  web,
  onSave,
  onRetry,
}: {
  stored: NoteState | null;
  /** Why what was typed is not even kept here; null: it is, or will be in a moment. */
  problem: string | null;
  web: boolean;
  onSave: () => void;
  /** What the CRM refused is tried once more. */
  onRetry: () => void;
}) => {
  const { t } = useTranslation();
  const trouble = useTrouble();
  const unkept = problem !== null;
  // With follow-ups alone there is nothing of the note itself in the CRM.
  const nothing = stored === null || (isEmptyNote(stored) && stored.status === 'saved');
  const status = unkept ? 'failed' : nothing ? null : stored.status;
  const Icon = status === null ? null : icons[status];
  const text = unkept
    ? t('note.notKept', { problem })
    : nothing
      ? t('note.hint')
      : sentence(stored.status, trouble(stored), web, t);
  return (
    <p className="note-status" role="status" data-testid="note-status" data-status={status ?? 'empty'}>
      {Icon && <Icon className="icon" aria-hidden />}
      <span className="selectable">{text}</span>
      {status === 'failed' && (
        <Button look="link" data-testid="note-retry" onClick={unkept ? onSave : onRetry}>
          {t('note.retry')}
        </Button>
      )}
    </p>
  );
};
