import { ExternalLink, NotebookPen } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Call } from '../../shared/call/call';
import type { CompanionState } from '../../shared/ipc/state';
import { Button } from '../components/Button';
import { CallNote } from '../components/notes/CallNote';
import { PhoneButtons } from '../components/PhoneButtons';
import { StatusCounter } from '../components/PopCard';
import { ErrorSentence } from '../components/TextField';
import { liveCalls } from '../lib/live-calls';
import { phoneButtons } from '../lib/own-part';
import { contactOf, nameOf, numberOf, popStatus, viaOf } from '../lib/pop-view';
import { useBridge } from '../stores/bridge-context';

const LiveCall = ({
  call,
  state,
  onPick,
}: {
  call: Call;
  state: CompanionState;
  onPick: (callId: string) => void;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [noting, setNoting] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const noteButton = useRef<HTMLButtonElement>(null);
  const crm = state.crm[call.id];
  const contact = contactOf(call, crm);
  const pop = state.pops.find((candidate) => candidate.callId === call.id) ?? null;
  const status = popStatus(call, pop, t);
  const name = nameOf(call, crm, t);
  const number = numberOf(call, t);
  const extension = pop?.extension ?? state.agent?.extensions[0] ?? null;
  const second = [contact?.account, name === number ? null : number, viaOf(call, extension, t)].filter(
    Boolean,
  );
  const note = state.notes[call.id] ?? null;
  const offered = phoneButtons(call, state);
  const hasPhone = offered.answer || offered.hangUp !== null;
  return (
    <li className="live-call" data-testid="live-call" data-tone={status.tone}>
      <div className="live-line">
        <span className="state-dot" data-tone={status.tone} aria-hidden />
        <button type="button" className="live-who" onClick={() => onPick(call.id)}>
          <strong className="clip" title={name}>
            <bdi>{name}</bdi>
          </strong>
          <span className="clip tabular">{second.join(' · ')}</span>
        </button>
        <span className="live-state">
          <strong className={`clip tone-${status.tone}`} title={status.text}>
            {status.text}
          </strong>
          <StatusCounter status={status} />
        </span>
        <Button
          ref={noteButton}
          className="live-open"
          title={t('note.open')}
          aria-expanded={noting}
          aria-label={note === null ? undefined : t('note.openWritten')}
          data-written={note !== null}
          data-testid="live-note"
          onClick={() => setNoting(!noting)}
        >
          <NotebookPen className="icon" aria-hidden />
          <span>{t('note.open')}</span>
        </Button>
        {contact && (
          <Button
            className="live-open"
            title={t('pop.openCrm')}
            onClick={() => void bridge.invoke('call:open-in-crm', { callId: call.id, what: 'contact' })}
          >
            <ExternalLink className="icon" aria-hidden />
            <span>{t('pop.openCrm')}</span>
          </Button>
        )}
        <PhoneButtons callId={call.id} offered={offered} onProblem={setProblem} />
      </div>
      {problem !== null && hasPhone && (
        <div className="live-problem" data-testid="live-problem">
          <ErrorSentence>{problem}</ErrorSentence>
        </div>
      )}
      {noting && (
        <CallNote
          compact
          callId={call.id}
          stored={note}
          who={name}
          dispositions={state.dispositions}
          web={state.platform === 'web'}
          onDone={() => {
            setNoting(false);
            noteButton.current?.focus();
          }}
        />
      )}
    </li>
  );
};

/** The calls that run now, docked over everything else. */
export const LiveCalls = ({ state, onPick }: { state: CompanionState; onPick: (callId: string) => void }) => {
  const { t } = useTranslation();
  // In a browser the card lies in this very window and says it all.
  const onCard = new Set(state.platform === 'web' ? state.pops.map(({ callId }) => callId) : []);
  const live = liveCalls(state).filter(({ id }) => !onCard.has(id));
  if (live.length === 0) return null;
  return (
    <ul className="live-calls" aria-label={t('pop.stack')}>
      {live.map((call) => (
        <LiveCall key={call.id} call={call} state={state} onPick={onPick} />
      ))}
    </ul>
  );
};
