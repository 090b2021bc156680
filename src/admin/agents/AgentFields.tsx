import { TextField } from '../../renderer/components/TextField';
import { useTexts } from '../i18n';
import type { AgentInput, WrongField } from './agent-input';

/** The fields of an agent; the id can not be changed later. */
export const AgentFields = ({
  input,
  wrong,
  isNew,
  onInput,
}: {
  input: AgentInput;
  /** Only after a first try: nobody is corrected while typing. */
  wrong: readonly WrongField[];
  isNew: boolean;
  onInput: (patch: Partial<AgentInput>) => void;
}) => {
  const { t } = useTexts();
  const error = (field: WrongField): string | null =>
    wrong.includes(field) ? t(`agents.wrong.${field}`) : null;
  return (
    <div className="agent-fields">
      <TextField
        label={t('agents.name')}
        value={input.name}
        maxLength={120}
        autoFocus
        error={error('name')}
        onText={(name) => onInput({ name })}
        data-testid="agent-name"
      />
      <TextField
        label={t('agents.extensions')}
        hint={t('agents.extensionsHint')}
        value={input.extensions}
        className="tabular"
        error={error('extensions')}
        onText={(extensions) => onInput({ extensions })}
        data-testid="agent-extensions"
      />
      {isNew && (
        <>
          <TextField
            label={t('agents.id')}
            hint={t('agents.idHint')}
            value={input.id}
            maxLength={64}
            error={error('id')}
            onText={(id) => onInput({ id })}
            data-testid="agent-id"
          />
          <TextField
            label={t('agents.pbx')}
            hint={t('agents.pbxHint')}
            value={input.pbxId}
            maxLength={40}
            onText={(pbxId) => onInput({ pbxId })}
          />
        </>
      )}
      <TextField
        label={t('agents.crmUser')}
        hint={t('agents.crmUserHint')}
        value={input.crmUserId}
        maxLength={64}
        onText={(crmUserId) => onInput({ crmUserId })}
      />
    </div>
  );
};
