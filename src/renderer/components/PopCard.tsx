import { Check, Copy, NotebookPen, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call, Contact } from '../../shared/call/call';
import type { NoteState } from '../../shared/ipc/notes';
import type { CallCrm, CompanionState, Pop } from '../../shared/ipc/state';
import { clockDuration } from '../lib/durations';
import { alsoRinging, phoneButtons } from '../lib/own-part';
import { contactOf, nameOf, numberOf, popStatus, viaOf, type PopStatus } from '../lib/pop-view';
import { AlsoRings } from './AlsoRings';
import { Button } from './Button';
import { Counter } from './Counter';
import { PopAssistant } from './PopAssistant';
import { AttachNumber } from './AttachNumber';
import { ContactChoice } from './ContactChoice';
import { CallNote } from './notes/CallNote';
import { PhoneButtons } from './PhoneButtons';
import { PopFacts } from './PopFacts';
import { Matched, Name, Who } from './PopWho';
import { SomebodyElse } from './SomebodyElse';
import { UndoChoice } from './UndoChoice';
import { ErrorSentence } from './TextField';

export interface PopActions {
  openInCrm: (callId: string) => void;
  openLink: (url: string) => void;
  copy: (text: string) => void;
  dismiss: (callId: string) => void;
  openForm: (callId: string, module: 'Contacts' | 'Leads') => void;
  lookAgain: (callId: string) => void;
}

export const StatusCounter = ({ status }: { status: PopStatus }) => {
  if (status.counts === null) return null;
  if ('since' in status.counts) return <Counter since={status.counts.since} className="counter" />;
  return <span className="counter tabular">{clockDuration(status.counts.seconds)}</span>;
};

const CopyButton = ({
  text,
  copy,
  small,
}: {
  text: string;
  copy: (text: string) => void;
  /** There is room for its picture only. */
  small: boolean;
}) => {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const run = (): void => {
    copy(text);
    setCopied(true);
  };
  return (
    <Button
      onClick={run}
      className={small ? 'copy small' : 'copy'}
      title={small ? t('pop.copy') : undefined}
      data-testid="pop-copy"
    >
      {copied ? <Check className="icon" aria-hidden /> : <Copy className="icon" aria-hidden />}
      <span className={small ? 'visually-hidden' : ''}>{copied ? t('pop.copied') : t('pop.copy')}</span>
    </Button>
  );
};

/** Who is calling, on one card. Says nothing by colour alone and moves nothing when data comes late. */
export const PopCard = ({
  call,
  crm,
  pop,
  actions,
  canWrite,
  note,
  shown,
  onWriting,
}: {
  call: Call;
  crm: CallCrm | undefined;
  pop: Pop;
  actions: PopActions;
  /** The agent is signed in to the CRM here, so that he can make and change contacts. */
  canWrite: boolean;
  /** What the agent has written about the call; null: nothing. */
  note: NoteState | null;
  shown: Pick<CompanionState, 'dispositions' | 'platform' | 'agent' | 'links'>;
  /** The agent types into the note now, so the card must stay. */
  onWriting: (writing: boolean) => void;
}) => {
  const { t } = useTranslation();
  const status = popStatus(call, pop, t);
  const contact = contactOf(call, crm);
  const via = viaOf(call, pop.extension, t);
  const leaving = pop.closing !== null;
  const others = leaving ? [] : alsoRinging(call, pop, shown.agent);
  const offered = leaving ? { answer: false, hangUp: null } : phoneButtons(call, shown);
  const hasPhone = offered.answer || offered.hangUp !== null;
  const [problem, setProblem] = useState<string | null>(null);
  // A colleague or a withheld number is in no CRM, so nothing will come late and no place is kept.
  const hasFacts = !call.remote.anonymous && call.direction !== 'internal';
  const matches = crm?.context?.matches ?? [];
  // Several, and nobody has said yet who it is: their list stands where the facts will be.
  const [choosing, setChoosing] = useState<boolean | null>(null);
  const [attaching, setAttaching] = useState(false);
  const [created, setCreated] = useState(false);
  const listed = choosing ?? (matches.length > 1 && crm?.chosen !== true);
  const canCorrect = canWrite && contact !== null && call.remote.number !== null;
  const [searching, setSearching] = useState(false);
  const [former, setFormer] = useState<Contact | null>(null);
  const correct = (): void => {
    setFormer(contact);
    setChoosing(false);
    setSearching(false);
  };
  const [noting, setNoting] = useState(false);
  const noteButton = useRef<HTMLButtonElement>(null);
  const closeNote = (): void => {
    setNoting(false);
    onWriting(false);
    noteButton.current?.focus();
  };
  const { number } = call.remote;
  const isAttaching = attaching && number !== null && crm?.status === 'unknown';
  return (
    <article
      className="pop-card"
      data-testid="pop-card"
      data-call={call.id}
      data-leaving={leaving}
      data-short={!hasFacts}
      data-noting={noting}
      aria-label={t('pop.label', { who: nameOf(call, crm, t) })}
    >
      <header className="pop-head">
        <span className="state-dot" data-tone={status.tone} aria-hidden />
        <span className="status">
          <strong className={`clip tone-${status.tone}`} data-testid="pop-state">
            {status.text}
          </strong>
          {via && !leaving && <span className="via clip">{via}</span>}
          <StatusCounter status={status} />
        </span>
        {others.length > 0 && <AlsoRings call={call} extensions={others} />}
        <Button
          look={['plain', 'square']}
          aria-label={t('pop.dismiss')}
          title={`${t('pop.dismiss')} (Esc)`}
          data-testid="pop-dismiss"
          onClick={() => actions.dismiss(call.id)}
        >
          <X className="icon" aria-hidden />
        </Button>
      </header>
      <div className="pop-body">
        <Name call={call} crm={crm} />
        <Who call={call} crm={crm} />
        <p className="pop-number-row">
          <span className="number tabular selectable clip" data-testid="pop-number">
            {numberOf(call, t)}
          </span>
          {contact && (
            <Matched
              contact={contact}
              count={matches.length}
              canCorrect={canCorrect}
              open={listed}
              onToggle={() => setChoosing(!listed)}
            />
          )}
          {former && contact && former.id !== contact.id && (
            <UndoChoice callId={call.id} former={former} onDone={() => setFormer(null)} />
          )}
        </p>
        {hasFacts && listed && !searching && (
          <div className="pop-facts listed" data-testid="pop-choice" data-status={crm?.status}>
            <ContactChoice
              callId={call.id}
              matches={matches}
              shownId={contact?.id ?? null}
              onChosen={correct}
              onElse={canCorrect ? () => setSearching(true) : null}
            />
          </div>
        )}
        {hasFacts && (!listed || searching) && (
          <PopFacts crm={crm} dialled={call.dialled} openLink={actions.openLink}>
            {canWrite && (
              <p className="pop-fact fade-in">
                <span className="kind" />
                <Button
                  look="link"
                  data-testid="pop-create"
                  onClick={() => {
                    actions.openForm(call.id, 'Contacts');
                    setCreated(true);
                  }}
                >
                  {t('who.create')}
                </Button>
                <Button
                  look="link"
                  data-testid="pop-attach"
                  aria-expanded={attaching}
                  onClick={() => setAttaching(!attaching)}
                >
                  {t('who.attach')}
                </Button>
              </p>
            )}
            {created && (
              <p className="pop-fact fade-in">
                <span className="kind" />
                <Button look="link" data-testid="pop-look-again" onClick={() => actions.lookAgain(call.id)}>
                  {t('who.lookAgain')}
                </Button>
              </p>
            )}
          </PopFacts>
        )}
        {searching && canCorrect && (
          <SomebodyElse callId={call.id} onChosen={correct} onClose={() => setSearching(false)} />
        )}
        {isAttaching && <AttachNumber callId={call.id} number={number} onClose={() => setAttaching(false)} />}
        {call.ai && <PopAssistant ai={call.ai} />}
        {noting && (
          <div className="pop-note fade-in">
            <CallNote
              compact
              callId={call.id}
              stored={note}
              who={nameOf(call, crm, t)}
              dispositions={shown.dispositions}
              web={shown.platform === 'web'}
              onDone={closeNote}
              onWriting={onWriting}
            />
          </div>
        )}
      </div>
      {problem !== null && hasPhone && (
        <div className="pop-problem" role="alert" data-testid="pop-problem">
          <ErrorSentence>{problem}</ErrorSentence>
        </div>
      )}
      <footer className="pop-actions" data-phone={hasPhone} hidden={isAttaching || (searching && canCorrect)}>
        {(hasFacts || contact !== null) && (
          <Button
            look="primary"
            disabled={contact === null}
            data-testid="pop-open-crm"
            onClick={() => actions.openInCrm(call.id)}
          >
            {t('pop.openCrm')} <kbd aria-hidden>⏎</kbd>
          </Button>
        )}
        <Button
          ref={noteButton}
          aria-expanded={noting}
          aria-label={note === null ? undefined : t('note.openWritten')}
          data-written={note !== null}
          data-testid="pop-note"
          onClick={noting ? closeNote : () => setNoting(true)}
        >
          <NotebookPen className="icon" aria-hidden />{' '}
          <span className={offered.answer ? 'visually-hidden' : ''}>{t('note.open')}</span>
        </Button>
        {call.remote.number !== null && !call.remote.anonymous && (
          <CopyButton text={call.remote.number} copy={actions.copy} small={hasPhone} />
        )}
        <PhoneButtons callId={call.id} offered={offered} onProblem={setProblem} />
      </footer>
    </article>
  );
};
