import { useEffect, useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { ErrorSentence } from '../../renderer/components/TextField';
import { enrolLink } from '../../shared/app-links/enrol-link';
import { Copy } from '../components/Copy';
import { Dialog } from '../components/Dialog';
import { useTexts } from '../i18n';
import { inText } from '../lib/moments';
import { problemText } from '../lib/problem-text';
import { useNow } from '../lib/use-now';
import { useHouse } from '../state/house';

interface Code {
  code: string;
  expiresAt: string;
}

/** A one-time code for an agent's desktop: made when this opens, shown this once. */
export const Enrolment = ({
  agent,
  onClose,
}: {
  agent: { id: string; name: string };
  onClose: () => void;
}) => {
  const { t } = useTexts();
  const { api } = useHouse();
  const now = useNow();
  const [code, setCode] = useState<Code | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    // In development React mounts twice; the first code is then replaced by the second.
    let gone = false;
    void api.enrol(agent.id).then((answer) => {
      if (gone) return;
      if (answer.ok) setCode(answer.value);
      else setProblem(problemText(answer.error, t));
    });
    return () => {
      gone = true;
    };
  }, [api, agent.id, t]);
  const link = code && enrolLink([window.location.origin], code.code);
  const over = code !== null && Date.parse(code.expiresAt) <= now;
  return (
    <Dialog title={t('agents.codeTitle', { name: agent.name })} onClose={onClose} keepOpen={code !== null}>
      <div className="stack">
        <p className="dialog-text">{t('agents.codeText', { url: window.location.origin })}</p>
        {problem !== null && <ErrorSentence>{problem}</ErrorSentence>}
        {code !== null && (
          <div className="enrolment">
            <Copy text={code.code} label={t('agents.code')} testId="enrolment-code" />
            <p className={over ? 'hint code-over' : 'hint'} data-testid="enrolment-expiry">
              {over ? t('agents.codeOver') : t('agents.codeOnce', { when: inText(code.expiresAt, now, t) })}
            </p>
            {link !== null && (
              <>
                <p className="dialog-text">{t('agents.codeLink')}</p>
                <Copy text={link} label={t('agents.codeLink')} testId="enrolment-link" />
              </>
            )}
          </div>
        )}
        {code === null && problem === null && <p aria-busy>{t('state.loading')}</p>}
        <div className="dialog-actions">
          <Button look="primary" onClick={onClose} data-testid="enrolment-done">
            {t('dialog.done')}
          </Button>
        </div>
      </div>
    </Dialog>
  );
};
