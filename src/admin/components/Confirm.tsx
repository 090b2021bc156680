import { useState, type ReactNode } from 'react';
import { Button } from '../../renderer/components/Button';
import { ErrorSentence } from '../../renderer/components/TextField';
import type { Answer } from '../api/request';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';
import { Dialog } from './Dialog';

/** Asks before something that can not be undone; stays open with a sentence where it failed. */
export const Confirm = ({
  title,
  children,
  action,
  run,
  onClose,
}: {
  title: string;
  children: ReactNode;
  /** What the button says: the deed, never "OK". */
  action: string;
  run: () => Promise<Answer<unknown>>;
  onClose: (done: boolean) => void;
}) => {
  const { t } = useTexts();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const act = async (): Promise<void> => {
    setBusy(true);
    const answer = await run();
    setBusy(false);
    if (answer.ok) onClose(true);
    else setProblem(problemText(answer.error, t));
  };
  return (
    <Dialog title={title} onClose={() => onClose(false)}>
      <div className="dialog-text">{children}</div>
      {problem !== null && <ErrorSentence>{problem}</ErrorSentence>}
      <div className="dialog-actions">
        <Button onClick={() => onClose(false)} autoFocus>
          {t('dialog.cancel')}
        </Button>
        <Button look="danger" disabled={busy} onClick={() => void act()} data-testid="confirm">
          {action}
        </Button>
      </div>
    </Dialog>
  );
};
