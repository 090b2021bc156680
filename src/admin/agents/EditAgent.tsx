import { useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { ErrorSentence } from '../../renderer/components/TextField';
import { Dialog } from '../components/Dialog';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';
import { useHouse, type KnownAgent } from '../state/house';
import { splitExtensions, wrongFields } from './agent-input';
import { AgentFields } from './AgentFields';

/** Name, phones and CRM user of an agent; his open desktops are told at once. */
export const EditAgent = ({ agent, onClose }: { agent: KnownAgent; onClose: () => void }) => {
  const { t } = useTexts();
  const { api } = useHouse();
  const [input, setInput] = useState({
    id: agent.id,
    name: agent.name,
    extensions: agent.extensions.join(', '),
    pbxId: agent.pbxId,
    crmUserId: agent.crmUserId ?? '',
  });
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const wrong = wrongFields(input);
  const send = async (): Promise<void> => {
    setTried(true);
    if (busy || wrong.length > 0) return;
    setBusy(true);
    const crmUserId = input.crmUserId.trim();
    const answer = await api.changeAgent(agent.id, {
      name: input.name.trim(),
      extensions: splitExtensions(input.extensions),
      crmUserId: crmUserId === '' ? null : crmUserId,
    });
    setBusy(false);
    if (answer.ok) onClose();
    else setProblem(problemText(answer.error, t));
  };
  return (
    <Dialog title={t('agents.editTitle', { name: agent.name })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <AgentFields
          input={input}
          wrong={tried ? wrong : []}
          isNew={false}
          onInput={(patch) => setInput({ ...input, ...patch })}
        />
        {problem !== null && <ErrorSentence>{problem}</ErrorSentence>}
        <div className="dialog-actions">
          <Button onClick={onClose}>{t('dialog.cancel')}</Button>
          <Button type="submit" look="primary" disabled={busy} data-testid="agent-save">
            {t('agents.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
