import { useState, type ReactNode } from 'react';
import { Button } from '../../renderer/components/Button';
import { ErrorSentence } from '../../renderer/components/TextField';
import type { Answer } from '../api/request';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';

/** A form of a dialog: sent once at a time, kept with a sentence where the relay refuses it. */
export const SendForm = <V,>({
  ready,
  send,
  onDone,
  onCancel,
  action,
  testId,
  children,
}: {
  /** Whether what is typed can be sent. */
  ready: boolean;
  send: () => Promise<Answer<V>>;
  onDone: (value: V) => void;
  onCancel: () => void;
  /** What the button says: the deed. */
  action: string;
  testId: string;
  /** @param tried nobody is corrected while typing, only after a first try */
  children: (tried: boolean) => ReactNode;
}) => {
  const { t } = useTexts();
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    setTried(true);
    if (busy || !ready) return;
    setBusy(true);
    const answer = await send();
    setBusy(false);
    if (answer.ok) onDone(answer.value);
    else setProblem(problemText(answer.error, t));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {children(tried)}
      {problem !== null && <ErrorSentence>{problem}</ErrorSentence>}
      <div className="dialog-actions">
        <Button onClick={onCancel}>{t('dialog.cancel')}</Button>
        <Button type="submit" look="primary" disabled={busy} data-testid={testId}>
          {action}
        </Button>
      </div>
    </form>
  );
};
