import { useState } from 'react';
import { Button } from '../../renderer/components/Button';
import { ErrorSentence } from '../../renderer/components/TextField';
import type { Agent } from '../../shared/protocol/agent';
import { Dialog } from '../components/Dialog';
import { useTexts } from '../i18n';
import { problemText } from '../lib/problem-text';
import { useHouse } from '../state/house';
import { splitExtensions, suggestId, wrongFields, type AgentInput } from './agent-input';
import { AgentFields } from './AgentFields';
import { Enrolment } from './Enrolment';

const Form = ({ onMade }: { onMade: (agent: Agent) => void }) => {
  const { t } = useTexts();
  const { api } = useHouse();
  const [input, setInput] = useState<AgentInput>({
    id: '',
    name: '',
    extensions: '',
    pbxId: '',
    crmUserId: '',
  });
  const [ownId, setOwnId] = useState(false);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const wrong = wrongFields(input);
  const send = async (): Promise<void> => {
    setTried(true);
    if (busy || wrong.length > 0) return;
    setBusy(true);
    const answer = await api.addAgent({
      id: input.id.trim(),
      name: input.name.trim(),
      extensions: splitExtensions(input.extensions),
      ...(input.pbxId.trim() !== '' && { pbxId: input.pbxId.trim() }),
      ...(input.crmUserId.trim() !== '' && { crmUserId: input.crmUserId.trim() }),
    });
    setBusy(false);
    if (answer.ok) onMade(answer.value.agent);
    else setProblem(problemText(answer.error, t));
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <AgentFields
        input={input}
        wrong={tried ? wrong : []}
        isNew
        onInput={(patch) => {
          if (patch.id !== undefined) setOwnId(patch.id !== '');
          // Until somebody types an id of his own it follows the name.
          const follows = patch.name !== undefined && !ownId ? { id: suggestId(patch.name) } : {};
          setInput({ ...input, ...follows, ...patch });
        }}
      />
      {problem !== null && <ErrorSentence>{problem}</ErrorSentence>}
      <div className="dialog-actions">
        <Button type="submit" look="primary" disabled={busy} data-testid="agent-create">
          {t('agents.add')}
        </Button>
      </div>
    </form>
  );
};

/** A new agent, and right after it the code that brings his desktop in. */
export const NewAgent = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTexts();
  const [made, setMade] = useState<Agent | null>(null);
  if (made !== null) return <Enrolment agent={made} onClose={onClose} />;
  return (
    <Dialog title={t('agents.addTitle')} onClose={onClose}>
      <Form onMade={setMade} />
    </Dialog>
  );
};
