import { useState } from 'react';
import type { Agent } from '../../shared/protocol/agent';
import { SendForm } from '../components/SendForm';
import { useTexts } from '../i18n';
import { useHouse } from '../state/house';
import { splitExtensions, suggestId, wrongFields, type AgentInput } from './agent-input';
import { AgentFields } from './AgentFields';

/** One agent, typed. */
export const NewAgent = ({ onMade, onCancel }: { onMade: (agent: Agent) => void; onCancel: () => void }) => {
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
  const wrong = wrongFields(input);
  return (
    <SendForm
      ready={wrong.length === 0}
      send={() =>
        api.addAgent({
          id: input.id.trim(),
          name: input.name.trim(),
          extensions: splitExtensions(input.extensions),
          ...(input.pbxId.trim() !== '' && { pbxId: input.pbxId.trim() }),
          ...(input.crmUserId.trim() !== '' && { crmUserId: input.crmUserId.trim() }),
        })
      }
      onDone={({ agent }) => onMade(agent)}
      onCancel={onCancel}
      action={t('agents.add')}
      testId="agent-create"
    >
      {(tried) => (
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
      )}
    </SendForm>
  );
};
