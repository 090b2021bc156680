import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallCrm, CompanionState, Pop } from '../../shared/ipc/state';
import { contactOf, frontPop, nameOf, numberOf } from '../lib/pop-view';
import { useBridge } from '../stores/bridge-context';
import { PopCard, type PopActions } from './PopCard';
import { PopRow } from './PopRow';

type Shown = Pick<
  CompanionState,
  'pops' | 'calls' | 'crm' | 'links' | 'agent' | 'platform' | 'crmAccount' | 'notes' | 'dispositions'
>;

/** In the blink before the CRM is asked the places are held, unless nobody will be asked. */
const crmOf = (shown: Shown, callId: string, offInBrowser: string): CallCrm =>
  shown.crm[callId] ?? {
    status: shown.links.crm.state === 'off' ? 'off' : 'loading',
    problem: shown.platform === 'web' ? offInBrowser : null,
    context: null,
  };

/** What a screen reader says when the front card changes; the counter is left out on purpose. */
const Announcement = ({ shown, pop }: { shown: Shown; pop: Pop | null }) => {
  const { t } = useTranslation();
  const call = shown.calls.find((candidate) => candidate.id === pop?.callId);
  const text = (): string => {
    if (!call || !pop) return '';
    const name = nameOf(call, shown.crm[call.id], t);
    const number = numberOf(call, t);
    const who = name === number ? number : `${name}, ${number}`;
    if (pop.closing?.why === 'answered-elsewhere') return t('pop.announceElsewhere', { who });
    if (call.state === 'ended') return t('pop.announceEnded', { who });
    if (call.state === 'ringing') return t('pop.announceRinging', { who });
    return t('pop.announceTalking', { who });
  };
  return (
    <p className="visually-hidden" role="status" aria-live="polite" data-testid="pop-announcement">
      {text()}
    </p>
  );
};

/** Under a usual card; with one more the window is as high as it may be. */
const MOST_ROWS = 4;

/** All current pops: one in front, the others as quiet rows under it. */
export const PopStack = ({
  shown,
  actions,
  ownsKeyboard,
}: {
  shown: Shown;
  actions: PopActions;
  /** In the pop's own window ⏎ and Esc always mean the front card; in a page only while the card has the focus. */
  ownsKeyboard: boolean;
}) => {
  const { t } = useTranslation();
  const bridge = useBridge();
  const [held, setHeld] = useState<string | null>(null);
  const [writes, setWrites] = useState<string | null>(null);
  const known = shown.pops.filter((pop) => shown.calls.some((call) => call.id === pop.callId));
  // The card that the agent types into stays in front, even if it is over and another phone rings.
  const written = known.find((pop) => pop.callId === writes) ?? null;
  const writing = written?.callId ?? null;
  useEffect(() => {
    void bridge.invoke('pop:writing', { callId: writing });
  }, [bridge, writing]);
  const front = written ?? frontPop(known, held);
  // Adjusting state while rendering is React's way to derive it from props without a second paint.
  if ((front?.callId ?? null) !== held) setHeld(front?.callId ?? null);
  const rest = known.filter((pop) => pop !== front);
  const [all, setAll] = useState(false);
  // One more row than that would be as high as the row that says how many there are.
  const rows = all || rest.length <= MOST_ROWS + 1 ? rest : rest.slice(0, MOST_ROWS);
  const hidden = rest.length - rows.length;
  const crm = (callId: string): CallCrm => crmOf(shown, callId, t('pop.crmOffWeb'));
  const callOf = (pop: Pop) => shown.calls.find((call) => call.id === pop.callId);
  const frontCall = front && callOf(front);
  const onKey = (event: Pick<KeyboardEvent, 'key' | 'target'>): void => {
    if (!front || !frontCall) return;
    if (event.key === 'Escape') actions.dismiss(front.callId);
    // A focused button keeps its own ⏎.
    const onButton =
      event.target instanceof HTMLElement && event.target.closest('button, input, select, textarea') !== null;
    if (event.key === 'Enter' && !onButton && contactOf(frontCall, shown.crm[front.callId]) !== null)
      actions.openInCrm(front.callId);
  };
  useEffect(() => {
    if (!ownsKeyboard) return;
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
  return (
    <section className="pop-stack" aria-label={t('pop.stack')} onKeyDown={ownsKeyboard ? undefined : onKey}>
      <Announcement shown={shown} pop={front} />
      {front && frontCall && (
        <PopCard
          key={front.callId}
          call={frontCall}
          crm={crm(front.callId)}
          pop={front}
          actions={actions}
          canWrite={shown.platform === 'electron' && shown.crmAccount !== null}
          note={shown.notes[front.callId] ?? null}
          shown={shown}
          onWriting={(isWriting) => setWrites(isWriting ? front.callId : null)}
        />
      )}
      {rows.map((pop) => {
        const call = callOf(pop);
        return (
          call && (
            <PopRow
              key={pop.callId}
              call={call}
              crm={crm(pop.callId)}
              pop={pop}
              onPick={() => {
                setWrites(null);
                setHeld(pop.callId);
              }}
            />
          )
        );
      })}
      {hidden > 0 && (
        <button type="button" className="pop-more" data-testid="pop-more" onClick={() => setAll(true)}>
          {t('phone.moreCalls', { count: hidden })}
        </button>
      )}
    </section>
  );
};
