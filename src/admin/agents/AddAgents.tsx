import { useState } from 'react';
import { Segmented } from '../../renderer/components/Choices';
import type { Agent } from '../../shared/protocol/agent';
import type { AgentImport } from '../../shared/protocol/agent-import';
import { Dialog } from '../components/Dialog';
import { useTexts } from '../i18n';
import { Enrolment } from './Enrolment';
import { FromCrm } from './FromCrm';
import { ImportAgents } from './ImportAgents';
import { Imported } from './Imported';
import { NewAgent } from './NewAgent';

const ways = ['one', 'file', 'crm'] as const;

/** The three ways in which agents come: typed, from a file, from SuiteCRM's users; then the codes of those who are new. */
export const AddAgents = ({ onClose }: { onClose: () => void }) => {
  const { t } = useTexts();
  const [way, setWay] = useState<(typeof ways)[number]>('one');
  const [made, setMade] = useState<Agent | null>(null);
  const [imported, setImported] = useState<AgentImport | null>(null);
  if (made !== null) return <Enrolment agent={made} onClose={onClose} />;
  if (imported !== null) return <Imported result={imported} onClose={onClose} />;
  return (
    <Dialog title={t('agents.addTitle')} onClose={onClose} wide>
      <div className="add-ways" data-testid="add-ways">
        <Segmented
          legend={t('agents.ways')}
          value={way}
          onPick={setWay}
          options={ways.map((value) => ({ value, label: t(`agents.way.${value}`) }))}
        />
      </div>
      {way === 'one' && <NewAgent onMade={setMade} onCancel={onClose} />}
      {way === 'file' && <ImportAgents onDone={setImported} onCancel={onClose} />}
      {way === 'crm' && <FromCrm onClose={onClose} />}
    </Dialog>
  );
};
