import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../../shared/call/call';
import type { CompanionState } from '../../../shared/ipc/state';
import type { StoredNote } from '../../../shared/protocol/call-note';
import { Button } from '../../components/Button';
import { CallNote } from '../../components/notes/CallNote';
import { ErrorSentence } from '../../components/TextField';
import { shortMoment } from '../../lib/days';
import { dueMoment } from '../../lib/due-times';
import { nameOf } from '../../lib/pop-view';
import { useShortcut } from '../../lib/use-shortcut';
import { useNotesOf } from '../../stores/use-call-note';
import './call-notes.css';

/** What somebody else wrote about the call; it can only be read here. */
const OthersNote = ({ note, isMine }: { note: StoredNote; isMine: boolean }) => {
  const { t, i18n } = useTranslation();
  const now = new Date();
  return (
    <li className="others-note" data-testid="others-note">
      <p className="said-by">
        <bdi>{isMine ? t('note.byYou', { name: note.agentName }) : note.agentName}</bdi>
        <time className="tabular" dateTime={note.at}>
          {shortMoment(note.at, now, i18n.language)}
        </time>
        {note.disposition !== null && <bdi className="disposition">{note.disposition}</bdi>}
      </p>
      {note.text !== '' && (
        <p className="selectable words" dir="auto">
          {note.text}
        </p>
      )}
      {note.followUps.map(({ id, kind, subject, dueAt }) => (
        <p key={id} className="quiet">
          {t(`followUp.${kind}`)}: <bdi>{subject}</bdi>,{' '}
          <time className="tabular" dateTime={dueAt}>
            {dueMoment(new Date(dueAt), now, i18n.language)}
          </time>
        </p>
      ))}
    </li>
  );
};

/** The agent's note about a call, and those of his colleagues. N leads into it, Escape back to where he was. */
export const CallNotes = ({ call, state }: { call: Call; state: CompanionState }) => {
  const { t } = useTranslation();
  const { ready, mine, others, problem, askAgain } = useNotesOf(call, state);
  const field = useRef<HTMLTextAreaElement>(null);
  const cameFrom = useRef<Element | null>(null);
  useShortcut('n', () => {
    cameFrom.current = document.activeElement;
    field.current?.focus();
  });
  const leave = (): void => {
    const back = cameFrom.current;
    cameFrom.current = null;
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    if (back instanceof HTMLElement && back.isConnected) back.focus();
  };
  const colleagues = others.filter(({ agentId }) => mine === null || agentId !== state.agent?.id);
  return (
    <section className="call-notes" data-testid="call-notes" aria-busy={!ready && problem === null}>
      <h3>{t('note.title')}</h3>
      {ready && (
        <CallNote
          key={call.id}
          callId={call.id}
          stored={mine}
          who={nameOf(call, state.crm[call.id], t)}
          dispositions={state.dispositions}
          web={state.platform === 'web'}
          field={field}
          onDone={leave}
          onChanged={askAgain}
        />
      )}
      {!ready && problem === null && (
        <p className="note-waiting" role="status">
          <span className="visually-hidden">{t('note.loading')}</span>
          <span className="skeleton w-60" />
          <span className="skeleton w-30" />
        </p>
      )}
      {problem !== null && (
        <>
          <ErrorSentence>{problem}</ErrorSentence>
          <Button data-testid="notes-again" onClick={askAgain}>
            {t('note.retry')}
          </Button>
        </>
      )}
      {colleagues.length > 0 && (
        <ul className="others-notes" aria-label={t('note.others')}>
          {colleagues.map((note) => (
            <OthersNote key={note.agentId} note={note} isMine={note.agentId === state.agent?.id} />
          ))}
        </ul>
      )}
    </section>
  );
};
