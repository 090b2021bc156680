import { useState } from 'react';
import { Dialog } from '../components/Dialog';
import { SendForm } from '../components/SendForm';
import { useTexts } from '../i18n';
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
  const wrong = wrongFields(input);
  const crmUserId = input.crmUserId.trim();
  return (
    <Dialog title={t('agents.editTitle', { name: agent.name })} onClose={onClose}>
      <SendForm
        ready={wrong.length === 0}
        send={() =>
          api.changeAgent(agent.id, {
            name: input.name.trim(),
            extensions: splitExtensions(input.extensions),
            crmUserId: crmUserId === '' ? null : crmUserId,
          })
        }
        onDone={onClose}
        onCancel={onClose}
        action={t('agents.save')}
        testId="agent-save"
      >
        {(tried) => (
          <AgentFields
            input={input}
            wrong={tried ? wrong : []}
            isNew={false}
            onInput={(patch) => setInput({ ...input, ...patch })}
          />
        )}
      </SendForm>
    </Dialog>
  );
};
