import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { followUpSchema, type FollowUp } from '../../../shared/protocol/call-note';
import { timeOfDay } from '../../lib/days';
import {
  dueAt,
  dueChoices,
  dueMoment,
  fromLocalInput,
  shorten,
  toLocalInput,
  type DueChoice,
} from '../../lib/due-times';
import { useBridge } from '../../stores/bridge-context';
import { Button } from '../Button';
import { Segmented, Select } from '../Choices';
import { ErrorSentence, TextField } from '../TextField';

const subjectChars = followUpSchema.shape.subject.maxLength ?? 100;

/** What is to be done after the call, and when. Says what is missing before it asks anybody. */
export const FollowUpForm = ({
  callId,
  who,
  onClose,
  onAdded,
}: {
  callId: string;
  /** Who is to be called back. */
  who: string;
  onClose: () => void;
  onAdded: () => void;
}) => {
  const { t, i18n } = useTranslation();
  const bridge = useBridge();
  const [opened] = useState(() => new Date());
  const [kind, setKind] = useState<FollowUp['kind']>('call');
  const [choice, setChoice] = useState<DueChoice>('hour');
  const [own, setOwn] = useState(() => toLocalInput(dueAt('hour', opened)));
  const [subject, setSubject] = useState(() => shorten(t('followUp.callBack', { who }), subjectChars));
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const dueLabel = (one: DueChoice): string => {
    if (one === 'own') return t('followUp.own');
    const at = dueAt(one, opened);
    if (one === 'monday') return dueMoment(at, opened, i18n.language);
    return t(`followUp.${one}`, { time: timeOfDay(at.toISOString(), i18n.language) });
  };
  const wrong = (due: Date | null, now: Date): string | null => {
    if (due === null) return t('followUp.noTime');
    if (due <= now) return t('followUp.past');
    return subject.trim() === '' ? t('followUp.noSubject') : null;
  };
  const add = async (): Promise<void> => {
    if (busy) return;
    const now = new Date();
    const due = choice === 'own' ? fromLocalInput(own) : dueAt(choice, now);
    const missing = wrong(due, now);
    setProblem(missing);
    if (missing !== null || due === null) return;
    setBusy(true);
    const reply = await bridge.invoke('follow-up:add', {
      callId,
      kind,
      dueAt: due.toISOString(),
      subject: subject.trim(),
    });
    setBusy(false);
    if (!reply.ok) {
      setProblem(reply.error.message);
      return;
    }
    onAdded();
    onClose();
  };
  // Here ⏎ and Esc mean this form and not what holds it.
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key !== 'Escape' && event.key !== 'Enter') return;
    event.stopPropagation();
    const onButton = event.target instanceof HTMLElement && event.target.closest('button, select') !== null;
    if (event.key === 'Escape') onClose();
    else if (!onButton) {
      // Else this very ⏎ is typed into the note, which has the focus as soon as the form is gone.
      event.preventDefault();
      void add();
    }
  };
  return (
    <div
      className="follow-up-form fade-in"
      role="group"
      aria-label={t('followUp.title')}
      data-testid="follow-up-form"
      onKeyDown={onKeyDown}
    >
      <div className="follow-up-when">
        <Segmented
          legend={t('followUp.kind')}
          value={kind}
          onPick={setKind}
          options={(['call', 'task'] as const).map((value) => ({ value, label: t(`followUp.${value}`) }))}
        />
        <Select
          boxed
          label={t('followUp.due')}
          value={choice}
          data-testid="follow-up-due"
          onPick={setChoice}
          options={dueChoices.map((one) => ({ value: one, label: dueLabel(one) }))}
        />
      </div>
      {choice === 'own' && (
        <div className="input">
          <input
            type="datetime-local"
            className="tabular"
            aria-label={t('followUp.ownTime')}
            value={own}
            min={toLocalInput(opened)}
            data-testid="follow-up-own"
            onChange={(event) => setOwn(event.target.value)}
          />
        </div>
      )}
      <TextField
        label={t('followUp.subject')}
        value={subject}
        maxLength={subjectChars}
        dir="auto"
        autoFocus
        data-testid="follow-up-subject"
        onText={setSubject}
      />
      {problem && <ErrorSentence>{problem}</ErrorSentence>}
      <div className="buttons">
        <Button look="primary" disabled={busy} data-testid="follow-up-save" onClick={() => void add()}>
          {t('followUp.save')}
        </Button>
        <Button look="plain" onClick={onClose}>
          {t('followUp.cancel')}
        </Button>
      </div>
    </div>
  );
};
