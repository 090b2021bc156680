import { CalendarPlus } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoteState } from '../../../shared/ipc/notes';
import { noteChars } from '../../../shared/protocol/call-note';
import { useBridge } from '../../stores/bridge-context';
import { useNoteDraft } from '../../stores/use-call-note';
import { Button } from '../Button';
import { Select } from '../Choices';
import { FollowUpForm } from './FollowUpForm';
import { FollowUps } from './FollowUps';
import { NoteStatus } from './NoteStatus';
import './notes.css';

/** From here on the writer is told how much still fits. */
const NEARLY_FULL = noteChars - 500;

/**
 * What the agent writes about a call: note, result, follow-ups. There is nothing to save: each letter is kept, and the line
 * below says where it is by now.
 */
export const CallNote = ({
  callId,
  stored,
  who,
  dispositions,
  web,
  compact = false,
  field,
  onDone,
  onWriting,
  onChanged = () => undefined,
}: {
  callId: string;
  /** What the Companion has of it; null: nothing yet. */
  stored: NoteState | null;
  /** The other side, as a follow-up should name it. */
  who: string;
  dispositions: readonly string[];
  web: boolean;
  /** On a card, opened by the agent: it begins with the focus, and the form of a follow-up takes the place of the text. */
  compact?: boolean;
  field?: React.RefObject<HTMLTextAreaElement | null>;
  /** Escape, Ctrl/⌘ ⏎ or the button. */
  onDone: () => void;
  /** The keys are in here now, or not any more; not told when it is taken away. */
  onWriting?: (writing: boolean) => void;
  /** Something was done that a call outside the state shows only when it is asked about again. */
  onChanged?: () => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const draft = useNoteDraft(callId, stored);
  const [adding, setAdding] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  const closeForm = (): void => {
    setAdding(false);
    add.current?.focus();
  };

  const done = (): void => {
    draft.flush();
    onDone();
  };
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    // Here ⏎ and Esc mean the note and not the card that holds it.
    event.stopPropagation();
    if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    done();
  };
  const choices = [...new Set([...dispositions, ...(draft.disposition === null ? [] : [draft.disposition])])];
  const form = adding && <FollowUpForm callId={callId} who={who} onClose={closeForm} onAdded={onChanged} />;
  return (
    <div
      className="call-note"
      data-compact={compact}
      role="group"
      aria-label={t('note.title')}
      data-testid="call-note"
      onFocus={() => onWriting?.(true)}
      onBlur={({ currentTarget, relatedTarget }) => {
        draft.flush();
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) onWriting?.(false);
      }}
      onKeyDown={onKeyDown}
    >
      {compact && adding ? (
        form
      ) : (
        <>
          <textarea
            ref={field}
            className="note-field"
            rows={3}
            dir="auto"
            maxLength={noteChars}
            value={draft.text}
            placeholder={t('note.placeholder')}
            aria-label={t('note.title')}
            aria-keyshortcuts="N"
            data-testid="note-field"
            autoFocus={compact}
            onChange={(event) => draft.type({ text: event.target.value })}
          />
          <div className="note-tools">
            {choices.length > 0 && (
              <Select
                boxed
                label={t('note.result')}
                value={draft.disposition ?? ''}
                data-testid="note-disposition"
                onPick={(choice) => draft.type({ disposition: choice === '' ? null : choice })}
                options={[
                  { value: '', label: t('note.noResult') },
                  ...choices.map((choice) => ({ value: choice, label: choice })),
                ]}
              />
            )}
            <Button
              ref={add}
              look="plain"
              aria-expanded={adding}
              data-testid="follow-up-add"
              onClick={() => setAdding(!adding)}
            >
              <CalendarPlus className="icon" aria-hidden /> {t('followUp.add')}
            </Button>
            {compact && (
              <Button
                className="note-done"
                title={`${t('note.done')} (Esc)`}
                data-testid="note-done"
                onClick={done}
              >
                {t('note.done')}
              </Button>
            )}
          </div>
        </>
      )}
      <NoteStatus
        stored={stored}
        problem={draft.problem}
        web={web}
        onSave={draft.flush}
        onRetry={() => void bridge.invoke('note:retry', { callId }).then(onChanged)}
      />
      {!compact && form}
      {draft.text.length > NEARLY_FULL && (
        <p className="note-left tabular" role="status">
          {t('note.left', { count: noteChars - draft.text.length })}
        </p>
      )}
      <FollowUps callId={callId} followUps={stored?.followUps ?? []} onChanged={onChanged} />
    </div>
  );
};
